package org.condastore.shell.doctor;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaIsThatOfRevisionTest {

	@OnEachServer
	void revisionsThatNoReleaseStartsOnAreFound(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("UPDATE alembic_version SET version_num = '89637f546129'");
			Examined withdrawn = Examined.by(shell, "--check S1");
			assertThat(withdrawn.rows().get("S1")).containsExactly("alembic_version 89637f546129");
			assertThat(withdrawn.details().get("S1"))
				.containsExactly("release 2025.1.1 made it, and every later one refuses it");
			database.load("UPDATE alembic_version SET version_num = '64a749e87619'");
			assertThat(Examined.by(shell, "--check S1").details().get("S1"))
				.containsExactly("it is none of conda-store's revisions");
			database.load("INSERT INTO alembic_version VALUES ('bf065abf375b')");
			assertThat(Examined.by(shell, "--check S1").rows().get("S1"))
				.containsExactly("alembic_version 64a749e87619", "alembic_version bf065abf375b");
			assertThat(Examined.by(shell).notExamined()).isEmpty();
		}
	}

	@OnEachServer
	void whatAnOlderRevisionHasIsMissedAtANewerOne(TestServer server) {
		try (TestDatabase database = TestDatabase.atVersion(server, 13); TypedShell shell = new TypedShell(database)) {
			database.load("UPDATE alembic_version SET version_num = 'bf065abf375b'");
			assertThat(Examined.by(shell, "--check S1").rows().get("S1"))
				.containsExactly("specification column is_lockfile");
		}
	}

}
