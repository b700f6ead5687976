package org.condastore.shell.environment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.environment.EnvironmentDetail.CurrentSpecification;
import org.condastore.shell.environment.EnvironmentDetail.StatusCount;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource.Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvironmentRepositoryTest {

	/** One line for each environment, as concat_ws and {@link #text} write it. */
	private static final String SELECT = """
			SELECT concat_ws('|', e.id, n.name, e.name, e.current_build_id,
			    (SELECT status FROM build WHERE id = e.current_build_id),
			    (SELECT count(*) FROM build b WHERE b.environment_id = e.id AND b.deleted_on IS NULL),
			    (SELECT coalesce(sum(size), 0) FROM build b WHERE b.environment_id = e.id AND b.deleted_on IS NULL),
			    to_char(e.deleted_on, 'YYYY-MM-DD'), e.description)
			FROM environment e JOIN namespace n ON n.id = e.namespace_id
			""";

	private TestDatabase database;

	private EnvironmentRepository environments;

	@BeforeEach
	void open() {
		use(TestServer.newest());
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void use(TestServer server) {
		if (this.database != null) {
			this.database.close();
		}
		this.database = TestDatabase.live(server);
		this.environments = new EnvironmentRepository(this.database.sql());
	}

	@OnEachServer
	void agreesWithHandWrittenSql(TestServer server) {
		use(server);
		this.database.load("UPDATE environment SET current_build_id = NULL WHERE id = 5");
		assertThat(texts(null, null, true, Listing.ALL)).isEqualTo(texts("ORDER BY n.name, e.name")).hasSize(24);
		assertThat(texts(null, null, false, Listing.ALL))
			.isEqualTo(texts("WHERE e.deleted_on IS NULL ORDER BY n.name, e.name"))
			.hasSize(18);
		assertThat(texts(NamespaceName.of("default"), NamePattern.of("*t*"), true, Listing.ALL))
			.isEqualTo(texts("WHERE n.name = 'default' AND e.name LIKE '%t%' ORDER BY n.name, e.name"))
			.isNotEmpty();
	}

	@Test
	void sortsByEveryFieldWithALimitAndWithout() {
		for (String key : List.of("id", "namespace", "name", "current_build_id", "current_build_status", "builds",
				"size", "deleted_on")) {
			for (String sort : List.of(key, "-" + key)) {
				List<String> all = texts(null, null, true, new Listing(sort, null, true));
				assertThat(all).as(sort).hasSize(24).containsExactlyInAnyOrderElementsOf(texts(""));
				assertThat(texts(null, null, true, new Listing(sort, 7, false))).as(sort)
					.containsExactlyElementsOf(all.subList(0, 7));
			}
		}
		assertThat(texts(null, null, true, new Listing("-size", null, true)))
			.isEqualTo(texts("ORDER BY (SELECT coalesce(sum(size), 0) FROM build b WHERE b.environment_id = e.id"
					+ " AND b.deleted_on IS NULL) DESC, e.id DESC"));
		assertThat(texts(null, null, true, new Listing("name", null, true)))
			.isEqualTo(texts("ORDER BY e.name, n.name"));
	}

	@Test
	void saysWhenThereIsMore() {
		Rows<EnvironmentSummary> some = this.environments.list(null, null, false, new Listing(null, 17, false));
		assertThat(rows(some)).hasSize(17);
		assertThat(some.cut()).isTrue();
		Rows<EnvironmentSummary> all = this.environments.list(null, null, false, new Listing(null, 18, false));
		assertThat(rows(all)).hasSize(18);
		assertThat(all.cut()).isFalse();
	}

	@OnEachServer
	void findsEverythingAboutAnEnvironment(TestServer server) {
		use(server);
		this.database
			.load("UPDATE build SET status = 'ARCHIVED' WHERE id = 1; UPDATE build SET status = NULL WHERE id = 2");
		EnvironmentDetail latest = this.environments.find(EnvironmentName.of("default/latest")).orElseThrow();
		assertThat(latest.statuses()).containsExactly(new StatusCount("ARCHIVED", 1, 3675771948L),
				new StatusCount("COMPLETED", 1, 2194463599L), new StatusCount("QUEUED", 1, 0),
				new StatusCount(null, 1, 1264235148L));
		assertThat(latest.lastBuildOn()).isEqualTo(Instant.parse("2024-09-02T19:24:51.287721Z"));
		assertThat(latest.specification()).isEqualTo(new CurrentSpecification(3, "latest",
				"40d2ca69bd352860db216a3a5d15f2287da99d06f6f5a9227cce3dc691918d51"));
		for (EnvironmentSummary summary : rows(this.environments.list(null, null, true, Listing.ALL))) {
			EnvironmentDetail detail = this.environments
				.find(EnvironmentName.of(summary.namespace() + "/" + summary.name()))
				.orElseThrow();
			assertThat(detail.summary()).isEqualTo(summary);
			assertThat(detail.deletedBuilds())
				.isEqualTo(Math.toIntExact((Long) Objects.requireNonNull(this.database.sql()
					.fetchValue("SELECT count(*) FROM build WHERE deleted_on IS NOT NULL AND environment_id = "
							+ summary.id()))));
		}
	}

	@Test
	void anEnvironmentWithoutBuildsHasNothingToSay() {
		this.database.load("INSERT INTO environment (namespace_id, name) VALUES (1, 'new')");
		EnvironmentDetail empty = this.environments.find(EnvironmentName.of("default/new")).orElseThrow();
		assertThat(empty.summary().builds()).isZero();
		assertThat(empty.summary().currentBuildId()).isNull();
		assertThat(empty.specification()).isNull();
		assertThat(empty.statuses()).isEmpty();
		assertThat(empty.lastBuildOn()).isNull();
	}

	@Test
	void whatDoesNotExistIsNotFound() {
		assertThat(this.environments.find(EnvironmentName.of("default/viz"))).isEmpty();
		assertThat(this.environments.find(EnvironmentName.of("nowhere/latest"))).isEmpty();
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> this.environments.id(EnvironmentName.of("default/viz")))
			.withMessage("there is no environment default/viz")
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION));
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> this.environments.list(NamespaceName.of("nowhere"), null, false, Listing.ALL))
			.withMessage("there is no namespace nowhere");
		assertThat(this.environments.id(EnvironmentName.of("default/latest"))).isEqualTo(1);
	}

	@Test
	void completesFullNamesFirst() {
		assertThat(this.environments.names("", 3)).containsExactly(new Name("analyst-7/etl", "COMPLETED"),
				new Name("analyst-7/training", "COMPLETED"), new Name("analyst-7/viz", "COMPLETED"));
		assertThat(values("d", 3)).containsExactly("data-science/legacy", "data-science/viz", "default/geo-tools");
		assertThat(values("default/", 10)).contains("default/geo-tools", "default/latest", "default/nightly")
			.hasSizeLessThan(6);
		assertThat(values("default/n", 10).get(0)).isEqualTo("default/nightly");
		assertThat(values("viz", 10)).containsExactly("analyst-7/viz", "data-science/viz", "filesystem/viz",
				"geo@quansight/viz");
		assertThat(values("DEF", 10)).startsWith("default/geo-tools");
	}

	@Test
	void completesScatteredCharacters() {
		assertThat(values("dsvi", 10)).containsExactly("data-science/viz");
		assertThat(values("ds/vi", 10)).containsExactly("data-science/viz");
		assertThat(values("geogeo", 10)).containsExactly("geo@quansight/geo-tools");
		assertThat(values("ipy", 10)).isEmpty();
		assertThat(values("py", 10)).startsWith("global/py311-base");
		assertThat(values("a_b%", 10)).isEmpty();
		assertThat(values("default/latest/x", 10)).isEmpty();
		assertThat(values("retired", 10)).isEmpty();
	}

	private List<String> values(String typed, int limit) {
		return this.environments.names(typed, limit).stream().map(Name::value).toList();
	}

	private List<String> texts(@Nullable NamespaceName namespace, @Nullable NamePattern name, boolean deleted,
			Listing listing) {
		return rows(this.environments.list(namespace, name, deleted, listing)).stream()
			.map(EnvironmentRepositoryTest::text)
			.toList();
	}

	private List<String> texts(String rest) {
		return this.database.sql().fetch(SELECT + rest).map((row) -> String.valueOf(row.get(0)));
	}

	private static String text(EnvironmentSummary environment) {
		Instant deletedOn = environment.deletedOn();
		return joined(environment.id(), environment.namespace(), environment.name(), environment.currentBuildId(),
				environment.currentBuildStatus(), environment.builds(), environment.size(),
				(deletedOn != null) ? deletedOn.atOffset(ZoneOffset.UTC).toLocalDate() : null,
				environment.description());
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
