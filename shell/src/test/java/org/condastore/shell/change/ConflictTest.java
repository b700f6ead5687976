package org.condastore.shell.change;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Others who are in the way: with locks, with rows of their own, with the same idea. */
@Timeout(120)
class ConflictTest {

	/** What is typed first, so that there is a journal with a chain. */
	private static final String FIRST = "environment set-description default/nightly first";

	@TempDir
	private Path directory = Path.of("");

	/** A row that somebody locks, and a line that needs it. */
	private record Locked(String lock, String line, String what) {
	}

	private static final List<Locked> LOCKED = List.of(
			new Locked("SELECT FROM environment WHERE id = 1 FOR UPDATE",
					"environment set-description default/latest second", "a row of environment"),
			new Locked("UPDATE environment SET current_build_id = 2 WHERE id = 1",
					"environment set-current default/latest 1", "a row of environment"),
			new Locked("UPDATE build SET size = 5 WHERE id = 37", "build fail 37 --yes", "a row of build"),
			new Locked("DELETE FROM namespace_role_mapping WHERE id = 4",
					"role revoke default 'data-science/pandas*' --yes", "a row of namespace_role_mapping"),
			new Locked("UPDATE namespace SET deleted_on = '2024-09-21' WHERE id = 1",
					"role grant default global viewer", "a row of namespace"),
			new Locked("INSERT INTO namespace (name, metadata_) VALUES ('taken', '{}')", "namespace create taken",
					"an entry of the index namespace_name_key"),
			new Locked("UPDATE build SET deleted_on = '2024-09-21' WHERE id = 4", "build prune --keep-last 1 --yes",
					"a row of build"),
			new Locked("SELECT FROM conda_store_shell.journal_chain FOR UPDATE",
					"environment set-description default/latest second", "a row of journal_chain"),
			new Locked("SELECT FROM environment WHERE id = 2 FOR UPDATE", "undo", "a row of environment"));

	@Test
	void whatSomebodyHasLockedIsNotWaitedForLong() throws SQLException {
		for (Locked locked : LOCKED) {
			try (TestDatabase database = TestDatabase.live(TestServer.newest());
					TypedShell shell = new TypedShell(database);
					Connection other = database.dataSource().getConnection()) {
				requireOk(shell, FIRST);
				List<String> hashes = database.rowHashes();
				other.setAutoCommit(false);
				execute(other, locked.lock());
				long begin = System.nanoTime();
				TypedShell.Ended ended = shell.type(locked.line());
				Duration waited = Duration.ofNanos(System.nanoTime() - begin);
				assertThat(ended.code()).as("%s: %s", locked, ended).isEqualTo(ExitCode.CONFLICT);
				assertThat(ended.out()).isEmpty();
				assertThat(ended.err()).isEqualTo("""
						error: somebody else holds a lock that this needs: %s
						hint: try again; status shows who holds locks
						""".formatted(locked.what()));
				assertThat(waited).as("%s", locked)
					.isGreaterThanOrEqualTo(Database.LOCK_TIMEOUT)
					.isLessThan(Database.LOCK_TIMEOUT.plusSeconds(10));
				other.rollback();
				assertThat(database.rowHashes()).as("%s", locked).isEqualTo(hashes);
				assertThat(ids(database)).as("%s", locked).containsExactly(1L);
				requireOk(shell, locked.line());
				assertThat(ids(database)).as("no gap after %s", locked).containsExactly(1L, 2L);
				requireOk(shell, "journal verify");
			}
		}
	}

	@OnEachServer
	void whatIsReferredToIsNotUndone(TestServer server) {
		List<String> references = List.of(
				"INSERT INTO environment (id, namespace_id, name) SELECT 900, id, 'etl' FROM namespace WHERE name = 'fresh'",
				"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role)"
						+ " SELECT 900, id, 'default/*', 'viewer' FROM namespace WHERE name = 'fresh'",
				"INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role)"
						+ " SELECT 900, id, 1, 'viewer' FROM namespace WHERE name = 'fresh'");
		List<String> tables = List.of("environment", "namespace_role_mapping", "namespace_role_mapping_v2");
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			List<String> before = database.rowHashes();
			requireOk(shell, "namespace create fresh --metadata '{\"n\":  1}'");
			List<String> made = database.rowHashes();
			Object id = database.sql().fetchValue("SELECT id FROM namespace WHERE name = 'fresh'");
			for (int i = 0; i < references.size(); i++) {
				database.load(references.get(i));
				List<String> referred = database.rowHashes();
				for (String line : List.of("undo --dry-run", "undo", "undo 1")) {
					TypedShell.Ended ended = shell.type(line);
					assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.PRECONDITION);
					assertThat(ended.err()).isEqualTo("""
							error: namespace %s cannot be deleted: 1 row of %s refers to it
							hint: what refers to it has to go first
							""".formatted(id, tables.get(i)));
				}
				assertThat(database.rowHashes()).isEqualTo(referred);
				database.load("DELETE FROM %s WHERE id = 900".formatted(tables.get(i)));
			}
			requireOk(shell, "undo");
			assertThat(database.rowHashes()).isEqualTo(before);
			requireOk(shell, "namespace create another");
			requireOk(shell, "redo");
			assertThat(database.sql().fetchValue("SELECT id FROM namespace WHERE name = 'fresh'")).isEqualTo(id);
			requireOk(shell, "undo 3");
			assertThat(database.rowHashes()).isEqualTo(made);
			assertThat(ids(database)).containsExactly(1L, 2L, 3L, 4L, 5L);
			requireOk(shell, "journal verify");
		}
	}

	/** Both have planned when the row is let go: one of them is late. */
	@OnEachServer
	void ofTwoUndosOneWins(TestServer server) throws Exception {
		List<String> changes = List.of("environment set-description default/latest x", "namespace create fresh",
				"role revoke default 'data-science/pandas*' --yes", "namespace delete analyst-7 --yes");
		List<String> locks = List.of("SELECT FROM environment WHERE id = 1 FOR UPDATE",
				"SELECT FROM namespace WHERE name = 'fresh' FOR UPDATE",
				"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (4, 1, 'b/*', 'viewer')",
				"SELECT FROM build WHERE environment_id = 13 FOR UPDATE");
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < changes.size(); i++) {
				for (String again : List.of("undo", "redo")) {
					requireOneOfTwo(server, threads, changes.get(i), locks.get(i), again);
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void requireOneOfTwo(TestServer server, ExecutorService threads, String change, String lock,
			String again) throws Exception {
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell one = new TypedShell(database);
				TypedShell two = new TypedShell(database);
				Connection other = database.dataSource().getConnection()) {
			List<String> before = database.rowHashes();
			requireOk(one, change);
			List<String> expected = before;
			if (again.equals("redo")) {
				expected = database.rowHashes();
				requireOk(one, "undo");
			}
			requireOk(two, "journal list");
			other.setAutoCommit(false);
			execute(other, again.equals("undo") ? lock : "SELECT FROM conda_store_shell.journal_chain FOR UPDATE");
			Future<TypedShell.Ended> first = threads.submit(() -> one.type(again));
			Future<TypedShell.Ended> second = threads.submit(() -> two.type(again));
			waitForTwo(database);
			other.rollback();
			List<TypedShell.Ended> ended = List.of(first.get(), second.get());
			assertThat(ended.stream().map(TypedShell.Ended::code)).as("%s: %s %s", change, again, ended)
				.containsExactlyInAnyOrder(ExitCode.OK, ExitCode.CONFLICT);
			assertThat(database.rowHashes()).as("%s: %s", change, again).isEqualTo(expected);
			assertThat(ids(database)).hasSize(again.equals("undo") ? 2 : 3);
			requireOk(one, "journal verify");
			assertThat(two.type(again + " 1").code()).isEqualTo(ExitCode.PRECONDITION);
		}
	}

	/** Until both wait for a lock, one perhaps for the other. */
	private static void waitForTwo(TestDatabase database) throws InterruptedException {
		for (int i = 0; i < 150; i++) {
			long waiting = (Long) database.sql()
				.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
						+ " AND wait_event_type = 'Lock'");
			if (waiting == 2) {
				return;
			}
			Thread.sleep(10);
		}
		throw new AssertionError("the two do not wait");
	}

	/**
	 * What becomes of a plan's surroundings, what a plan says then, and what it needs.
	 */
	private record Meanwhile(String given, String line, String meanwhile, String sentence, String back) {
	}

	private static final List<Meanwhile> MEANWHILE = List.of(
			new Meanwhile("", "role grant default global viewer --generation 1",
					"UPDATE namespace SET deleted_on = '2024-09-21' WHERE id = 1",
					"namespace 1 was changed by somebody: deleted_on is 2024-09-21 00:00:00 now, and was null",
					"UPDATE namespace SET deleted_on = NULL WHERE id = 1"),
			new Meanwhile("", "role grant default global viewer --generation 2",
					"UPDATE namespace SET deleted_on = '2024-09-21' WHERE id = 2",
					"namespace 2 was changed by somebody: deleted_on is 2024-09-21 00:00:00 now, and was null",
					"UPDATE namespace SET deleted_on = NULL WHERE id = 2"),
			new Meanwhile("", "setting set conda_included_packages a --namespace default",
					"UPDATE namespace SET deleted_on = '2024-09-21' WHERE id = 1",
					"namespace 1 was changed by somebody: deleted_on is 2024-09-21 00:00:00 now, and was null",
					"UPDATE namespace SET deleted_on = NULL WHERE id = 1"),
			new Meanwhile("INSERT INTO namespace VALUES (20, 'empty', NULL, '{}')",
					"setting set conda_included_packages a --namespace empty", "DELETE FROM namespace WHERE id = 20",
					"namespace 20 is not there any more", "INSERT INTO namespace VALUES (20, 'empty', NULL, '{}')"),
			new Meanwhile("", "setting set conda_included_packages a --environment default/latest",
					"UPDATE environment SET deleted_on = '2024-09-21' WHERE id = 1",
					"environment 1 was changed by somebody: deleted_on is 2024-09-21 00:00:00 now, and was null",
					"UPDATE environment SET deleted_on = NULL WHERE id = 1"),
			new Meanwhile("", "environment restore ml_platform/training",
					"UPDATE namespace SET deleted_on = '2024-09-21' WHERE id = 6",
					"namespace 6 was changed by somebody: deleted_on is 2024-09-21 00:00:00 now, and was null",
					"UPDATE namespace SET deleted_on = NULL WHERE id = 6"),
			new Meanwhile(
					"INSERT INTO namespace VALUES (20, 'empty', NULL, '{}');"
							+ "INSERT INTO environment VALUES (90, 20, 'etl', NULL, NULL, '')",
					"namespace rename empty other",
					"INSERT INTO build (id, specification_id, environment_id, status, build_key_version)"
							+ " VALUES (900, 1, 90, 'QUEUED', 2)",
					"build 900 has been made in namespace 20", "DELETE FROM build WHERE id = 900"));

	@OnEachServer
	void whatAPlanDependsOnIsLookedAtAgain(TestServer server) {
		for (Meanwhile given : MEANWHILE) {
			Path file = this.directory.resolve("%s-%d.json".formatted(server.major(), MEANWHILE.indexOf(given)));
			try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
				database.load(given.given());
				requireOk(shell, "%s --dry-run --save %s".formatted(given.line(), file));
				database.load(given.meanwhile());
				List<String> hashes = database.rowHashes();
				TypedShell.Ended ended = shell.type("repair apply %s --yes".formatted(file));
				assertThat(ended.code()).as("%s: %s", given, ended).isEqualTo(ExitCode.CONFLICT);
				assertThat(ended.err()).isEqualTo("""
						error: %s
						hint: nothing was changed; make the plan again with --dry-run --save
						""".formatted(given.sentence()));
				assertThat(database.rowHashes()).isEqualTo(hashes);
				database.load(given.back());
				requireOk(shell, "repair apply %s --yes".formatted(file));
				assertThat(ids(database)).containsExactly(1L);
				requireOk(shell, "undo");
			}
		}
	}

	/** Somebody deletes it while the plan is being carried out, just too late. */
	@OnEachServer
	void whatAPlanDependsOnIsHeldUntilItIsCommitted(TestServer server) throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell shell = new TypedShell(database);
				Connection other = database.dataSource().getConnection()) {
			requireOk(shell, FIRST);
			other.setAutoCommit(false);
			execute(other, "SELECT FROM conda_store_shell.journal_chain FOR UPDATE");
			Future<TypedShell.Ended> granted = thread.submit(() -> shell.type("role grant default global viewer"));
			while ((Long) database.sql()
				.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
						+ " AND wait_event_type = 'Lock'") == 0) {
				Thread.sleep(10);
			}
			assertThat(database.sql().fetch("SELECT id FROM namespace WHERE id = 1 FOR UPDATE SKIP LOCKED")).isEmpty();
			assertThat(database.sql().fetch("SELECT id FROM namespace WHERE id = 1 FOR SHARE SKIP LOCKED")).hasSize(1);
			other.rollback();
			assertThat(granted.get().code()).isEqualTo(ExitCode.OK);
		}
		finally {
			thread.shutdownNow();
		}
	}

	private static void requireOk(TypedShell shell, String line) {
		TypedShell.Ended ended = shell.type(line);
		assertThat(ended.code()).as("%s: %s", line, ended.err()).isEqualTo(ExitCode.OK);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static List<Long> ids(TestDatabase database) {
		return database.sql()
			.fetch("SELECT id FROM conda_store_shell.journal ORDER BY id")
			.map((row) -> row.get(0, Long.class));
	}

}
