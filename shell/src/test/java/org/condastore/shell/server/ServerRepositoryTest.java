package org.condastore.shell.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.condastore.schema.jooq.DefaultSchema;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.server.ServerStatus.LockWait;
import org.condastore.shell.server.ServerStatus.Session;
import org.condastore.shell.server.ServerStatus.TableSize;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ServerRepositoryTest {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@OnEachServer
	void tellsWhatTheServerSaysOfItself(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			ServerStatus status = status(database, database.url());
			assertThat(status.database()).isEqualTo(database.name());
			assertThat(status.user()).isEqualTo("postgres");
			assertThat(status.revision()).isEqualTo(Revisions.head().id());
			assertThat(status.serverVersion()).startsWith(server.major() + ".");
			assertThat(status.standby()).isFalse();
			assertThat(status.size())
				.isEqualTo(database.sql().fetchValue("SELECT pg_database_size(current_database())"));
			assertThat(status.connections()).isBetween(1, status.maxConnections());
			assertThat(status.sessions()).isEmpty();
			assertThat(status.locks()).isEmpty();
		}
	}

	@OnEachServer
	void knowsEveryTableOfCondaStoreAndOfCelery(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("CREATE TABLE kombu_message (id int); CREATE TABLE notes (id int); ANALYZE build");
			List<TableSize> tables = status(database, database.url()).tables();
			assertThat(tables).extracting(TableSize::table)
				.containsAll(DefaultSchema.DEFAULT_SCHEMA.tableStream().map((table) -> table.getName()).toList())
				.contains("kombu_message")
				.doesNotContain("notes");
			assertThat(tables).filteredOn((table) -> table.table().equals("build"))
				.extracting(TableSize::rows, TableSize::size, TableSize::indexSize)
				.containsExactly(
						tuple(61L, database.sql().fetchValue("SELECT pg_total_relation_size('build')"), 16384L));
			assertThat(tables).isSortedAccordingTo((one, other) -> Long.compare(bytes(other), bytes(one)));
		}
	}

	@Test
	void aTableThatWasNeverAnalysedHasNoEstimate() {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest())) {
			assertThat(status(database, database.url()).tables())
				.filteredOn((table) -> table.table().equals("environment"))
				.extracting(TableSize::rows)
				.containsOnlyNulls();
		}
	}

	@OnEachServer
	void showsWhoWaitsForATable(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server);
				Connection holder = connect(database, "worker");
				Connection waiter = connect(database, "migration")) {
			execute(holder, "SELECT count(*) FROM build");
			CompletableFuture<Void> waiting = begin(waiter, "LOCK TABLE build IN ACCESS EXCLUSIVE MODE");
			ServerStatus status = await(database, (seen) -> !seen.locks().isEmpty());
			assertThat(status.locks())
				.extracting(LockWait::application, LockWait::table, LockWait::mode, LockWait::blockingApplication,
						LockWait::blockingState)
				.containsExactly(tuple("migration", "build", "AccessExclusiveLock", "worker", "idle in transaction"));
			assertThat(status.tables()).filteredOn((table) -> table.table().equals("build"))
				.as("sizes, which cannot be had without waiting too")
				.extracting(TableSize::size)
				.containsOnlyNulls();
			LockWait wait = status.locks().get(0);
			assertThat(status.sessions()).extracting(Session::pid).contains(wait.pid(), wait.blockedBy());
			assertThat(wait.waiting()).isPositive();
			assertThat(wait.blockingTransactionAge()).isGreaterThan(wait.waiting());
			holder.rollback();
			waiting.join();
		}
	}

	@OnEachServer
	void namesTheTableOfARowThatIsWaitedFor(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server);
				Connection holder = connect(database, "first");
				Connection waiter = connect(database, "second")) {
			execute(holder, "UPDATE environment SET description = 'a' WHERE id = 1");
			CompletableFuture<Void> waiting = begin(waiter, "UPDATE environment SET description = 'b' WHERE id = 1");
			assertThat(await(database, (seen) -> !seen.locks().isEmpty()).locks())
				.extracting(LockWait::application, LockWait::table, LockWait::blockingApplication)
				.containsExactly(tuple("second", "environment", "first"));
			holder.rollback();
			waiting.join();
		}
	}

	@OnEachServer
	void showsSessionsWithTheirQueriesInOneLine(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server);
				Connection idle = connect(database, "");
				Connection worker = connect(database, "worker")) {
			execute(worker, "SELECT 1,\n\t" + "2 +".repeat(100) + " 2");
			List<Session> sessions = status(database, database.url()).sessions();
			assertThat(sessions)
				.extracting(Session::application, Session::state, Session::longIdle, Session::hidden, Session::user)
				.containsExactly(tuple("worker", "idle in transaction", false, false, "postgres"),
						tuple("client backend", "idle", false, false, "postgres"));
			assertThat(sessions.get(0).query()).startsWith("SELECT 1, 2 +2 +").endsWith("…").hasSize(200);
			assertThat(sessions.get(0).transactionAge()).isPositive();
			assertThat(sessions.get(1).transactionAge()).isNull();
			assertThat(idle.isClosed()).isFalse();
		}
	}

	@Test
	void idleInTransactionForLongIsMarked() {
		Duration little = Session.LONG_IDLE.minusSeconds(1);
		Duration much = Session.LONG_IDLE.plusSeconds(1);
		assertThat(ServerRepository.longIdle("idle in transaction", much)).isTrue();
		assertThat(ServerRepository.longIdle("idle in transaction (aborted)", much)).isTrue();
		assertThat(ServerRepository.longIdle("idle in transaction", little)).isFalse();
		assertThat(ServerRepository.longIdle("idle", much)).isFalse();
		assertThat(ServerRepository.longIdle("active", much)).isFalse();
		assertThat(ServerRepository.longIdle(null, null)).isFalse();
	}

	@OnEachServer
	void aLoginWithoutRightsSeesThatOthersAreThere(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); Connection other = connect(database, "worker")) {
			String role = "reader_of_" + database.name();
			database.load("CREATE ROLE %s LOGIN; GRANT SELECT ON alembic_version TO %s".formatted(role, role));
			try {
				execute(other, "SELECT 'secret'");
				ServerStatus status = status(database, database.url().replace("postgres@", role + "@"));
				assertThat(status.user()).isEqualTo(role);
				assertThat(status.size()).isPositive();
				assertThat(status.tables()).hasSizeGreaterThan(10);
				assertThat(status.sessions())
					.extracting(Session::user, Session::application, Session::state, Session::query, Session::hidden)
					.containsExactly(tuple("postgres", "worker", null, null, true));
			}
			finally {
				database.load("DROP OWNED BY %s; DROP ROLE %s".formatted(role, role));
			}
		}
	}

	private static ServerStatus status(TestDatabase database, String url) {
		TargetResolver resolver = new TargetResolver(new DatabaseOptions(url, null, null, false), Map.of(),
				Directories.of(Map.of()));
		try (Database session = new Database(resolver.initial(), Assertions::fail)) {
			return session.reading(() -> new ServerRepository(session.sql()).status(database.server().toString()));
		}
	}

	private static ServerStatus await(TestDatabase database, Predicate<ServerStatus> wanted)
			throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		ServerStatus status = status(database, database.url());
		while (!wanted.test(status) && System.nanoTime() < end) {
			Thread.sleep(20);
			status = status(database, database.url());
		}
		return status;
	}

	private static Connection connect(TestDatabase database, String application) throws SQLException {
		Connection connection = database.dataSource().getConnection();
		execute(connection, "SET application_name = '%s'".formatted(application));
		connection.setAutoCommit(false);
		return connection;
	}

	private static CompletableFuture<Void> begin(Connection connection, String sql) {
		return CompletableFuture.runAsync(() -> {
			try {
				execute(connection, sql);
				connection.rollback();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static long bytes(TableSize table) {
		Long size = table.size();
		return (size != null) ? size : 0;
	}

}
