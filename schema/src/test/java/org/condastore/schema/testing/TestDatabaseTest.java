package org.condastore.schema.testing;

import org.condastore.schema.migration.Revisions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;
import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

class TestDatabaseTest {

	@OnEachServer
	void liveHoldsWhatCondaStoreWrote(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			assertThat(database.sql().fetchCount(NAMESPACE)).isEqualTo(8);
			assertThat(database.sql().fetchCount(ENVIRONMENT)).isEqualTo(24);
			assertThat(database.sql().fetchCount(BUILD)).isEqualTo(61);
			assertThat(database.sql().fetchValue(ALEMBIC_VERSION.VERSION_NUM)).isEqualTo(Revisions.head().id());
		}
	}

	@OnEachServer
	void runsOnTheMajorVersionThatItsNameSays(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			assertThat(database.sql().fetchValue("SHOW server_version")).asString().startsWith(server.major() + ".");
		}
	}

	@Test
	void isFreshAndGoneAfterwards() {
		TestServer server = TestServer.newest();
		TestDatabase first = TestDatabase.live(server);
		first.sql().truncate(NAMESPACE).cascade().execute();
		first.close();
		try (TestDatabase second = TestDatabase.live(server)) {
			assertThat(second.name()).isNotEqualTo(first.name());
			assertThat(second.sql().fetchCount(NAMESPACE)).isEqualTo(8);
			assertThat(second.sql().fetchValues("SELECT datname::text FROM pg_database").toString())
				.contains(second.name())
				.doesNotContain(first.name());
		}
	}

	@Test
	void databasesOfOthersAreLeftAlone() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestDatabase.named(TestServer.newest(), "postgres"))
			.withMessageContaining("postgres");
	}

}
