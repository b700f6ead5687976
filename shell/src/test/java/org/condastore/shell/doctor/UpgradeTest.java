package org.condastore.shell.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.assertj.core.api.Assertions;
import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Releases;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is in the way of a release, and what is not. Where a migration would fail its
 * script is run to see it fail.
 */
class UpgradeTest {

	private static final String NEWEST = "2025.2.2";

	private static final String WITHDRAWN = "2025.1.1";

	/** A little of everything, as it was before revision 4. */
	private static final String OLD_ROWS = """
			INSERT INTO namespace (id, name) VALUES (1, 'default');
			INSERT INTO specification (id, name, spec, sha256) VALUES (1, 'sci', '{"description": ""}', repeat('a', 64));
			INSERT INTO environment (id, namespace_id, name) VALUES (1, 1, 'sci');
			INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on)
				VALUES (1, 1, 1, 'QUEUED', 0, '2022-08-01');
			UPDATE environment SET current_build_id = 1;
			INSERT INTO conda_store_configuration (id, disk_usage, free_storage, total_storage) VALUES (1, 1, 1, 1);
			SELECT setval(pg_get_serial_sequence(t, 'id'), 100)
				FROM unnest(ARRAY['namespace', 'specification', 'environment', 'build', 'solve', 'conda_channel',
					'conda_package', 'build_artifact', 'conda_store_configuration']) AS t;
			INSERT INTO conda_channel (id, name) VALUES (1, 'main');
			INSERT INTO conda_package (id, channel_id, build, build_number, depends, md5, name, sha256, size, version)
				VALUES (1, 1, 'h0', 0, '[]', 'm', 'zlib', repeat('1', 64), 1, '1.2'),
					(2, 1, 'h0', 0, '[]', 'm', 'python', repeat('2', 64), 1, '3.9');
			INSERT INTO solve (id, specification_id) VALUES (1, 1);
			INSERT INTO build_conda_package (build_id, conda_package_id) VALUES (1, 1), (1, 2);
			INSERT INTO solve_conda_package (solve_id, conda_package_id) VALUES (1, 1);
			""";

	@OnEachServer
	void nothingIsInTheWayOfTheNewestReleaseAtAnyRevision(TestServer server) {
		for (int version = 1; version <= Revisions.NEWEST_VERSION; version++) {
			try (TestDatabase database = TestDatabase.atVersion(server, version);
					TypedShell shell = new TypedShell(database)) {
				TypedShell.Ended ended = shell.type("doctor --before-upgrade " + NEWEST);
				assertThat(ended.code()).as("version %d: %s", version, ended).isEqualTo(ExitCode.OK);
				assertThat(ended.out()).startsWith("nothing in it would break release 2025.2.2: it runs ");
			}
		}
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, "0.4.9").rows()).isEmpty();
		}
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, "2024.6.1").rows()).isEmpty();
		}
	}

	@OnEachServer
	void aReleaseStartsOnRevisionsThatItKnows(TestServer server) {
		Map<Integer, List<String>> oldAndNew = Map.of(3, List.of("0.4.5", "0.4.12"), 4, List.of("0.4.12", "0.4.15"), 7,
				List.of("2023.10.1", "2024.1.1"), 14, List.of("2024.3.1", "2024.6.1"));
		oldAndNew.forEach((version, releases) -> {
			try (TestDatabase database = TestDatabase.atVersion(server, version);
					TypedShell shell = new TypedShell(database)) {
				assertThat(before(shell, releases.get(0)).rows()).as("version %d", version).containsOnlyKeys("U1");
				assertThat(detail(shell, releases.get(0), "U1"))
					.startsWith("it is revision %d, and".formatted(version));
				assertThat(before(shell, releases.get(1)).rows()).as("version %d", version).isEmpty();
				assertThat(before(shell, WITHDRAWN).rows()).as("version %d", version).containsOnlyKeys("U11");
			}
		});
	}

	@OnEachServer
	void aReleaseDoesNotStartWithoutARevisionThatItKnows(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			database.load("UPDATE alembic_version SET version_num = '64a749e87619'");
			assertThat(detail(shell, NEWEST, "U1")).isEqualTo("it is none of conda-store's revisions");
			database.load("UPDATE alembic_version SET version_num = '89637f546129'");
			assertThat(detail(shell, NEWEST, "U1")).contains("no other release knows it");
			assertThat(before(shell, WITHDRAWN).rows()).doesNotContainKeys("U1", "U8", "U11");
			database.load("INSERT INTO alembic_version VALUES ('bf065abf375b')");
			assertThat(before(shell, NEWEST).counts()).containsEntry("U1", 2L);
			database.load("DELETE FROM alembic_version");
			assertThat(detail(shell, NEWEST, "U1")).startsWith("it is empty");
			database.load("DROP TABLE alembic_version");
			assertThat(detail(shell, NEWEST, "U1")).startsWith("there is no such table");
			assertThat(shell.type("doctor --before-upgrade " + NEWEST).out())
				.contains("release 2025.2.2 would break on this database; it would not start");
			assertThat(shell.type("doctor").code()).isEqualTo(ExitCode.PRECONDITION);
		}
	}

	@OnEachServer
	void tablesAreMissedButNoIndexes(TestServer server) {
		try (TestDatabase database = TestDatabase.atVersion(server, 12); TypedShell shell = new TypedShell(database)) {
			database.load("DROP INDEX ix_keyvaluestore_prefix; CREATE TABLE report (id integer)");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			database.load("ALTER TABLE build DROP COLUMN status_info; DROP TABLE worker");
			assertThat(before(shell, NEWEST).rows().get("U2")).contains("build column status_info", "worker table");
		}
	}

	@OnEachServer
	void whatTheMigrationsMakeIsNotThereYet(TestServer server) {
		// As the application made them before it had migrations.
		takes(server, 3, 4, "ALTER TABLE build ADD FOREIGN KEY (specification_id) REFERENCES specification (id)",
				"build constraint build_specification_id_fkey");
		takes(server, 3, 4, "ALTER TABLE environment ADD CONSTRAINT _namespace_name_uc UNIQUE (namespace_id, name)",
				"_namespace_name_uc relation");
		takes(server, 3, 4, "CREATE TABLE conda_package_tmp (id integer)", "conda_package_tmp relation");
		takes(server, 3, 4, "CREATE VIEW conda_package_build AS SELECT 1 AS id", "conda_package_build relation");
		takes(server, 3, 4, "CREATE TABLE other (id integer); CREATE INDEX ix_conda_package_name ON other (id)",
				"ix_conda_package_name relation");
		// As the downgrade from revision 3 leaves it.
		takes(server, 2, 3, "ALTER TYPE buildartifacttype ADD VALUE 'CONTAINER_REGISTRY'",
				"buildartifacttype 'CONTAINER_REGISTRY'");
		takes(server, 1, 2, "ALTER TABLE environment ADD COLUMN description text", "environment column description");
		takes(server, 12, 13, "ALTER TABLE build ADD COLUMN hash text", "build column hash");
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database
				.load("ALTER TABLE conda_package ADD CONSTRAINT _conda_package_uc UNIQUE (channel_id, name, sha256)");
			assertThat(before(shell, NEWEST).rows()).as("it goes with the old table").isEmpty();
			run(database, 4);
			database.load("CREATE TABLE worker (id integer)");
			assertThat(before(shell, "0.4.15").rows()).as("it makes none").isEmpty();
			assertThat(before(shell, "2024.1.1").rows()).containsOnlyKeys("U3");
		}
	}

	private static void takes(TestServer server, int version, int next, String sql, String name) {
		try (TestDatabase database = TestDatabase.atVersion(server, version);
				TypedShell shell = new TypedShell(database)) {
			database.load(sql);
			assertThat(before(shell, NEWEST).rows().get("U3")).as(sql).contains(name);
			assertThat(before(shell, NEWEST).code()).isEqualTo(ExitCode.FINDING);
			assertThatThrownBy(() -> run(database, next)).as(sql).cause().hasMessageContaining("already exists");
			if (name.endsWith("'")) {
				assertThat(shell.type("schema stamp 5ad723de2abd --yes").code()).isEqualTo(ExitCode.OK);
				assertThat(before(shell, NEWEST).rows()).isEmpty();
			}
		}
	}

	@OnEachServer
	void nothingDependsOnWhatChanges(TestServer server) {
		depends(server, 11, 12, "CREATE VIEW running AS SELECT id FROM build WHERE status = 'BUILDING'",
				"running view");
		depends(server, 10, 11, "CREATE MATERIALIZED VIEW types AS SELECT DISTINCT artifact_type FROM build_artifact",
				"types materialized view");
		depends(server, 3, 4, "CREATE VIEW names AS SELECT name FROM conda_package", "names view");
		depends(server, 3, 4, "CREATE TABLE favourite (package_id integer REFERENCES conda_package (id))",
				"favourite constraint favourite_package_id_fkey");
		try (TestDatabase database = TestDatabase.atVersion(server, 11); TypedShell shell = new TypedShell(database)) {
			database.load(
					"CREATE VIEW sizes AS SELECT id, size FROM build; CREATE VIEW names AS SELECT name FROM conda_package");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			run(database, 12);
		}
		try (TestDatabase database = TestDatabase.atHead(server); TypedShell shell = new TypedShell(database)) {
			database.load("CREATE VIEW channels AS SELECT channel_id FROM conda_package_build");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, WITHDRAWN).rows()).containsOnlyKeys("U4", "U11");
			assertThatThrownBy(() -> database.load("ALTER TABLE conda_package_build DROP COLUMN channel_id")).cause()
				.hasMessageContaining("depend");
		}
	}

	private static void depends(TestServer server, int version, int next, String sql, String name) {
		try (TestDatabase database = TestDatabase.atVersion(server, version);
				TypedShell shell = new TypedShell(database)) {
			database.load(sql);
			assertThat(before(shell, NEWEST).rows().get("U4")).as(sql).containsExactly(name);
			assertThatThrownBy(() -> run(database, next)).as(sql).isInstanceOf(IllegalStateException.class);
		}
	}

	@OnEachServer
	void rowsFitTheFirstKeys(TestServer server) {
		breaksKeys(server, "UPDATE environment SET namespace_id = 9", "environment 1");
		breaksKeys(server, "UPDATE environment SET current_build_id = 9", "environment 1");
		breaksKeys(server, "UPDATE build SET specification_id = 9", "build 1");
		breaksKeys(server, "UPDATE build SET environment_id = 9", "build 1");
		breaksKeys(server, "UPDATE solve SET specification_id = 9", "solve 1");
		breaksKeys(server, "UPDATE conda_package SET channel_id = 9 WHERE id = 2", "conda_package 2");
		breaksKeys(server, "INSERT INTO environment (id, namespace_id, name, current_build_id) VALUES (2, 1, 'sci', 1)",
				"environment 1", "environment 2");
	}

	private static void breaksKeys(TestServer server, String sql, String... rows) {
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			database.load(sql);
			Examined examined = before(shell, NEWEST);
			assertThat(examined.rows()).as(sql).containsOnlyKeys("U5");
			assertThat(examined.rows().get("U5")).as(sql).containsExactlyInAnyOrder(rows);
			assertThat(before(shell, "0.4.9").rows()).as("it does not make them").isEmpty();
			assertThatThrownBy(() -> run(database, 4)).as(sql).cause().hasMessageMatching("(?s).*(_fkey|_uc).*");
		}
	}

	/**
	 * conda-store fails over them. Our own migration does not, and the release goes on.
	 */
	@OnEachServer
	void linksToPackagesCanBeKept(TestServer server) {
		cannotBeKept(server, "INSERT INTO build_conda_package (build_id, conda_package_id) VALUES (7, 1)",
				"build_conda_package 7,1");
		cannotBeKept(server, "UPDATE conda_package SET channel_id = NULL WHERE id = 2", "build_conda_package 1,2");
		cannotBeKept(server, "DELETE FROM conda_package WHERE id = 2", "build_conda_package 1,2");
		cannotBeKept(server,
				"""
						INSERT INTO conda_package (id, channel_id, build, build_number, depends, md5, name, sha256, size, version)
							VALUES (3, 1, 'h1', 1, '[]', 'm', 'zlib', repeat('1', 64), 1, '1.2');
						INSERT INTO build_conda_package (build_id, conda_package_id) VALUES (1, 3)
						""",
				"build_conda_package 1,3");
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			database.load("INSERT INTO solve_conda_package (solve_id, conda_package_id) VALUES (1, 8), (9, 1)");
			assertThat(before(shell, NEWEST).rows())
				.isEqualTo(Map.of("U6", List.of("solve_conda_package 9,1", "solve_conda_package 1,8")));
		}
	}

	private static void cannotBeKept(TestServer server, String sql, String row) {
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			linkAsCondaStoreDoes(database);
			database.load(sql);
			assertThat(before(shell, NEWEST).rows()).as(sql).isEqualTo(Map.of("U6", List.of(row)));
			assertThatThrownBy(() -> linkAsCondaStoreDoes(database)).as(sql).isInstanceOf(IllegalStateException.class);
			assertThat(shell.type("migrate --to 4").code()).isEqualTo(ExitCode.OK);
			assertThat(before(shell, NEWEST).rows()).as(sql).isEmpty();
		}
	}

	/** It finds the new row of a link by checksum and channel, with the keys in place. */
	private static void linkAsCondaStoreDoes(TestDatabase database) {
		database
			.load("""
					CREATE TABLE file (id serial PRIMARY KEY, channel_id integer, sha256 text, build text);
					INSERT INTO file (channel_id, sha256) SELECT DISTINCT channel_id, sha256 FROM conda_package;
					CREATE TABLE link (build_id integer REFERENCES build (id), file_id integer, PRIMARY KEY (build_id, file_id));
					INSERT INTO link (build_id, file_id)
						SELECT old.build_id, file.id FROM build_conda_package AS old
						LEFT JOIN conda_package AS package ON package.id = old.conda_package_id
						LEFT JOIN file ON file.sha256 = package.sha256 AND file.channel_id = package.channel_id;
					DROP TABLE link, file;
					""");
	}

	@OnEachServer
	void artifactsWithoutABuildAreLost(TestServer server) {
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			database
				.load("INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (1, 1, 'LOGS', 'logs/1'),"
						+ " (2, 9, 'LOGS', 'logs/9')");
			Examined examined = before(shell, NEWEST);
			assertThat(examined.rows()).isEqualTo(Map.of("U7", List.of("build_artifact 2")));
			assertThat(examined.severities()).containsEntry("U7", "warning");
			TypedShell.Ended ended = shell.type("doctor --before-upgrade " + NEWEST);
			assertThat(ended.code()).isEqualTo(ExitCode.FINDING);
			assertThat(ended.out()).contains("its key is logs/9", "2025.2.2: its migrations delete these artifacts",
					"would start, but look at what is told here first");
			assertThat(shell.type("doctor --before-upgrade 0.4.14").out()).contains("fail over these artifacts");
			run(database, 4);
			assertThat(database.sql().fetchValue("SELECT count(*) FROM build_artifact")).isEqualTo(1L);
		}
	}

	@OnEachServer
	void packageBuildsAreUniqueWithoutTheirChannel(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			assertThat(before(shell, WITHDRAWN).rows()).containsOnlyKeys("U11");
			database
				.load("""
						INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends,
								md5, sha256, size, subdir, timestamp)
							SELECT 101, package_id, NULL, build, build_number, constrains, depends, md5, sha256, size, subdir,
								timestamp FROM conda_package_build WHERE id = 1;
						SELECT setval(pg_get_serial_sequence('conda_package_build', 'id'), 200);
						""");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, WITHDRAWN).rows().get("U8")).containsExactly("conda_package_build 1",
					"conda_package_build 101");
			assertThatThrownBy(() -> database.load("ALTER TABLE conda_package_build ADD CONSTRAINT without_channel"
					+ " UNIQUE (package_id, subdir, build, build_number, sha256)"))
				.cause()
				.hasMessageContaining("without_channel");
			database.load("UPDATE conda_package_build SET channel_id = 2 WHERE id = 2");
			assertThat(before(shell, WITHDRAWN).details().get("U8")).hasSize(3)
				.anyMatch((detail) -> detail.contains("is not a package of its channel 2"));
			database.load("UPDATE conda_package_build SET channel_id = 1 WHERE id = 2");
			assertThat(shell.type("repair apply C2 C1 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(before(shell, WITHDRAWN).rows()).containsOnlyKeys("U11");
		}
	}

	@OnEachServer
	void typesThatAReleaseDoesNotKnowAreInItsWay(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database
				.load("""
						INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (101, 1, 'DOCKER_BLOB', 'blob/1');
						INSERT INTO keyvaluestore (id, prefix, key, value)
							VALUES (101, 'setting/team', 'build_artifacts', '["YAML", "DOCKER_BLOB"]');
						SELECT setval(pg_get_serial_sequence('build_artifact', 'id'), 200),
							setval(pg_get_serial_sequence('keyvaluestore', 'id'), 200);
						""");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, "2024.11.2").rows()).isEmpty();
			Examined examined = before(shell, "2025.2.1");
			assertThat(examined.rows()).isEqualTo(Map.of("U9", List.of("build_artifact 101", "keyvaluestore 101")));
			assertThat(before(shell, WITHDRAWN).rows()).containsOnlyKeys("U9", "U11");
			database.load("UPDATE build_artifact SET artifact_type = 'docker' WHERE id = 101");
			assertThat(before(shell, NEWEST).rows()).isEqualTo(Map.of("U9", List.of("build_artifact 101")));
		}
	}

	@OnEachServer
	void metadataIsReadByEachReleaseInItsWay(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("UPDATE namespace SET metadata_ = NULL WHERE id = 1");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
			assertThat(before(shell, "2024.11.1").rows()).isEmpty();
			Examined examined = before(shell, "2024.11.2");
			assertThat(examined.rows()).isEqualTo(Map.of("N2", List.of("namespace 1")));
			assertThat(examined.severities()).containsEntry("N2", "error");
			database.load("UPDATE namespace SET metadata_ = '[]' WHERE id = 2");
			assertThat(before(shell, NEWEST).rows()).isEqualTo(Map.of("N2", List.of("namespace 2")));
		}
		try (TestDatabase database = TestDatabase.atVersion(server, 3); TypedShell shell = new TypedShell(database)) {
			database.load(OLD_ROWS);
			assertThat(before(shell, "2024.11.2").rows()).isEqualTo(Map.of("U10", List.of("namespace 1")));
			assertThat(shell.type("migrate").code()).isEqualTo(ExitCode.OK);
			assertThat(before(shell, "2024.11.2").rows()).isEqualTo(Map.of("N2", List.of("namespace 1")));
			assertThat(shell.type("repair apply N2 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(before(shell, "2024.11.2").rows()).isEmpty();
		}
	}

	/**
	 * What the release reads: each row makes one of its lists or tasks fail for others,
	 * too.
	 */
	@OnEachServer
	void rowsThatNoReleaseReadsAreInTheWayOfAll(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database
				.load("""
						UPDATE build SET status = 'ARCHIVED' WHERE id = 1;
						UPDATE build SET size = NULL WHERE id = 2;
						UPDATE build SET scheduled_on = NULL WHERE id = 3;
						UPDATE build SET started_on = NULL WHERE id = 7;
						UPDATE environment SET current_build_id = NULL WHERE id = 3;
						UPDATE namespace SET name = 'data science' WHERE id = 3;
						UPDATE keyvaluestore SET value = '7' WHERE id = 1;
						INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (5000, 'setting', 'build_artifacts', '["x"]');
						UPDATE namespace_role_mapping SET role = 'owner';
						UPDATE namespace_role_mapping_v2 SET role = 'owner';
						DELETE FROM conda_store_configuration;
						""");
			Examined examined = before(shell, NEWEST);
			assertThat(examined.rows()).containsOnlyKeys("B1", "B3", "B13", "B14", "E1", "N1", "K2", "K4", "R1", "R2",
					"G1", "S3");
			assertThat(examined.severities().values()).containsOnly("error");
			assertThat(Examined.by(shell).severities()).containsEntry("S3", "warning");
			assertThat(before(shell, NEWEST, "--severity warning").rows()).hasSize(12);
			assertThat(before(shell, NEWEST, "--check B1,s3").rows()).containsOnlyKeys("B1", "S3");
		}
	}

	/** A mapping of a deleted namespace is untidy, and no release minds. */
	@OnEachServer
	void whatReleasesReadIsNotInTheWay(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("""
					UPDATE namespace SET deleted_on = '2024-09-20 08:00' WHERE id = 2;
					INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (60, NULL, 'LOGS', 'logs/60');
					""");
			assertThat(Examined.by(shell).serious()).contains("R2", "B2", "N3");
			assertThat(before(shell, NEWEST).rows()).isEmpty();
		}
	}

	@OnEachServer
	void whoHoldsTheTablesIsTold(TestServer server) throws SQLException {
		NobodyHoldsTablesOfMigrations check = new NobodyHoldsTablesOfMigrations(Releases.withName(NEWEST).orElseThrow(),
				Duration.ZERO);
		try (TestDatabase database = TestDatabase.atVersion(server, 13);
				Database session = new Database(
						new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
								Directories.of(Map.of("HOME", "/home/operator")))
							.initial(),
						Assertions::fail);
				Connection worker = database.dataSource().getConnection();
				Statement statement = worker.createStatement()) {
			worker.setAutoCommit(false);
			statement.execute("SELECT FROM build");
			assertThat(held(session, check)).as("no migration changes it").isZero();
			statement.execute("SELECT FROM specification");
			assertThat(held(session, check)).isEqualTo(1);
			worker.rollback();
			assertThat(held(session, check)).isZero();
		}
	}

	private static long held(Database session, Invariant check) {
		return session.readingAnyRevision(() -> new Doctor(session, TypedShell.CLOCK, System::nanoTime)
			.examine(new Doctor.Order(List.of(check), Examination.FEW, null, null, true),
					new DoctorProgress(Streams.standard(), System::nanoTime))
			.findings()
			.stream()
			.mapToLong((finding) -> finding.found().count())
			.sum());
	}

	@OnEachServer
	void saysWhatTheServerWouldDo(TestServer server) {
		try (TestDatabase database = TestDatabase.atVersion(server, 11); TypedShell shell = new TypedShell(database)) {
			assertThat(shell.type("doctor --before-upgrade 2024.1.1").out())
				.isEqualTo("nothing in it would break release 2024.1.1: it runs no migration at its start\n");
			assertThat(shell.type("doctor --before-upgrade 2024.3.1").out())
				.contains("it runs migration 12 (03c839888c82)\nat its start");
			assertThat(shell.type("doctor --before-upgrade 2025.2.2 -o json").out()).contains("\"migrations\": [",
					"\"03c839888c82\"", "\"e17b4cc6e086\"", "\"bf065abf375b\"");
			assertThat(shell.type("doctor --before-upgrade 2025.1.1").out())
				.contains("it would run\nmigrations 12 (03c839888c82) to 89637f546129 at its start");
		}
	}

	/** Nobody is told that nothing is wrong who could not look. */
	@OnEachServer
	void whatIsNotExaminedIsNoAllClear(TestServer server) throws SQLException {
		try (TestDatabase database = InvariantsTest.healthy(server);
				TypedShell shell = new TypedShell(database);
				Connection migration = database.dataSource().getConnection();
				Statement statement = migration.createStatement()) {
			migration.setAutoCommit(false);
			statement.execute("LOCK TABLE keyvaluestore IN ACCESS EXCLUSIVE MODE");
			TypedShell.Ended ended = shell.type("doctor --before-upgrade " + NEWEST);
			assertThat(ended.code()).isEqualTo(ExitCode.CONFLICT);
			assertThat(ended.out()).startsWith("nothing that was examined would break release 2025.2.2");
			migration.rollback();
		}
	}

	@Test
	void checksHaveIdsOfTheirOwnAndCompleteTexts() {
		assertThat(Upgrade.checks().stream().map(Invariant::id)).doesNotHaveDuplicates()
			.hasSize(12)
			.allMatch((id) -> id.matches("U[0-9]+"));
		for (Invariant check : Upgrade.checks()) {
			Explanation explanation = check.explanation();
			assertThat(List.of(check.sentence(), explanation.breaks(), explanation.costs(), explanation.mended(),
					explanation.avoid(), check.repair().sentence()))
				.as(check.id())
				.noneMatch(String::isBlank);
			assertThat(check.sentence()).as(check.id()).doesNotEndWith(".").hasSizeLessThan(120);
			assertThat(check.repair().sentence()).as(check.id()).doesNotEndWith(".");
		}
		assertThat(Upgrade.names()).hasSameSizeAs(Releases.all()).first().hasFieldOrPropertyWithValue("value", NEWEST);
		for (Release release : Releases.all()) {
			assertThat(new Upgrade(release).obstacles().stream().map(Invariant::id)).as(release.name())
				.doesNotHaveDuplicates()
				.contains("U1", "B1");
		}
	}

	private static Examined before(TypedShell shell, String release, String... options) {
		return Examined.by(shell, "--before-upgrade", release, String.join(" ", options));
	}

	private static String detail(TypedShell shell, String release, String id) {
		Examined examined = before(shell, release);
		assertThat(examined.code()).as("%s", examined).isEqualTo(ExitCode.FINDING);
		List<String> details = examined.details().get(id);
		assertThat(details).as("%s", examined).isNotNull().hasSize(1);
		return Objects.requireNonNull(details).get(0);
	}

	/** Runs the script of a migration as it is, without what protects from running it. */
	private static void run(TestDatabase database, int version) {
		String file = "/org/condastore/schema/migrations/" + Map
			.of(2, "V2__environment_description", 3, "V3__container_registry_artifacts", 4,
					"V4__package_builds_and_foreign_keys", 11, "V11__artifact_type_as_text", 12,
					"V12__build_status_as_text", 13, "V13__build_hash")
			.get(version) + ".sql";
		try (InputStream script = UpgradeTest.class.getResourceAsStream(file)) {
			database.load(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
