package org.condastore.schema.migration;

import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationTest {

	@OnEachServer
	void alembicVersionHoldsTheRevisionAfterEveryScript(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			for (Revision revision : Revisions.all()) {
				assertThat(new Migration(database.dataSource()).migrate(revision.version())).isEqualTo(1);
				assertThat(alembicVersion(database)).containsExactly(revision.id());
			}
			assertThat(new Migration(database.dataSource()).migrate()).isZero();
		}
	}

	@OnEachServer
	void historyLivesInItsOwnSchemaAndNothingElseDoes(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			new Migration(database.dataSource()).migrate();
			assertThat(database.sql()
				.fetchValues("SELECT table_name::text FROM information_schema.tables WHERE table_schema = ?",
						Migration.HISTORY_SCHEMA))
				.hasToString("[flyway_schema_history]");
			assertThat(database.sql()
				.fetchValues("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"))
				.hasSize(17)
				.asString()
				.contains("alembic_version");
		}
	}

	private static List<String> alembicVersion(TestDatabase database) {
		return database.sql().fetch("SELECT version_num FROM alembic_version").map((row) -> row.get(0, String.class));
	}

}
