package org.condastore.shell.build;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource.Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;

class BuildRepositoryTest {

	/** A little after the newest time in the live database. */
	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static final TimeWindow ANY_TIME = new TimeWindow(null, null);

	private static final BuildFilter ALL = new BuildFilter(null, null, List.of(), ANY_TIME, null, true, null);

	private static final String FROM = """
			FROM build b
			JOIN environment e ON e.id = b.environment_id
			JOIN namespace n ON n.id = e.namespace_id
			JOIN specification s ON s.id = b.specification_id""";

	private TestDatabase database;

	private BuildRepository builds;

	@BeforeEach
	void open() {
		use(TestServer.newest());
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private Optional<BuildDetail> find(BuildId id) {
		return Optional.ofNullable(this.builds.find(Set.of(id)).get(id));
	}

	private void use(TestServer server) {
		if (this.database != null) {
			this.database.close();
		}
		this.database = TestDatabase.live(server);
		this.builds = new BuildRepository(this.database.sql(), CLOCK);
	}

	@OnEachServer
	void listsWhatIsThere(TestServer server) {
		use(server);
		List<BuildSummary> all = list(ALL);
		assertThat(all).hasSize(61);
		Map<String, Long> byStatus = all.stream()
			.collect(Collectors.groupingBy((build) -> String.valueOf(build.status()), Collectors.counting()));
		assertThat(byStatus)
			.isEqualTo(Map.of("COMPLETED", 46L, "FAILED", 8L, "QUEUED", 3L, "BUILDING", 2L, "CANCELED", 2L));
		assertThat(all.stream().filter((build) -> build.deletedOn() != null)).hasSize(16);
		assertThat(all).extracting(BuildSummary::id)
			.isEqualTo(this.database.sql().fetchValues("SELECT id FROM build ORDER BY id DESC"));
	}

	@OnEachServer
	void agreesWithHandWrittenSql(TestServer server) {
		use(server);
		List<String> expected = texts(
				"""
						SELECT concat_ws('|', b.id, n.name, e.name, s.name, b.status, b.size,
						    to_char(b.scheduled_on, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(b.started_on, 'HH24:MI:SS.US'),
						    to_char(b.ended_on, 'HH24:MI:SS.US'), b.deleted_on IS NOT NULL,
						    CASE b.build_key_version
						        WHEN 1 THEN s.sha256 || '-' || to_char(b.scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || b.id || '-' || s.name
						        WHEN 2 THEN left(s.sha256, 8) || '-' || floor(extract(epoch FROM b.scheduled_on))::bigint || '-' || b.id || '-' || s.name
						    END)
						FROM build b
						JOIN environment e ON e.id = b.environment_id
						JOIN namespace n ON n.id = e.namespace_id
						JOIN specification s ON s.id = b.specification_id
						WHERE b.deleted_on IS NULL
						ORDER BY b.id DESC""");
		assertThat(expected).hasSize(45);
		assertThat(list(with(null, null, null))).extracting(BuildRepositoryTest::text)
			.containsExactlyElementsOf(expected);
	}

	@Test
	void buildKeysAreThoseOfTheArtifacts() {
		Map<Integer, String> logs = this.database.sql()
			.select(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY)
			.from(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.ARTIFACT_TYPE.eq("LOGS"))
			.fetchMap(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY);
		assertThat(logs).hasSizeGreaterThan(40);
		list(ALL).stream()
			.filter((build) -> logs.containsKey(build.id()))
			.forEach((build) -> assertThat(logs.get(build.id())).isEqualTo("logs/%s.log".formatted(build.buildKey())));
	}

	@Test
	void filters() {
		assertThat(ids(with(NamespaceName.of("global"), null, null)))
			.isEqualTo(ids("b.deleted_on IS NULL AND n.name = 'global'"))
			.isNotEmpty();
		assertThat(ids(with(null, EnvironmentName.of("geo@quansight/viz"), null)))
			.isEqualTo(ids("b.deleted_on IS NULL AND n.name = 'geo@quansight' AND e.name = 'viz'"))
			.isNotEmpty();
		assertThat(ids(with(null, null, NamePattern.of("*-*"))))
			.isEqualTo(ids("b.deleted_on IS NULL AND e.name LIKE '%-%'"))
			.isNotEmpty();
		assertThat(ids(new BuildFilter(null, null, List.of(BuildStatus.FAILED, BuildStatus.CANCELED), ANY_TIME, null,
				true, null)))
			.isEqualTo(ids("b.status IN ('FAILED', 'CANCELED')"))
			.hasSize(10);
		TimeWindow window = new TimeWindow(Duration.ofDays(9), Duration.ofDays(5));
		assertThat(ids(new BuildFilter(null, null, List.of(), window, null, true, null))).isEqualTo(ids("""
				b.scheduled_on >= timestamp '2024-09-21 12:00' - interval '9 days'
				AND b.scheduled_on < timestamp '2024-09-21 12:00' - interval '5 days'""")).isNotEmpty();
	}

	@Test
	void findsWhatIsStuck() {
		this.database.load("""
				UPDATE build SET started_on = NULL WHERE id = 37;
				UPDATE build SET status = 'BUILDING', started_on = '2024-09-21 08:30', ended_on = NULL WHERE id = 53;
				UPDATE build SET status = 'QUEUED', scheduled_on = NULL WHERE id = 52;
				UPDATE build SET status = 'ARCHIVED' WHERE id = 51""");
		assertThat(ids(stuck(Duration.ofHours(4)))).containsExactly(47, 37, 23, 3);
		assertThat(ids(stuck(Duration.ofHours(3)))).containsExactly(53, 47, 37, 23, 3);
		assertThat(ids(stuck(Duration.ofDays(9)))).containsExactly(37, 23, 3);
		assertThat(ids(stuck(Duration.ofDays(20)))).isEmpty();
	}

	@Test
	void stuckIsFourHoursUnlessSaidOtherwise() {
		assertThat(BuildFilter.stuckFor(true, null)).isEqualTo(Duration.ofHours(4));
		assertThat(BuildFilter.stuckFor(true, Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
		assertThat(BuildFilter.stuckFor(false, null)).isNull();
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> BuildFilter.stuckFor(false, Duration.ofHours(4)))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void sortsByEveryField() {
		for (String key : List.of("id", "namespace", "environment", "specification", "status", "size", "scheduled_on",
				"started_on", "ended_on", "deleted_on")) {
			String column = switch (key) {
				case "namespace" -> "n.name";
				case "environment" -> "e.name";
				case "specification" -> "s.name";
				default -> "b." + key;
			};
			List<String> expected = texts(
					"SELECT coalesce(%1$s::text, 'none') %2$s ORDER BY %1$s DESC NULLS LAST".formatted(column, FROM));
			List<Integer> sorted = rows(this.builds.list(ALL, new Listing("-" + key, null, true))).stream()
				.map(BuildSummary::id)
				.toList();
			assertThat(sorted.stream()
				.map((id) -> texts("SELECT coalesce(%s::text, 'none') %s WHERE b.id = %d".formatted(column, FROM, id))
					.get(0)))
				.as(key)
				.containsExactlyElementsOf(expected);
		}
	}

	@Test
	void saysWhenThereIsMore() {
		Rows<BuildSummary> five = this.builds.list(ALL, new Listing(null, 5, false));
		assertThat(rows(five)).extracting(BuildSummary::id).containsExactly(61, 60, 59, 58, 57);
		assertThat(five.cut()).isTrue();
		Rows<BuildSummary> exactly = this.builds.list(ALL, new Listing(null, 61, false));
		assertThat(rows(exactly)).hasSize(61);
		assertThat(exactly.cut()).isFalse();
	}

	@OnEachServer
	void findsEverythingAboutABuild(TestServer server) {
		use(server);
		BuildDetail build = find(new BuildId(25)).orElseThrow();
		assertThat(build.statusInfo()).isEqualTo("ResolvePackageNotFound: \u001b[31mbad\u001b[0m");
		assertThat(build.queuedFor()).contains(Duration.ofSeconds(65));
		assertThat(build.ranFor()).contains(Duration.ofSeconds(909));
		assertThat(build.current()).isFalse();
		assertThat(build.artifacts()).extracting(BuildDetail.Artifact::type).containsExactly("LOGS");
		for (BuildSummary summary : list(ALL)) {
			BuildDetail detail = find(new BuildId(summary.id())).orElseThrow();
			assertThat(detail.summary()).isEqualTo(summary);
			assertThat(texts("""
					SELECT concat_ws('|', environment_id, specification_id, build_key_version,
					    (SELECT sha256 FROM specification WHERE id = specification_id),
					    EXISTS (SELECT FROM environment WHERE current_build_id = build.id),
					    (SELECT count(*) FROM build_conda_package_build WHERE build_id = build.id),
					    (SELECT string_agg(concat_ws(' ', id, artifact_type, key), ',' ORDER BY id)
					     FROM build_artifact WHERE build_id = build.id))
					FROM build WHERE id = %d""".formatted(summary.id()))).containsExactly(text(detail));
		}
		assertThat(find(new BuildId(62))).isEmpty();
	}

	@Test
	void showsWhatNobodyKnowsAsItIsStored() {
		this.database.load("UPDATE build SET status = 'ARCHIVED', build_key_version = 9 WHERE id = 1;"
				+ "UPDATE build SET status = NULL, size = NULL, scheduled_on = NULL WHERE id = 2;"
				+ "UPDATE build_artifact SET artifact_type = 'NOVEL', key = NULL WHERE id = 1");
		BuildDetail archived = find(new BuildId(1)).orElseThrow();
		assertThat(archived.summary().status()).isEqualTo("ARCHIVED");
		assertThat(archived.summary().buildKey()).isNull();
		assertThat(archived.key(2)).contains("df8108ae-1725223876-1-latest");
		assertThat(archived.artifacts().get(0)).isEqualTo(new BuildDetail.Artifact(1, "NOVEL", null));
		BuildDetail unfinished = find(new BuildId(2)).orElseThrow();
		assertThat(unfinished.summary().status()).isNull();
		assertThat(unfinished.summary().size()).isNull();
		assertThat(unfinished.summary().buildKey()).isNull();
		assertThat(unfinished.queuedFor()).isEmpty();
		assertThat(unfinished.ranFor()).contains(Duration.ofSeconds(1088));
		assertThat(list(ALL)).hasSize(61);
		assertThat(this.builds.names("", 100)).hasSize(45);
	}

	@Test
	void aStoredHashIsTheThirdKey() {
		this.database.load("UPDATE build SET build_key_version = 3, hash = 'feed' WHERE id = 1;"
				+ "UPDATE build SET build_key_version = 3 WHERE id = 2");
		BuildDetail stored = find(new BuildId(1)).orElseThrow();
		assertThat(stored.summary().buildKey()).isEqualTo("feed");
		assertThat(stored.key(3)).hasValueSatisfying((key) -> assertThat(key).hasSize(32));
		BuildDetail computed = find(new BuildId(2)).orElseThrow();
		assertThat(computed.hash()).isNull();
		assertThat(computed.key(3)).contains(String.valueOf(computed.summary().buildKey()));
	}

	@Test
	void openBuildsLastUntilNow() {
		BuildDetail queued = find(new BuildId(47)).orElseThrow();
		assertThat(queued.queuedFor())
			.contains(Duration.between(Instant.parse("2024-09-16T04:24:57.096311Z"), CLOCK.instant()));
		assertThat(queued.ranFor()).isEmpty();
		BuildDetail building = find(new BuildId(37)).orElseThrow();
		assertThat(building.queuedFor()).contains(Duration.ofSeconds(20));
		assertThat(building.ranFor())
			.contains(Duration.between(Instant.parse("2024-09-12T10:13:57.964677Z"), CLOCK.instant()));
	}

	@OnEachServer
	void listsPackages(TestServer server) {
		use(server);
		for (int id : new int[] { 1, 4, 7 }) {
			assertThat(this.builds.packages(new BuildId(id), null)).extracting(BuildRepositoryTest::text)
				.containsExactlyElementsOf(
						texts("""
								SELECT concat_ws('|', p.name, p.version, b.build, b.build_number, c.name, b.subdir, b.size, p.license)
								FROM build_conda_package_build l
								JOIN conda_package_build b ON b.id = l.conda_package_build_id
								JOIN conda_package p ON p.id = b.package_id
								JOIN conda_channel c ON c.id = p.channel_id
								WHERE l.build_id = %d ORDER BY p.name, p.version, b.build"""
							.formatted(id)))
				.isNotEmpty();
		}
		assertThat(this.builds.packages(new BuildId(3), null)).isEmpty();
	}

	@Test
	void packagesMayLackNearlyEverything() {
		this.database.load("UPDATE conda_package_build SET channel_id = NULL, size = -1 WHERE id = 12;"
				+ "UPDATE conda_package_build SET package_id = NULL WHERE id = 60;"
				+ "UPDATE conda_package SET channel_id = NULL WHERE id = "
				+ "(SELECT package_id FROM conda_package_build WHERE id = 70)");
		List<InstalledPackage> packages = this.builds.packages(new BuildId(1), null);
		assertThat(packages).hasSize(Math.toIntExact((Long) this.database.sql()
			.fetchValue("SELECT count(*) FROM build_conda_package_build WHERE build_id = 1")));
		assertThat(packages).filteredOn((installed) -> installed.name() == null)
			.singleElement()
			.satisfies((installed) -> assertThat(installed.channel()).isNotNull());
		assertThat(packages).filteredOn((installed) -> installed.size() == null)
			.singleElement()
			.satisfies((installed) -> assertThat(installed.channel()).isNotNull());
	}

	@Test
	void whatDoesNotExistIsNotFound() {
		BuildId none = new BuildId(62);
		assertNotFound(() -> this.builds.packages(none, null));
		assertNotFound(() -> this.builds.specification(none));
		assertNotFound(() -> this.builds.require(none));
		assertNotFound(() -> this.builds.list(with(NamespaceName.of("nowhere"), null, null), Listing.ALL));
		assertNotFound(() -> this.builds.list(with(null, EnvironmentName.of("default/viz"), null), Listing.ALL));
		this.builds.require(new BuildId(61));
	}

	@Test
	void completesTheNewestFirst() {
		assertThat(this.builds.names("", 3)).containsExactly(new Name("53", "COMPLETED 3d ago geo@quansight/viz"),
				new Name("52", "COMPLETED 3d ago geo@quansight/viz"),
				new Name("51", "COMPLETED 4d ago geo@quansight/viz"));
		assertThat(this.builds.names("2", 100)).extracting(Name::value)
			.containsExactly("29", "28", "27", "26", "25", "24", "23", "22", "21", "20", "2");
		assertThat(this.builds.names("2", 2)).extracting(Name::value).containsExactly("29", "28");
		assertThat(this.builds.names("7", 5)).extracting(Name::value).containsExactly("7");
		assertThat(this.builds.names("2147483648", 5)).isEmpty();
		assertThat(this.builds.names("99999999999", 5)).isEmpty();
		assertThat(this.builds.names("0", 5)).isEmpty();
		assertThat(this.builds.names("x", 5)).isEmpty();
	}

	private static void assertNotFound(ThrowingCallable asked) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(asked)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION));
	}

	private List<BuildSummary> list(BuildFilter filter) {
		return rows(this.builds.list(filter, Listing.ALL));
	}

	private List<Integer> ids(BuildFilter filter) {
		return list(filter).stream().map(BuildSummary::id).toList();
	}

	private List<Integer> ids(String where) {
		return this.database.sql()
			.fetch("SELECT b.id " + FROM + " WHERE " + where + " ORDER BY b.id DESC")
			.map((row) -> (Integer) row.get(0));
	}

	private List<String> texts(String sql) {
		return this.database.sql().fetch(sql).map((row) -> String.valueOf(row.get(0)));
	}

	private static BuildFilter with(@Nullable NamespaceName namespace, @Nullable EnvironmentName environment,
			@Nullable NamePattern name) {
		return new BuildFilter(namespace, environment, List.of(), ANY_TIME, name, false, null);
	}

	private static BuildFilter stuck(Duration time) {
		return new BuildFilter(null, null, List.of(), ANY_TIME, null, false, time);
	}

	private static String text(BuildSummary build) {
		return joined(build.id(), build.namespace(), build.environment(), build.specification(), build.status(),
				build.size(), time(build.scheduledOn(), "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'"),
				time(build.startedOn(), "HH:mm:ss.SSSSSS"), time(build.endedOn(), "HH:mm:ss.SSSSSS"),
				(build.deletedOn() != null) ? "t" : "f", build.buildKey());
	}

	private static String text(BuildDetail build) {
		String artifacts = build.artifacts()
			.stream()
			.map((artifact) -> artifact.id() + " " + artifact.type() + " " + artifact.key())
			.collect(Collectors.joining(","));
		return joined(build.environmentId(), build.specificationId(), build.keyVersion(), build.sha256(),
				build.current() ? "t" : "f", build.packages(), artifacts.isEmpty() ? null : artifacts);
	}

	private static String text(InstalledPackage installed) {
		return joined(installed.name(), installed.version(), installed.build(), installed.buildNumber(),
				installed.channel(), installed.subdir(), installed.size(), installed.license());
	}

	private static @Nullable String time(@Nullable Instant time, String pattern) {
		return (time != null) ? DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atOffset(ZoneOffset.UTC))
				: null;
	}

	/** As PostgreSQL's concat_ws: NULL leaves no trace. */
	private static String joined(@Nullable Object... values) {
		return Arrays.stream(values).filter(Objects::nonNull).map(String::valueOf).collect(Collectors.joining("|"));
	}

	private static <T> List<T> rows(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
