package org.condastore.shell.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

/** Large repairs: in batches, resumed, and without harm to others. */
class BatchedRepairTest {

	private static final String NO_CHANNELS = "UPDATE conda_package_build SET channel_id = NULL WHERE id <= 12";

	private static final String WITHOUT = "SELECT count(*)::integer FROM conda_package_build WHERE channel_id IS NULL";

	@OnEachServer
	void eachBatchIsAChangeOfItsOwn(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			List<String> healthy = database.rowHashes();
			database.load(NO_CHANNELS);
			List<String> corrupt = database.rowHashes();
			TypedShell.Ended unconfirmed = shell.type("repair apply C1 --batch-rows 5");
			assertThat(unconfirmed.err())
				.startsWith("error: not confirmed: repair C1, 12 rows or more in batches of 5\n");
			assertThat(shell.type("repair apply C1 --batch-rows 5 --yes --expect 11").code())
				.isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair apply C1 --batch-rows 5 --yes --max-rows 11").code())
				.isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair apply C1 --batch-rows 0 --yes").code()).isEqualTo(ExitCode.USAGE);
			assertThat(database.rowHashes()).isEqualTo(corrupt);
			TypedShell.Ended repaired = shell.type("repair apply C1 --batch-rows 5 --yes --expect 12 --max-rows 12");
			assertThat(repaired.code()).as("%s", repaired).isEqualTo(ExitCode.OK);
			assertThat(repaired.out()).isEqualTo("""
					change:    repair C1
					changes:
					  CHANGE              ROWS  CHANGE_ID
					  repair C1              5          1
					  repair C1, batch 2     5          2
					  repair C1, batch 3     2          3
					rows:
					  TABLE                OPERATION  ROWS
					  conda_package_build  update       12
					follow_up:
					""");
			assertThat(database.rowHashes()).isEqualTo(healthy);
			assertThat(shell.type("undo --to 1 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(shell.type("undo 1 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(database.rowHashes()).isEqualTo(corrupt);
		}
	}

	@OnEachServer
	void whatIsKilledBetweenIsResumed(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server)) {
			List<String> healthy = database.rowHashes();
			database.load(NO_CHANNELS);
			database.load("""
					CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
					CREATE TRIGGER die AFTER UPDATE ON conda_package_build FOR EACH ROW WHEN (new.id = 9)
						EXECUTE FUNCTION die();
					""");
			try (TypedShell shell = new TypedShell(database)) {
				TypedShell.Ended killed = shell.type("repair apply N2 C1 --batch-rows 5 --yes");
				assertThat(killed.code()).as("%s", killed).isEqualTo(ExitCode.UNAVAILABLE);
				assertThat(killed.out()).contains("repair C1     5          1");
			}
			assertThat(database.sql().fetchValue(WITHOUT)).isEqualTo(7);
			database.load("DROP TRIGGER die ON conda_package_build");
			try (TypedShell shell = new TypedShell(database)) {
				TypedShell.Ended resumed = shell.type("repair apply N2 C1 --batch-rows 5 --yes");
				assertThat(resumed.code()).as("%s", resumed).isEqualTo(ExitCode.OK);
				assertThat(resumed.out()).contains("repair C1              5          2",
						"repair C1, batch 2     2          3");
				assertThat(database.rowHashes()).isEqualTo(healthy);
				assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
			}
		}
	}

	/** Each batch takes what it repairs away, so somebody brought it back. */
	@OnEachServer
	void aRepairThatDoesNotGetOnEnds(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load(NO_CHANNELS);
			database.load("""
					CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN UPDATE conda_package_build SET channel_id = NULL WHERE id <= 12; RETURN NULL; END $$;
					CREATE CONSTRAINT TRIGGER spoil AFTER UPDATE ON conda_package_build DEFERRABLE INITIALLY DEFERRED
						FOR EACH ROW WHEN (new.channel_id IS NOT NULL) EXECUTE FUNCTION spoil();
					""");
			TypedShell.Ended ended = shell.type("repair apply C1 --batch-rows 5 --yes");
			assertThat(ended.code()).as("%s", ended).isEqualTo(ExitCode.CONFLICT);
			assertThat(ended.err()).startsWith("error: repair C1 does not get on: ");
		}
	}

	@OnEachServer
	void waitsWhileOthersWaitForLocks(TestServer server) throws Exception {
		try (TestDatabase database = InvariantsTest.healthy(server);
				TypedShell shell = new TypedShell(database);
				Connection one = database.dataSource().getConnection();
				Connection other = database.dataSource().getConnection();
				Statement holds = one.createStatement();
				Statement waits = other.createStatement()) {
			database.load(NO_CHANNELS);
			one.setAutoCommit(false);
			holds.execute("UPDATE conda_package_build SET size = 1 WHERE id = 16");
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
				try {
					waits.execute("UPDATE conda_package_build SET size = 1 WHERE id = 16");
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			while (!Boolean.TRUE.equals(database.sql()
				.fetchValue("SELECT exists(SELECT FROM pg_locks WHERE NOT granted)", Boolean.class))) {
				Thread.onSpinWait();
			}
			CompletableFuture<Void> released = CompletableFuture.runAsync(() -> {
				try {
					while (!Integer.valueOf(7).equals(database.sql().fetchValue(WITHOUT))
							|| !Boolean.TRUE.equals(database.sql()
								.fetchValue("""
										SELECT exists(SELECT FROM pg_stat_activity
											WHERE datname = current_database() AND wait_event = 'PgSleep')""",
										Boolean.class))) {
						Thread.onSpinWait();
					}
					one.rollback();
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			TypedShell.Ended repaired = shell.type("repair apply C1 --batch-rows 5 --yes");
			waiting.join();
			released.join();
			assertThat(repaired.code()).as("%s", repaired).isEqualTo(ExitCode.OK);
			assertThat(repaired.err()).isEqualTo(
					"note: others wait for locks on the same tables: the next batch waits for it, 60 s at most\n");
			assertThat(database.sql().fetchValue(WITHOUT)).isEqualTo(0);
		}
	}

}
