package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What transcripts cannot show about changes of builds: others at work, and many rows.
 */
class BuildChangesTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static final String HASH = "SELECT md5(string_agg(b::text, '|' ORDER BY id)) FROM build b";

	private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

	private TestDatabase database;

	private CondaStoreShell shell;

	@TempDir
	private Path directory;

	@BeforeEach
	void open() {
		use(TestServer.newest());
	}

	@AfterEach
	void close() {
		this.shell.close();
		this.database.close();
	}

	private void use(TestServer server) {
		if (this.database != null) {
			close();
		}
		this.database = TestDatabase.live(server);
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), this.screen, this.screen,
				TerminalFacts.NONE);
		this.shell = new CondaStoreShell(Invocation.parse(List.of()), streams,
				new TargetResolver(new DatabaseOptions(this.database.url(), null, null, false), Map.of(),
						Directories.of(Map.of("HOME", this.directory.toString()))),
				CLOCK);
	}

	@OnEachServer
	void pruningSparesTheNewestTheYoungAndTheCurrent(TestServer server) {
		use(server);
		// Another environment's current build, and one whose environment is deleted.
		this.database.load("UPDATE environment SET current_build_id = 33 WHERE id = 14;"
				+ "UPDATE build SET deleted_on = NULL WHERE id IN (41, 58)");
		Set<Set<Integer>> outcomes = new HashSet<>();
		for (Integer keep : new @Nullable Integer[] { null, 0, 1, 2, 3 }) {
			for (Integer days : new @Nullable Integer[] { null, 5, 10, 16 }) {
				if (keep == null && days == null) {
					continue;
				}
				String before = value(HASH);
				Set<Integer> expected = pruned(keep, days);
				Set<Integer> live = ids("SELECT id FROM build WHERE deleted_on IS NULL");
				run("build prune --yes%s%s".formatted((keep != null) ? " --keep-last " + keep : "",
						(days != null) ? " --older-than %dd".formatted(days) : ""), ExitCode.OK);
				Set<Integer> gone = new TreeSet<>(live);
				gone.removeAll(ids("SELECT id FROM build WHERE deleted_on IS NULL"));
				assertThat(gone).as("keep %s, older than %s days", keep, days).isEqualTo(expected);
				outcomes.add(gone);
				if (!gone.isEmpty()) {
					run("undo", ExitCode.OK);
				}
				assertThat(value(HASH)).isEqualTo(before);
			}
		}
		assertThat(outcomes).hasSizeGreaterThan(10);
	}

	/** Counted without SQL. */
	private Set<Integer> pruned(@Nullable Integer keep, @Nullable Integer days) {
		LocalDateTime now = LocalDateTime.parse("2024-09-21T12:00:00");
		Set<Integer> current = ids("SELECT current_build_id FROM environment WHERE current_build_id IS NOT NULL");
		Set<Integer> liveEnvironments = ids("""
				SELECT e.id FROM environment e JOIN namespace n ON n.id = e.namespace_id
				WHERE e.deleted_on IS NULL AND n.deleted_on IS NULL""");
		Map<Integer, List<Record>> builds = this.database.sql()
			.fetch("SELECT id, environment_id, status, scheduled_on FROM build WHERE deleted_on IS NULL")
			.stream()
			.collect(Collectors.groupingBy((row) -> row.get("environment_id", Integer.class), TreeMap::new,
					Collectors.toList()));
		Set<Integer> pruned = new TreeSet<>();
		builds.forEach((environment, rows) -> {
			rows.sort(Comparator.comparing((row) -> -row.get("id", Integer.class)));
			for (int i = 0; i < rows.size(); i++) {
				Record row = rows.get(i);
				boolean ended = List.of("COMPLETED", "FAILED", "CANCELED").contains(row.get("status", String.class));
				boolean old = days == null
						|| row.get("scheduled_on", LocalDateTime.class).isBefore(now.minusDays(days));
				int id = row.get("id", Integer.class);
				if (liveEnvironments.contains(environment) && ended && old && (keep == null || i >= keep)
						&& !current.contains(id)) {
					pruned.add(id);
				}
			}
		});
		return pruned;
	}

	@Test
	void whatBecomesCurrentMeanwhileStays() {
		String plan = save("build delete 1");
		this.database.load("UPDATE environment SET current_build_id = 1 WHERE id = 1");
		String said = run("repair apply %s --yes".formatted(plan), ExitCode.CONFLICT);
		assertThat(said).contains("build 1 has become the current one of default/latest");
		assertThat(value("SELECT deleted_on FROM build WHERE id = 1")).isEqualTo("null");
		run("journal verify", ExitCode.OK);
	}

	@Test
	void asManyStayAsWereToStay() {
		String live = "SELECT string_agg(id::text, ' ' ORDER BY id) FROM build"
				+ " WHERE environment_id = 1 AND deleted_on IS NULL";
		String plan = save("build prune --keep-last 2 --environment default/latest");
		this.database.load("UPDATE build SET deleted_on = '2024-09-21 11:59' WHERE id = 3");
		assertThat(run("repair apply %s --yes".formatted(plan), ExitCode.CONFLICT))
			.contains("build 3 was changed by somebody: deleted_on is 2024-09-21 11:59:00 now, and was null");
		assertThat(value(live)).isEqualTo("1 2 4");
		// One more does no harm, and what becomes of those that stay does not either.
		this.database.load("UPDATE build SET deleted_on = NULL, status = 'BUILDING', started_on = '2024-09-21 11:59'"
				+ " WHERE id = 3; INSERT INTO build (id, specification_id, environment_id, status, build_key_version)"
				+ " VALUES (900, 1, 1, 'QUEUED', 2)");
		run("repair apply %s --yes".formatted(plan), ExitCode.OK);
		assertThat(value(live)).isEqualTo("3 4 900");
	}

	@Test
	void whatAWorkerEndsMeanwhileIsLeftAlone() {
		String plan = save("build fail 37");
		this.database.load("UPDATE build SET status = 'COMPLETED', ended_on = '2024-09-21 11:59' WHERE id = 37");
		String said = run("repair apply %s --yes".formatted(plan), ExitCode.CONFLICT);
		assertThat(said).contains("build 37 was changed by somebody: status is COMPLETED now, and was BUILDING");
		String again = save("build cancel 47");
		this.database.load("UPDATE build SET status = 'BUILDING', started_on = '2024-09-21 11:59' WHERE id = 47");
		run("repair apply %s --yes".formatted(again), ExitCode.CONFLICT);
		assertThat(value("SELECT status FROM build WHERE id = 47")).isEqualTo("BUILDING");
	}

	@Test
	void nothingIsRestoredIntoWhatIsDeletedMeanwhile() {
		run("build delete 1 --yes", ExitCode.OK);
		String plan = save("build restore 1");
		this.database.load("UPDATE environment SET deleted_on = '2024-09-21 11:59' WHERE id = 1");
		assertThat(run("repair apply %s --yes".formatted(plan), ExitCode.CONFLICT))
			.contains("default/latest has been deleted");
		this.database.load("UPDATE environment SET deleted_on = NULL WHERE id = 1;"
				+ "UPDATE namespace SET deleted_on = '2024-09-21 11:59' WHERE id = 1");
		run("repair apply %s --yes".formatted(plan), ExitCode.CONFLICT);
		assertThat(value("SELECT deleted_on FROM build WHERE id = 1")).isNotEqualTo("null");
	}

	@Test
	void whatIsUsedMeanwhileIsNotPurged() {
		this.database.load("UPDATE specification SET created_on = '2024-09-01';"
				+ "DELETE FROM solve WHERE specification_id NOT IN (SELECT specification_id FROM build)");
		String plan = save("specification purge --limit 1");
		this.database.load("""
				INSERT INTO build (specification_id, environment_id, status) SELECT min(id), 1, 'QUEUED'
				FROM specification WHERE id NOT IN (SELECT specification_id FROM build)""");
		String specifications = value("SELECT count(*) FROM specification");
		run("repair apply %s --yes".formatted(plan), ExitCode.PRECONDITION);
		assertThat(value("SELECT count(*) FROM specification")).isEqualTo(specifications);
	}

	@OnEachServer
	void manyArePurgedAndComeBack(TestServer server) {
		use(server);
		this.database
			.load("""
					INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, deleted_on)
					SELECT 1000 + i, 1, 1, 'FAILED', 0, '2024-08-01', '2024-08-02' FROM generate_series(1, 2500) i;
					INSERT INTO build_conda_package_build
					SELECT 1000 + i, p.id FROM generate_series(1, 2500) i, (SELECT id FROM conda_package_build LIMIT 4) p""");
		String links = "SELECT md5(string_agg(l::text, '|' ORDER BY build_id, conda_package_build_id))"
				+ " FROM build_conda_package_build l";
		String before = value(HASH) + value(links);
		assertThat(run("build purge --deleted --older-than 30d --yes", ExitCode.REFUSED)).contains("--max-rows");
		run("build purge --deleted --older-than 30d --yes --max-rows 12500 --expect 2500", ExitCode.OK);
		assertThat(value("SELECT count(*) FROM build WHERE id > 1000")).isEqualTo("0");
		assertThat(value("SELECT count(*) FROM build_conda_package_build WHERE build_id > 1000")).isEqualTo("0");
		run("undo --max-rows 12500", ExitCode.OK);
		assertThat(value(HASH) + value(links)).isEqualTo(before);
		run("journal verify", ExitCode.OK);
	}

	private String save(String command) {
		Path file = this.directory.resolve(command.replaceAll("[ /]", "-") + ".json");
		run("%s --dry-run --save %s".formatted(command, file), ExitCode.OK);
		return file.toString();
	}

	private String run(String line, ExitCode expected) {
		this.screen.reset();
		ExitCode ended = this.shell.line(line);
		String said = this.screen.toString(StandardCharsets.UTF_8);
		assertThat(ended).as("%s: %s", line, said).isEqualTo(expected);
		return said;
	}

	private Set<Integer> ids(String sql) {
		return this.database.sql()
			.fetch(sql)
			.stream()
			.map((row) -> row.get(0, Integer.class))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private String value(String sql) {
		return String.valueOf(this.database.sql().fetchValue(sql));
	}

}
