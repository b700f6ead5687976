package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

/** The doctor at each of conda-store's revisions. */
class RevisionsExaminedTest {

	@OnEachServer
	void aFreshDatabaseIsHealthyAtEachRevision(TestServer server) {
		for (int version = 1; version <= Revisions.NEWEST_VERSION; version++) {
			try (TestDatabase database = TestDatabase.atVersion(server, version);
					TypedShell shell = new TypedShell(database)) {
				Examined examined = Examined.by(shell);
				assertThat(examined.serious()).as("version %d: %s", version, examined).isEmpty();
				assertThat(examined.notExamined()).as("version %d", version).isEmpty();
				assertThat(examined.code()).as("version %d", version).isEqualTo(ExitCode.OK);
			}
		}
	}

	/** Statuses and types are enums there, and columns are missing. */
	@OnEachServer
	void whatIsWrongIsFoundAtEachRevision(TestServer server) {
		for (int version = Revisions.head().version(); version >= 1; version--) {
			try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
				TypedShell.Ended back = shell.type("rollback --to %d --yes --accept-loss".formatted(version));
				assertThat(back.code()).as("%d: %s", version, back).isEqualTo(ExitCode.OK);
				Examined healthy = Examined.by(shell);
				assertThat(healthy.serious()).as("version %d: %s", version, healthy).isEmpty();
				database.load("""
						UPDATE build SET status = NULL WHERE id = 1;
						UPDATE build SET started_on = '2024-09-20 10:01' WHERE id = 7;
						UPDATE environment SET current_build_id = 2 WHERE id = 3;
						DELETE FROM conda_store_configuration;
						""");
				Examined broken = Examined.by(shell);
				assertThat(broken.serious()).as("version %d: %s", version, broken)
					.containsAll(List.of("B1", "B4", "E2", "G1"));
				assertThat(broken.notExamined()).as("version %d", version).isEmpty();
				assertThat(broken.code()).isEqualTo(ExitCode.FINDING);
			}
		}
	}

	@OnEachServer
	void whatIsNotCondaStoresIsSaidInOneSentence(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server); TypedShell shell = new TypedShell(database)) {
			TypedShell.Ended empty = shell.type("doctor");
			assertThat(empty.code()).isEqualTo(ExitCode.PRECONDITION);
			assertThat(empty.err()).contains(" is empty\n").contains("hint: migrate creates");
			database.load("CREATE TABLE thing (id integer)");
			TypedShell.Ended other = shell.type("doctor");
			assertThat(other.code()).isEqualTo(ExitCode.PRECONDITION);
			assertThat(other.err()).contains("is not conda-store's: its tables are missing");
		}
		try (TestDatabase database = TestDatabase.atHead(server); TypedShell shell = new TypedShell(database)) {
			database.load("DELETE FROM alembic_version");
			assertThat(Examined.by(shell).rows().get("S1")).containsExactly("alembic_version ");
			database.load("DROP TABLE alembic_version");
			TypedShell.Ended unnamed = shell.type("doctor");
			assertThat(unnamed.code()).isEqualTo(ExitCode.PRECONDITION);
			assertThat(unnamed.err()).contains("no revision in alembic_version");
		}
	}

}
