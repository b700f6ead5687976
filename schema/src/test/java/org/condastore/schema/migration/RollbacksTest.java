package org.condastore.schema.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.migration.RollbackStep.Effect;
import org.condastore.schema.migration.RollbackStep.Loss;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The U scripts, and what is said before they run about what they lose. The scripts are
 * run as they are: nothing keeps a history here.
 */
class RollbacksTest {

	private static final Path RESOURCES = Path.of("src/main/resources/org/condastore/schema");

	private static final int HEAD = Revisions.head().version();

	private static final int NEWEST = Revisions.NEWEST_VERSION;

	@Test
	void everyMigrationHasARollbackOfTheSameName() {
		List<String> migrations = files("migrations");
		assertThat(migrations).extracting((file) -> Integer.parseInt(file.substring(1, file.indexOf("__"))))
			.containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, NEWEST).boxed().toList());
		assertThat(files("rollbacks"))
			.containsExactlyInAnyOrderElementsOf(migrations.stream().map((file) -> "U" + file.substring(1)).toList());
	}

	@OnEachServer
	void anEmptyDatabaseLosesNothing(TestServer server) {
		try (TestDatabase database = TestDatabase.atNewest(server)) {
			assertThat(walkDown(database)).isEmpty();
			walkUp(database);
		}
	}

	@OnEachServer
	void whatCondaStoreWroteLosesWhatIsSaid(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			up(database, NEWEST);
			assertThat(walkDown(database)).containsExactly("12 LOSSY: 2 CANCELED builds become FAILED",
					"10 LOSSY: 1 worker is deleted", "9 LOSSY: 3 role mappings between two namespaces are deleted",
					"8 LOSSY: 50 builds fall back to key version 1", "7 LOSSY: 8 builds lose their status_info",
					"6 LOSSY: 4 role mappings of namespaces are deleted", "6 LOSSY: 1 namespace loses its metadata",
					"6 LOSSY: 7 namespaces lose their metadata, which are empty", "5 LOSSY: 5 settings are deleted",
					"2 LOSSY: 16 environments lose their description",
					"2 LOSSY: 8 environments lose their description, which is empty",
					"1 IRREVERSIBLE: 8 namespaces are deleted", "1 IRREVERSIBLE: 24 environments are deleted",
					"1 IRREVERSIBLE: 58 specifications are deleted", "1 IRREVERSIBLE: 61 builds are deleted",
					"1 IRREVERSIBLE: 242 artifacts are deleted", "1 IRREVERSIBLE: 61 solves are deleted",
					"1 IRREVERSIBLE: 2 channels are deleted", "1 IRREVERSIBLE: 102 package builds are deleted",
					"1 IRREVERSIBLE: 488 links to package builds are deleted",
					"1 IRREVERSIBLE: 1 measurement of the storage is deleted");
			walkUp(database);
		}
	}

	@OnEachServer
	void everythingThatCanBeLostIsCounted(TestServer server) {
		try (TestDatabase database = everyLoss(server)) {
			assertThat(walkDown(database)).containsExactly("14 LOSSY: 3 specifications forget that they are lockfiles",
					"13 LOSSY: 1 build loses its hash", "12 LOSSY: 2 CANCELED builds become FAILED",
					"12 LOSSY: 1 build of an unknown status becomes FAILED",
					"11 LOSSY: 7 CONSTRUCTOR_INSTALLER artifacts are deleted",
					"11 LOSSY: 2 artifacts of an unknown type are deleted", "10 LOSSY: 2 workers are deleted",
					"9 LOSSY: 3 role mappings between two namespaces are deleted",
					"8 LOSSY: 50 builds fall back to key version 1", "7 LOSSY: 11 builds lose their status_info",
					"6 LOSSY: 4 role mappings of namespaces are deleted", "6 LOSSY: 1 namespace loses its metadata",
					"6 LOSSY: 9 namespaces lose their metadata, which are empty", "5 LOSSY: 6 settings are deleted",
					"4 LOSSY: 2 packages without a package build are deleted",
					"4 LOSSY: 2 package builds without a package are deleted",
					"4 LOSSY: 3 links to package builds without a package are deleted",
					"4 LOSSY: 2 package builds without a channel get that of their package",
					"4 LOSSY: 2 package builds leave their packages, which are in another channel",
					"4 LOSSY: 2 package builds are the same file as another, and become one with it when version 4 is applied again",
					"4 LOSSY: 1 package is the same version as another, and becomes one with it when version 4 is applied again",
					"3 LOSSY: 2 CONTAINER_REGISTRY artifacts are deleted",
					"2 LOSSY: 16 environments lose their description",
					"2 LOSSY: 8 environments lose their description, which is empty",
					"1 IRREVERSIBLE: 11 namespaces are deleted", "1 IRREVERSIBLE: 25 environments are deleted",
					"1 IRREVERSIBLE: 58 specifications are deleted", "1 IRREVERSIBLE: 63 builds are deleted",
					"1 IRREVERSIBLE: 244 artifacts are deleted", "1 IRREVERSIBLE: 61 solves are deleted",
					"1 IRREVERSIBLE: 2 channels are deleted", "1 IRREVERSIBLE: 112 package builds are deleted",
					"1 IRREVERSIBLE: 495 links to package builds are deleted",
					"1 IRREVERSIBLE: 1 measurement of the storage is deleted");
			walkUp(database);
		}
	}

	@OnEachServer
	void packageBuildsBecomeRowsOfOneTableAgain(TestServer server) {
		try (TestDatabase database = everyLoss(server)) {
			IntStream.iterate(NEWEST, (version) -> version > 4, (version) -> version - 1)
				.forEach((version) -> down(database, version));
			List<Loss> losses = losses(database, 4, 3).get(0).losses();
			long packageBuilds = count(database, "conda_package_build");
			long links = links(database, "conda_package_build");

			down(database, 4);

			assertThat(losses).extracting(Loss::rows).containsExactly(2L, 2L, 3L, 2L, 2L, 2L, 1L);
			assertThat(count(database, "conda_package")).isEqualTo(packageBuilds - 2);
			assertThat(links(database, "conda_package")).isEqualTo(links - 3);
			assertThat(rows(database, """
					SELECT id, channel_id, name, version, license, subdir, build, sha256, md5
					FROM conda_package WHERE id > 200 ORDER BY id
					""")).containsExactly("203|null|local|1|A|noarch|0|s203|m203",
					"204|null|local|1|B|noarch|1|s204|m204", "205|2|local|2|C|noarch|0|s205|m205",
					"206|2|mixed|1|D|noarch|0|s206|m206", "207|1|mixed|1|D|noarch|0|s207|m207",
					"208|1|mixed|1|E|noarch|1|s208|m208", "209|1|numpy|3.1.6|BSD-3-Clause|noarch|9|s209|m209",
					"210|1|numpy|2.2.9|Apache-2.0|null|0|s210|m210", "211|1|numpy|2.2.9|Apache-2.0|null|0|s210|m211",
					rows(database, "SELECT 214, channel_id, name, version, license, subdir, build, sha256, md5"
							+ " FROM conda_package WHERE id = 1")
						.get(0));
			assertThat(rows(database, "SELECT conda_package_id FROM build_conda_package WHERE build_id IN (70, 71)"))
				.containsExactlyInAnyOrder("1", "214", "203", "207", "210", "211");
			assertThat(
					rows(database,
							"INSERT INTO conda_package (name, version, build, build_number, sha256, md5, size, depends)"
									+ " VALUES ('new', '1', '0', 0, 's', 'm', 1, '[]') RETURNING id"))
				.containsExactly("215");
			database.load("DELETE FROM conda_package WHERE id = 215");

			up(database, 4);

			assertThat(count(database, "conda_package_build")).isEqualTo(packageBuilds - 2 - 2);
			assertThat(rows(database, """
					SELECT package.channel_id, name, version, license, count(*)
					FROM conda_package AS package
					JOIN conda_package_build AS file ON file.package_id = package.id
						AND file.channel_id IS NOT DISTINCT FROM package.channel_id
					WHERE name IN ('local', 'mixed', 'unbuilt')
					GROUP BY package.id ORDER BY name, version, package.channel_id
					""")).containsExactly("null|local|1|B|2", "2|local|2|C|1", "1|mixed|1|E|2", "2|mixed|1|D|1");
		}
	}

	@OnEachServer
	void packagesToldFromTheirBuildsTwiceAreTheSame(TestServer server) {
		try (TestDatabase database = TestDatabase.atVersion(server, 3)) {
			database.loadResource(RollbacksTest.class, "revision-3.sql");
			up(database, 4);
			Map<String, Map<String, String>> once = rows(database);
			assertThat(losses(database, 4, 3)).extracting(RollbackStep::effect).containsExactly(Effect.LOSSLESS);

			down(database, 4);
			Map<String, Map<String, String>> below = rows(database);
			up(database, 4);

			assertThat(rows(database)).isEqualTo(once);
			down(database, 4);
			assertThat(rows(database)).isEqualTo(below);
		}
	}

	/**
	 * All that may differ after version 4 was applied again are ids of packages and
	 * package builds.
	 */
	@OnEachServer
	void whereIdsHaveGapsOnlyTheIdsChange(TestServer server) {
		String packages = """
				SELECT build.id AS build_id, package.channel_id, package.name, package.version, package.license,
					package.license_family, package.summary, package.description, file.channel_id, file.subdir, file.build,
					file.build_number, file.sha256, file.md5, file.size, file.timestamp, file.depends, file.constrains
				FROM conda_package_build AS file
				JOIN conda_package AS package ON package.id = file.package_id
				LEFT JOIN build_conda_package_build AS link ON link.conda_package_build_id = file.id
				LEFT JOIN build ON build.id = link.build_id
				ORDER BY build.id, file.sha256
				""";
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("""
					DELETE FROM conda_package_build WHERE package_id IN (1, 40, 70);
					DELETE FROM conda_package WHERE id IN (1, 40, 70);
					UPDATE conda_package_build SET id = 1000 - id WHERE id % 10 = 0
						AND id NOT IN (SELECT conda_package_build_id FROM build_conda_package_build);
					""");
			List<String> before = rows(database, packages);
			assertThat(losses(database, HEAD, 3)).filteredOn((step) -> step.version() == 4)
				.extracting(RollbackStep::effect)
				.containsExactly(Effect.LOSSLESS);
			IntStream.iterate(HEAD, (version) -> version > 3, (version) -> version - 1)
				.forEach((version) -> down(database, version));

			up(database, 4);

			assertThat(rows(database, packages)).isEqualTo(before);
			assertThat(rows(database, "SELECT max(id) FROM conda_package")).containsExactly("83");
		}
	}

	@Test
	void scriptsWorkInTheSchemaOfTheSearchPath() throws SQLException {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			database.load("CREATE SCHEMA \"Conda Store\"");
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setURL(database.jdbcUrl());
			dataSource.setCurrentSchema("\"Conda Store\"");
			new Migration(dataSource).migrate();
			DSLContext db = DSL.using(dataSource, SQLDialect.POSTGRES);
			assertThat(new Losses(db).between(NEWEST, 0)).extracting(RollbackStep::effect)
				.containsOnly(Effect.LOSSLESS);

			for (int version = NEWEST; version > 0; version--) {
				try (Connection connection = dataSource.getConnection()) {
					run(connection, script("rollbacks", "U", version));
				}
			}

			assertThat(new CatalogReader(db).read("Conda Store").isEmpty()).isTrue();
			assertThat(new CatalogReader(db).read("public").isEmpty()).isTrue();
		}
	}

	@OnEachServer
	void indexesThatAreThereAreNotMadeAgain(TestServer server) {
		String indexes = "SELECT indexrelid::regclass, indexrelid FROM pg_index WHERE indisvalid"
				+ " AND indexrelid::regclass::text LIKE '%\\_idx' ORDER BY 1";
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("CREATE INDEX build_environment_id_idx ON build (environment_id)");
			List<String> first = rows(database, indexes);
			up(database, NEWEST);
			List<String> all = rows(database, indexes);
			assertThat(all).hasSize(10).containsAll(first);

			up(database, NEWEST);

			assertThat(rows(database, indexes)).isEqualTo(all);
			down(database, NEWEST);
			down(database, NEWEST);
			assertThat(rows(database, indexes)).isEmpty();
			assertThat(catalog(database)).isEqualTo(RecordedCatalogs.of(Revisions.head()));
		}
	}

	/**
	 * Nothing that an earlier script left behind in the transaction stands in the way of
	 * a later one.
	 */
	@OnEachServer
	void allButTheIndexesIsOneTransaction(TestServer server) throws SQLException {
		try (TestDatabase database = everyLoss(server)) {
			down(database, NEWEST);
			Map<String, Map<String, String>> before = rows(database);
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				for (int version = HEAD; version > 3; version--) {
					statement.execute(script("rollbacks", "U", version));
				}
				connection.rollback();
				assertThat(rows(database)).isEqualTo(before);
				assertThat(catalog(database)).isEqualTo(RecordedCatalogs.of(Revisions.head()));

				for (int version = HEAD; version > 1; version--) {
					statement.execute(script("rollbacks", "U", version));
				}
				connection.commit();
				assertThat(catalog(database)).isEqualTo(RecordedCatalogs.of(Revisions.at(1)));
			}
		}
	}

	@Test
	void stepsComeFromTheTopDown() {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest())) {
			assertThat(losses(database, HEAD, 11)).extracting(RollbackStep::version).containsExactly(14, 13, 12);
			assertThat(losses(database, HEAD, HEAD)).isEmpty();
		}
	}

	@Test
	void lossesOfNoRollbackAreNotCounted() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 3)) {
			assertThatIllegalArgumentException().isThrownBy(() -> losses(database, 3, -1));
			assertThatIllegalArgumentException().isThrownBy(() -> losses(database, 3, 4));
			assertThatIllegalArgumentException().isThrownBy(() -> losses(database, NEWEST + 1, 3));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> losses(database, 5, 3));
		}
	}

	/**
	 * Rolls back one version after the other, down to nothing. Every step is taken twice,
	 * with the version applied again in between.
	 * @return what was said before the first step
	 */
	private static List<String> walkDown(TestDatabase database) {
		List<RollbackStep> steps = losses(database, NEWEST, 0);
		assertThat(steps).extracting(RollbackStep::version)
			.containsExactlyElementsOf(
					IntStream.iterate(NEWEST, (version) -> version > 0, (version) -> version - 1).boxed().toList());
		String newest = catalog(database);
		for (RollbackStep step : steps) {
			int version = step.version();
			assertThat(losses(database, version, version - 1)).as("said before the first step and now")
				.containsExactly(step);
			Map<String, Map<String, String>> above = rows(database);
			down(database, version);
			requireVersion(database, version - 1, newest);
			if (version == 4 && step.effect() != Effect.LOSSLESS) {
				// Applying it again merges rows. packageBuildsBecomeRowsOfOneTableAgain
				// looks
				// at that.
				continue;
			}
			Map<String, Map<String, String>> below = rows(database);

			up(database, version);
			requireVersion(database, version, newest);
			Map<String, Map<String, String>> again = rows(database);
			if (step.effect() == Effect.LOSSLESS) {
				assertThat(again).as("version %d down and up", version).isEqualTo(above);
			}
			assertThat(lost(above, again)).as("rows that version %d loses", version)
				.isEqualTo(step.losses().stream().mapToLong(Loss::rows).sum());

			down(database, version);
			requireVersion(database, version - 1, newest);
			assertThat(rows(database)).as("version %d up and down", version).isEqualTo(below);
		}
		return steps.stream()
			.flatMap((step) -> step.losses()
				.stream()
				.map((loss) -> "%d %s: %s".formatted(step.version(), step.effect(), loss.sentence())))
			.toList();
	}

	private static void walkUp(TestDatabase database) {
		for (Revision revision : Revisions.all()) {
			up(database, revision.version());
			assertThat(catalog(database)).as("%s", revision).isEqualTo(RecordedCatalogs.of(revision));
		}
		up(database, NEWEST);
		try (TestDatabase migrated = TestDatabase.atNewest(database.server())) {
			assertThat(catalog(database)).isEqualTo(catalog(migrated));
		}
	}

	private static void requireVersion(TestDatabase database, int version, String newest) {
		if (version == 0) {
			assertThat(catalog(database)).isEmpty();
			return;
		}
		assertThat(catalog(database)).as("version %d", version)
			.isEqualTo((version == NEWEST) ? newest : RecordedCatalogs.of(Revisions.at(version)));
		assertThat(rows(database, "SELECT version_num FROM alembic_version"))
			.containsExactly(Revisions.at(version).id());
	}

	/** How many rows are gone or different. */
	private static long lost(Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {
		long lost = 0;
		for (Map.Entry<String, Map<String, String>> table : before.entrySet()) {
			Map<String, String> left = after.getOrDefault(table.getKey(), Map.of());
			assertThat(table.getValue().keySet()).as("ids in %s", table.getKey()).containsAll(left.keySet());
			lost += table.getValue()
				.entrySet()
				.stream()
				.filter((row) -> !row.getValue().equals(left.get(row.getKey())))
				.count();
		}
		return lost;
	}

	private static TestDatabase everyLoss(TestServer server) {
		TestDatabase database = TestDatabase.live(server);
		database.loadResource(RollbacksTest.class, "every-loss.sql");
		up(database, NEWEST);
		return database;
	}

	private static List<RollbackStep> losses(TestDatabase database, int current, int target) {
		return database.sql()
			.connectionResult(
					(connection) -> new Losses(DSL.using(connection, SQLDialect.POSTGRES)).between(current, target));
	}

	private static String catalog(TestDatabase database) {
		return CatalogText.of(new CatalogReader(database.sql()).read());
	}

	private static long count(TestDatabase database, String table) {
		return database.sql().fetchCount(DSL.table(DSL.name(table)));
	}

	private static long links(TestDatabase database, String packages) {
		return count(database, "build_" + packages) + count(database, "solve_" + packages);
	}

	/** All rows of all tables, by table and primary key. */
	private static Map<String, Map<String, String>> rows(TestDatabase database) {
		return database.sql().connectionResult((connection) -> rows(DSL.using(connection, SQLDialect.POSTGRES)));
	}

	private static Map<String, Map<String, String>> rows(DSLContext db) {
		Map<String, Map<String, String>> tables = new TreeMap<>();
		db.fetch("""
				SELECT relname::text, string_agg(attname::text, ', ' ORDER BY attnum)
				FROM pg_class
				LEFT JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
				LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum = ANY (indkey)
				WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
				GROUP BY relname
				""").forEach((table) -> {
			Map<String, String> rows = new TreeMap<>();
			db.fetch("SELECT ROW(%2$s)::text, t::text FROM %1$s AS t".formatted(table.get(0), table.get(1)))
				.forEach((row) -> rows.put(row.get(0, String.class), row.get(1, String.class)));
			tables.put(table.get(0, String.class), rows);
		});
		return tables;
	}

	private static List<String> rows(TestDatabase database, String query) {
		return database.sql().fetch(query).map((row) -> {
			List<String> values = new ArrayList<>();
			for (int column = 0; column < row.size(); column++) {
				values.add(row.get(column, String.class));
			}
			return String.join("|", values);
		});
	}

	private static void up(TestDatabase database, int version) {
		run(database, "migrations", "V", version);
	}

	private static void down(TestDatabase database, int version) {
		run(database, "rollbacks", "U", version);
	}

	private static void run(TestDatabase database, String directory, String prefix, int version) {
		String script = script(directory, prefix, version);
		try (Connection connection = database.dataSource().getConnection()) {
			run(connection, script);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("%s%d fails".formatted(prefix, version), ex);
		}
	}

	private static void run(Connection connection, String script) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			if (script.contains(" CONCURRENTLY ")) {
				for (String part : script.split(";\n")) {
					statement.execute(part);
				}
				return;
			}
			connection.setAutoCommit(false);
			statement.execute(script);
			connection.commit();
		}
	}

	private static String script(String directory, String prefix, int version) {
		String start = prefix + version + "__";
		String file = files(directory).stream().filter((name) -> name.startsWith(start)).findFirst().orElseThrow();
		try {
			return Files.readString(RESOURCES.resolve(directory).resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> files(String directory) {
		try (Stream<Path> files = Files.list(RESOURCES.resolve(directory))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
