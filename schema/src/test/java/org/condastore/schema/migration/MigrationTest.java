package org.condastore.schema.migration;

import java.util.List;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MigrationTest {

	@OnEachServer
	void everyVersionIsWhatCondaStoreWouldHaveMade(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			for (Revision revision : Revisions.all()) {
				assertThat(new Migration(database.dataSource()).migrate(revision.version())).isEqualTo(1);
				assertThat(catalog(database, "public")).as("%s", revision).isEqualTo(RecordedCatalogs.of(revision));
				assertThat(alembicVersion(database)).containsExactly(revision.id());
			}
			assertThat(new Migration(database.dataSource()).migrate())
				.isEqualTo(Revisions.NEWEST_VERSION - Revisions.head().version());
			assertThat(alembicVersion(database)).containsExactly(Revisions.head().id());
			assertThat(new Migration(database.dataSource()).migrate()).isZero();
		}
	}

	@OnEachServer
	void allAtOnceEndsAtTheNewestVersion(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			assertThat(new Migration(database.dataSource()).migrate()).isEqualTo(Revisions.NEWEST_VERSION);
			assertThat(catalog(database, "public")).isEqualTo(newestCatalog());
			assertThat(alembicVersion(database)).containsExactly(Revisions.head().id());
		}
	}

	@OnEachServer
	void whatCondaStoreItselfMadeIsRecordedToo(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			assertThat(catalog(database, "public")).isEqualTo(RecordedCatalogs.of(Revisions.head()));
			assertThat(alembicVersion(database)).containsExactly(Revisions.head().id());
		}
	}

	@Test
	void historyLivesInItsOwnSchemaAndNothingElseDoes() {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest())) {
			assertThat(new CatalogReader(database.sql()).read(Migration.HISTORY_SCHEMA).tables())
				.extracting((table) -> table.name())
				.containsExactly("flyway_schema_history");
			assertThat(database.sql()
				.fetchValues("SELECT version::text FROM conda_store_shell.flyway_schema_history"
						+ " WHERE version IS NOT NULL AND success ORDER BY installed_rank"))
				.map(String::valueOf)
				.containsExactlyElementsOf(
						Revisions.all().stream().map((revision) -> String.valueOf(revision.version())).toList());
		}
	}

	@Test
	void tablesAreMadeWhereTheConnectionWouldMakeThem() {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			database.load("CREATE SCHEMA \"Conda Store\"");
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setURL(database.jdbcUrl());
			dataSource.setCurrentSchema("\"Conda Store\"");

			new Migration(dataSource).migrate();

			assertThat(catalog(database, "Conda Store")).isEqualTo(newestCatalog());
			assertThat(catalog(database, "public")).isEmpty();
		}
	}

	@Test
	void withoutASchemaToMakeTablesInNothingHappens() {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setURL(database.jdbcUrl());
			dataSource.setCurrentSchema("nowhere");

			assertThatExceptionOfType(FlywayException.class).isThrownBy(() -> new Migration(dataSource).migrate())
				.withMessageContaining("search_path");
			assertThat(database.sql()
				.fetchExists(
						database.sql().selectOne().from("pg_namespace").where("nspname = ?", Migration.HISTORY_SCHEMA)))
				.isFalse();
		}
	}

	@Test
	void aScriptThatFailsChangesNothing() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 3)) {
			database.load("INSERT INTO environment (namespace_id, name) VALUES (7, 'belongs to nobody')");

			assertThatExceptionOfType(FlywayException.class)
				.isThrownBy(() -> new Migration(database.dataSource()).migrate())
				.withMessageContaining("environment_namespace_id_fkey");

			Revision third = Revisions.withVersion(3).orElseThrow();
			assertThat(catalog(database, "public")).isEqualTo(RecordedCatalogs.of(third));
			assertThat(alembicVersion(database)).containsExactly(third.id());
		}
	}

	/** What the newest version looks like is recorded nowhere but in the model. */
	private static String newestCatalog() {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			database.loadResource(Migration.class, "/org/condastore/schema/model.sql");
			return catalog(database, "public");
		}
	}

	private static String catalog(TestDatabase database, String schema) {
		return CatalogText.of(new CatalogReader(database.sql()).read(schema));
	}

	private static List<String> alembicVersion(TestDatabase database) {
		return database.sql().fetch("SELECT version_num FROM alembic_version").map((row) -> row.get(0, String.class));
	}

}
