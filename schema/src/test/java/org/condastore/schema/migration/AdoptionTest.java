package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.migration.MigrationStep.Action;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Databases that conda-store has made, and others that it has not. */
class AdoptionTest {

	/** A database as conda-store leaves it: without any trace of ours. */
	private static TestDatabase condaStores(TestServer server, int version) {
		TestDatabase database = TestDatabase.atVersion(server, version);
		database.load("DROP SCHEMA conda_store_shell CASCADE");
		return database;
	}

	static Stream<Arguments> revisions() {
		return Stream.of(TestServer.values())
			.flatMap((server) -> IntStream.rangeClosed(1, 14).mapToObj((version) -> Arguments.of(server, version)));
	}

	@ParameterizedTest
	@MethodSource("revisions")
	void everyRevisionIsAdoptedAndBroughtToTheNewestVersion(TestServer server, int version) {
		try (TestDatabase database = condaStores(server, version);
				TestDatabase fresh = TestDatabase.atVersion(server, Revisions.NEWEST_VERSION)) {
			Migration migration = new Migration(database.dataSource());
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.ADOPTABLE);

			MigrationResult result = migration.migrate(Scripts.builtIn().newest());

			assertThat(result.steps().stream().filter((step) -> step.action() == Action.ADOPT)).hasSize(version);
			assertThat(result.steps().stream().filter((step) -> step.action() == Action.APPLY))
				.hasSize(Revisions.NEWEST_VERSION - version);
			assertThat(database.catalog()).isEqualTo(fresh.catalog());
			assertThat(alembicVersion(database)).containsExactly(Revisions.head().id());
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.CURRENT);
			assertThat(versions(database))
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 15).mapToObj(String::valueOf).toList());
			flyway(database).validate();
			assertThat(migration.migrate()).isZero();
		}
	}

	@OnEachServer
	void theWithdrawnRevisionIsBroughtBackWithoutLosingARow(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			withdraw(database);
			List<String> before = packageBuilds(database);
			Migration migration = new Migration(database.dataSource());
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.ADOPTABLE);

			MigrationResult result = migration.migrate(MigrationVersion.fromVersion("14"));

			assertThat(result.steps().get(0).action()).isEqualTo(Action.RESTORE);
			assertThat(packageBuilds(database)).isEqualTo(before).isNotEmpty();
			assertThat(CatalogDifferences.between(RecordedCatalogs.of(Revisions.head()), database.catalog()).none())
				.isTrue();
			assertThat(database.sql()
				.fetchValue("SELECT count(*) FROM conda_package_build b JOIN conda_package p ON p.id = b.package_id"
						+ " WHERE b.channel_id IS DISTINCT FROM p.channel_id"))
				.isEqualTo(0L);
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.BEHIND);
		}
	}

	@OnEachServer
	void whatCondaStoreMigratedItselfMeanwhileIsRecorded(TestServer server) {
		try (TestDatabase database = condaStores(server, 9)) {
			Migration migration = new Migration(database.dataSource());
			migration.migrate(9);
			database.load("CREATE SCHEMA kept; ALTER TABLE conda_store_shell.flyway_schema_history SET SCHEMA kept");
			database.load("DROP SCHEMA conda_store_shell CASCADE");
			migration.migrate(12);
			database.load("DROP SCHEMA conda_store_shell CASCADE; CREATE SCHEMA conda_store_shell;"
					+ " ALTER TABLE kept.flyway_schema_history SET SCHEMA conda_store_shell");

			Inspection found = migration.inspect();
			assertThat(found.state()).isEqualTo(SchemaState.ADOPTABLE);
			assertThat(found.unrecorded()).extracting((script) -> script.version().getVersion())
				.containsExactly("10", "11", "12");
			migration.migrate();

			assertThat(migration.inspect().state()).isEqualTo(SchemaState.CURRENT);
			flyway(database).validate();
		}
	}

	@Test
	void whatCelerysWorkersMadeDoesNotMatter() {
		try (TestDatabase database = condaStores(TestServer.newest(), 14)) {
			database.load("CREATE TABLE celery_taskmeta (id integer PRIMARY KEY); CREATE SEQUENCE task_id_sequence;"
					+ " CREATE TABLE kombu_queue (id integer PRIMARY KEY)");
			assertThat(new Migration(database.dataSource()).migrate()).isEqualTo(1);
		}
	}

	@Test
	void anIndexOfTheOperatorsIsNoted() {
		try (TestDatabase database = condaStores(TestServer.newest(), 14)) {
			database.load("CREATE INDEX mine ON build (status)");
			Inspection found = new Migration(database.dataSource()).inspect();
			assertThat(found.state()).isEqualTo(SchemaState.ADOPTABLE);
			assertThat(found.notes()).singleElement().asString().contains("mine");
		}
	}

	@Test
	void anUnknownRevisionIsRefused() {
		refused("UPDATE alembic_version SET version_num = 'feedfacecafe'", SchemaState.UNKNOWN, "feedfacecafe");
	}

	@Test
	void twoRevisionsAreRefused() {
		refused("INSERT INTO alembic_version VALUES ('0f7e23ff24ee')", SchemaState.UNKNOWN, "several revisions");
	}

	@Test
	void noRevisionIsRefusedAndTheRightOneNamed() {
		refused("DROP TABLE alembic_version", SchemaState.UNKNOWN, "no revision");
		refused("DELETE FROM alembic_version", SchemaState.UNKNOWN, "no revision");
	}

	@Test
	void tablesThatAreNotThoseOfTheRevisionAreRefused() {
		refused("ALTER TABLE build DROP COLUMN hash", SchemaState.DRIFTED, "hash");
		refused("ALTER TABLE build ALTER COLUMN status TYPE text", SchemaState.DRIFTED, "status");
		refused("CREATE TABLE mine (id integer)", SchemaState.DRIFTED, "mine");
		refused("UPDATE alembic_version SET version_num = 'e17b4cc6e086'", SchemaState.DRIFTED, "is_lockfile");
		refused("CREATE UNIQUE INDEX only_once ON build (hash)", SchemaState.DRIFTED, "only_once");
	}

	@Test
	void aForeignDatabaseIsRefused() {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			database.load("CREATE TABLE invoice (id integer)");
			Migration migration = new Migration(database.dataSource());
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.UNKNOWN);
			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(migration::migrate)
				.withMessageContaining("invoice")
				.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(SchemaFailure.Kind.PRECONDITION));
			assertThat(database.catalog()).contains("invoice").doesNotContain("namespace");
			assertThat(new CatalogReader(database.sql()).read("public").tables()).hasSize(1);
		}
	}

	@OnEachServer
	void stampWritesBothLedgersIfTheTablesFit(TestServer server) {
		try (TestDatabase database = condaStores(server, 10)) {
			database.load("DROP TABLE alembic_version");
			Migration migration = new Migration(database.dataSource());
			Revision tenth = Revisions.withVersion(10).orElseThrow();
			assertThat(migration.inspect().hint()).contains("schema stamp " + tenth.id());

			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(() -> migration.stamp(Revisions.head()))
				.withMessageContaining("not those of revision");
			migration.stamp(tenth);

			assertThat(alembicVersion(database)).containsExactly(tenth.id());
			assertThat(database.catalog()).isEqualTo(RecordedCatalogs.of(tenth));
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.BEHIND);
			assertThat(migration.migrate()).isEqualTo(5);
		}
	}

	private static void refused(String change, SchemaState state, String word) {
		try (TestDatabase database = condaStores(TestServer.newest(), 14)) {
			database.load(change);
			String before = database.catalog();
			Migration migration = new Migration(database.dataSource());
			assertThat(migration.inspect().state()).isEqualTo(state);
			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(migration::migrate)
				.withMessageContaining(word)
				.satisfies((failure) -> assertThat(failure.hint()).isNotBlank());
			assertThat(database.catalog()).isEqualTo(before);
			assertThat(database.sql().fetchValue("SELECT to_regnamespace('conda_store_shell') IS NULL"))
				.isEqualTo(true);
		}
	}

	private static void withdraw(TestDatabase database) {
		database.load("""
				ALTER TABLE conda_package_build DROP CONSTRAINT _conda_package_build_uc;
				ALTER TABLE conda_package_build DROP COLUMN channel_id;
				ALTER TABLE conda_package_build ADD CONSTRAINT _conda_package_build_uc
				    UNIQUE (package_id, subdir, build, build_number, sha256);
				UPDATE alembic_version SET version_num = '89637f546129';
				""");
		assertThat(database.catalog()).isEqualTo(RecordedCatalogs.ofWithdrawn());
	}

	private static List<String> packageBuilds(TestDatabase database) {
		return new ArrayList<>(database.sql()
			.fetchValues("SELECT (to_jsonb(b) - 'channel_id')::text FROM conda_package_build b ORDER BY id")
			.stream()
			.map(String::valueOf)
			.toList());
	}

	private static Flyway flyway(TestDatabase database) {
		return Flyway.configure()
			.dataSource(database.dataSource())
			.locations("classpath:org/condastore/schema/migrations")
			.defaultSchema(Migration.HISTORY_SCHEMA)
			.load();
	}

	private static List<String> alembicVersion(TestDatabase database) {
		return database.sql().fetch("SELECT version_num FROM alembic_version").map((row) -> row.get(0, String.class));
	}

	private static List<String> versions(TestDatabase database) {
		return database.sql()
			.fetchValues("SELECT version FROM conda_store_shell.flyway_schema_history ORDER BY installed_rank")
			.stream()
			.map(String::valueOf)
			.toList();
	}

}
