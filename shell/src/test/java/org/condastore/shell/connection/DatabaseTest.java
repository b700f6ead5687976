package org.condastore.shell.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

class DatabaseTest {

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void connectsWithTheFirstStatement() {
		Database database = open(head(TestServer.newest()), "");
		assertThat(database.state().connected()).isFalse();
		assertThat(database.<Integer>readingAnyRevision(() -> 1)).isEqualTo(1);
		assertThat(database.state().connected()).isFalse();
		database.reading(() -> database.sql().fetchCount(NAMESPACE));
		assertThat(database.state().connected()).isTrue();
		assertThat(database.state().serverVersion())
			.hasValueSatisfying((version) -> assertThat(version).startsWith("18"));
		assertThat(database.state().revision()).contains(Revisions.head().id());
		database.close();
		assertThat(database.state().connected()).isFalse();
	}

	@OnEachServer
	void readsInOneReadOnlyTransaction(TestServer server) {
		Database database = open(head(server), "");
		List<String> seen = database.reading(() -> {
			List<String> values = new ArrayList<>();
			values.add(value(database, "SELECT now()"));
			database.sql().execute("SELECT pg_sleep(0.01)");
			values.add(database.reading(() -> value(database, "SELECT now()")));
			values.add(value(database, "SHOW transaction_read_only"));
			values.add(value(database, "SHOW transaction_isolation"));
			return values;
		});
		assertThat(seen.get(0)).isEqualTo(seen.get(1));
		assertThat(seen.subList(2, 4)).containsExactly("on", "read committed");
	}

	@OnEachServer
	void refusesToWrite(TestServer server) {
		Database database = open(head(server), "");
		assertFails(
				() -> database
					.reading(() -> database.sql().insertInto(NAMESPACE, NAMESPACE.NAME).values("a").execute()),
				ExitCode.REFUSED, "read-only transaction", "primary server");
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
	}

	@Test
	void endsTheTransactionWhateverHappens() {
		TestDatabase test = head(TestServer.newest());
		Database database = open(test, "&application_name=ending");
		database.reading(() -> database.sql().fetchCount(NAMESPACE));
		assertThat(stateAtServer(test)).isEqualTo("idle");
		assertThatIllegalStateException().isThrownBy(() -> database.reading(() -> {
			database.sql().fetchCount(NAMESPACE);
			throw new IllegalStateException("mine");
		})).withMessage("mine");
		assertThat(stateAtServer(test)).isEqualTo("idle");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> database.reading(() -> database.sql().execute("SELECT 1/0")));
		assertThat(stateAtServer(test)).isEqualTo("idle");
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
	}

	@Test
	void refusesStatementsOutsideOfTransactions() {
		Database database = open(head(TestServer.newest()), "");
		assertThatIllegalStateException().isThrownBy(() -> database.sql().fetchCount(NAMESPACE));
		assertThat(database.state().connected()).isFalse();
	}

	@Test
	void tellsTheServerWhoItIs() {
		TestDatabase test = head(TestServer.newest());
		Database plain = open(test, "");
		assertThat(plain.reading(() -> value(plain, "SHOW application_name"))).isEqualTo("conda-store-shell");
		Database named = open(test, "&application_name=nightly+job");
		assertThat(named.reading(() -> value(named, "SHOW application_name"))).isEqualTo("nightly+job");
	}

	@Test
	void readOnlyTargetIsReadOnlyAtTheServer() {
		TestDatabase test = head(TestServer.newest());
		Database database = new Database(target(test, "&options=-c%20statement_timeout%3D7s").asReadOnly(), (note) -> {
		});
		this.opened.add(database);
		assertThat(database.reading(() -> value(database, "SHOW default_transaction_read_only"))).isEqualTo("on");
		assertThat(database.reading(() -> value(database, "SHOW statement_timeout"))).isEqualTo("7s");
		assertFails(() -> database.reading(() -> database.sql().execute("CREATE TABLE t ()")), ExitCode.REFUSED,
				"read-only", "--read-only");
	}

	@Test
	void asksForTheRevisionOncePerConnection() {
		TestDatabase test = head(TestServer.newest());
		Database database = open(test, "");
		database.requireHead();
		test.load("DELETE FROM alembic_version");
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
		database.close();
		assertFails(database::requireHead, ExitCode.PRECONDITION, "no revision in alembic_version", "schema stamp");
	}

	@OnEachServer
	void refusesOlderRevisions(TestServer server) {
		TestDatabase test = keep(TestDatabase.atVersion(server, 9));
		Database database = open(test, "");
		assertFails(() -> database.reading(() -> database.sql().fetchCount(NAMESPACE)), ExitCode.PRECONDITION,
				test.name() + " is at conda-store's revision 771180018e1b (9 of 14), which is too old",
				"migrate brings it to the newest version");
		assertThat(database.state().revision()).contains("771180018e1b");
		assertThat(database.readingAnyRevision(() -> value(database, "SELECT version_num FROM alembic_version")))
			.isEqualTo("771180018e1b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					UPDATE alembic_version SET version_num = '89637f546129' | which conda-store withdrew           | migrate brings it back to bf065abf375b
					UPDATE alembic_version SET version_num = '0123456789ab' | revision 0123456789ab                | newer conda-store-shell
					INSERT INTO alembic_version VALUES ('e17b4cc6e086')     | several revisions at once            | the one that fits
					DROP TABLE alembic_version                              | no revision in alembic_version       | schema stamp
					""")
	void refusesOtherRevisions(String change, String message, String hint) {
		TestDatabase test = head(TestServer.newest());
		test.load(change);
		assertFails(open(test, "")::requireHead, ExitCode.PRECONDITION, message, hint);
	}

	@OnEachServer
	void refusesDatabasesThatAreNotCondaStores(TestServer server) {
		TestDatabase test = keep(TestDatabase.empty(server));
		Database empty = open(test, "");
		assertFails(empty::requireHead, ExitCode.PRECONDITION, test.name() + " is empty", "migrate creates");
		test.load("CREATE TABLE orders (id int); CREATE TABLE alembic_version (version_num text);"
				+ " INSERT INTO alembic_version VALUES ('cafe')");
		assertFails(empty::requireHead, ExitCode.PRECONDITION, "is not conda-store's", "search_path");
	}

	@OnEachServer
	void canBeCanceled(TestServer server) throws Exception {
		Database database = open(head(server), "");
		database.cancel();
		// On a slow machine the statement may not run yet when it is canceled first.
		AtomicBoolean ended = new AtomicBoolean();
		CompletableFuture<Void> cancel = CompletableFuture.runAsync(() -> {
			while (!ended.get()) {
				PostgresCluster.pause(300);
				database.cancel();
			}
		});
		Instant start = Instant.now();
		assertFails(() -> database.reading(() -> database.sql().execute("SELECT pg_sleep(60)")), ExitCode.INTERRUPTED,
				"interrupted", "what it had not finished did not happen");
		ended.set(true);
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
		cancel.get();
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
	}

	@Test
	void cancelEndsTheTransactionBetweenStatementsToo() {
		Database database = open(head(TestServer.newest()), "");
		assertFails(() -> database.reading(() -> {
			database.sql().fetchCount(NAMESPACE);
			database.cancel();
			return database.sql().fetchCount(NAMESPACE);
		}), ExitCode.INTERRUPTED, "interrupted", "");
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
	}

	@OnEachServer
	void limitsOfTheServerAreConflicts(TestServer server) throws Exception {
		TestDatabase test = head(server);
		Database slow = open(test, "&options=-c%20statement_timeout%3D100");
		assertFails(() -> slow.reading(() -> slow.sql().execute("SELECT pg_sleep(60)")), ExitCode.CONFLICT,
				"took longer than the server allows", "statement_timeout");
		Database waiting = open(test, "&options=-c%20lock_timeout%3D100");
		try (Connection other = test.dataSource().getConnection(); Statement lock = other.createStatement()) {
			other.setAutoCommit(false);
			lock.execute("LOCK TABLE namespace IN ACCESS EXCLUSIVE MODE");
			assertFails(() -> waiting.reading(() -> waiting.sql().fetchCount(NAMESPACE)), ExitCode.CONFLICT,
					"holds a lock", "who holds locks");
		}
		assertThat(waiting.<Integer>reading(() -> waiting.sql().fetchCount(NAMESPACE))).isZero();
	}

	@OnEachServer
	void brokenConnectionIsOpenedAgainByTheNextCommand(TestServer server) {
		TestDatabase test = head(server);
		Database database = open(test, "");
		String process = database.reading(() -> value(database, "SELECT pg_backend_pid()"));
		assertFails(() -> database.reading(() -> {
			test.sql().execute("SELECT pg_terminate_backend(%s)".formatted(process));
			return value(database, "SELECT pg_sleep(5), 1");
		}), ExitCode.UNAVAILABLE, "ended the connection", "connects again");
		assertThat(database.state().connected()).isFalse();
		assertThat(database.reading(() -> value(database, "SELECT pg_backend_pid()"))).isNotEqualTo(process);
	}

	@Test
	void brokenConnectionIsNotReplacedInsideOfATransaction() {
		TestDatabase test = head(TestServer.newest());
		Database database = open(test, "");
		assertFails(() -> database.reading(() -> {
			String process = value(database, "SELECT pg_backend_pid()");
			test.sql().execute("SELECT pg_terminate_backend(%s)".formatted(process));
			try {
				value(database, "SELECT pg_sleep(5)");
			}
			catch (DataAccessException ex) {
				return value(database, "SELECT 1");
			}
			return "not broken";
		}), ExitCode.UNAVAILABLE, "the connection to", "connects again");
	}

	@Test
	void missingGrantIsNamed() {
		TestDatabase test = head(TestServer.newest());
		test.load("CREATE ROLE %1$s LOGIN; GRANT SELECT ON alembic_version TO %1$s".formatted(test.name()));
		this.opened.add(() -> test.load("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(test.name())));
		Database database = open(url(test).replace("//postgres@", "//" + test.name() + "@"));
		assertFails(() -> database.reading(() -> database.sql().fetchCount(NAMESPACE)), ExitCode.PRECONDITION,
				"permission denied for table namespace", "GRANT SELECT ON namespace TO " + test.name());
	}

	@Test
	void tooManyConnections() {
		TestDatabase test = head(TestServer.newest());
		test.load("CREATE ROLE %s LOGIN CONNECTION LIMIT 0".formatted(test.name()));
		this.opened.add(() -> test.load("DROP ROLE %s".formatted(test.name())));
		assertFails(open(url(test).replace("//postgres@", "//" + test.name() + "@"))::requireHead, ExitCode.UNAVAILABLE,
				"has no free connection", "max_connections");
	}

	@Test
	void databaseThatDoesNotExist() {
		TestDatabase test = head(TestServer.newest());
		assertFails(open(url(test).replace(test.name(), "nowhere"))::requireHead, ExitCode.UNAVAILABLE,
				"there is no database \"nowhere\" at localhost:" + test.server().port(), "PGDATABASE");
	}

	@Test
	void userThatDoesNotExist() {
		TestDatabase test = head(TestServer.newest());
		assertFails(open(url(test).replace("//postgres@", "//nobody:secret@"))::requireHead, ExitCode.UNAVAILABLE,
				"refuses the login of nobody", "pg_hba.conf");
	}

	@Test
	void serverWithoutEncryption() {
		assertFails(open(head(TestServer.newest()), "&sslmode=require")::requireHead, ExitCode.UNAVAILABLE,
				"no encrypted connection", "sslmode");
	}

	@Test
	void portAtWhichNothingListens() throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		assertFails(open("postgresql://localhost:%d/db".formatted(free))::requireHead, ExitCode.UNAVAILABLE,
				"nothing accepts connections at localhost:%d/db".formatted(free), "check host and port");
	}

	@Test
	void hostThatIsNotKnown() {
		assertFails(open("postgresql://u:secret@nowhere.invalid/db")::requireHead, ExitCode.UNAVAILABLE,
				"the host of nowhere.invalid:5432/db is not known", "PGHOST");
	}

	@Test
	void serverThatSaysNothing() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Instant start = Instant.now();
			assertFails(
					open("postgresql://127.0.0.1:%d/db?connect_timeout=1&sslmode=disable"
						.formatted(silent.getLocalPort()))::requireHead,
					ExitCode.UNAVAILABLE, "does not answer", "connect_timeout");
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void secondHostIsTriedWhenTheFirstIsAway() throws IOException {
		TestDatabase test = head(TestServer.newest());
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		Database database = open(url(test).replace("@localhost", "@localhost:%d,localhost".formatted(free)));
		assertThat(database.<Integer>reading(() -> database.sql().fetchCount(NAMESPACE))).isZero();
	}

	@Test
	void loginIsNotTakenForAStatementTimeout() {
		Database database = open(head(TestServer.newest()), "&connect_timeout=1");
		assertThat(database.reading(() -> value(database, "SELECT 'slow' FROM pg_sleep(1.5)"))).isEqualTo("slow");
	}

	@Test
	void staysWhereItIsWhenTheOtherDatabaseCannotBeReached() {
		TestDatabase first = head(TestServer.newest());
		TestDatabase second = head(TestServer.newest());
		Database database = open(first, "");
		assertThat(database.reading(() -> value(database, "SELECT current_database()"))).isEqualTo(first.name());
		assertFails(() -> database.connect(TargetResolverTest.target(url(first).replace(first.name(), "nowhere"))),
				ExitCode.UNAVAILABLE, "nowhere", "");
		assertThat(database.target().database()).isEqualTo(first.name());
		assertThat(database.reading(() -> value(database, "SELECT current_database()"))).isEqualTo(first.name());
		database.connect(target(second, ""));
		assertThat(database.target().database()).isEqualTo(second.name());
		assertThat(database.reading(() -> value(database, "SELECT current_database()"))).isEqualTo(second.name());
		assertThat(aside(database, "SELECT current_database()")).isEqualTo(second.name());
	}

	@OnEachServer
	void readsAsideWithoutDisturbingTheSession(TestServer server) {
		Database database = open(head(server), "");
		String aside = database.reading(() -> {
			String ours = value(database, "SELECT pg_backend_pid()");
			String other = aside(database, "SELECT pg_backend_pid() || ' ' || current_setting('transaction_read_only')"
					+ " || ' ' || current_setting('statement_timeout')");
			assertThat(other).doesNotStartWith(ours + " ");
			return other;
		});
		assertThat(aside).endsWith(" on 30s");
	}

	@Test
	void asideGivesUpInTime() {
		Database database = open(head(TestServer.newest()), "");
		aside(database, "SELECT 1");
		Instant start = Instant.now();
		assertFails(() -> database.aside(Duration.ofMillis(100), (sql) -> sql.fetchValue("SELECT pg_sleep(60)::text")),
				ExitCode.CONFLICT, "did not answer within 100 ms", "");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
		assertThat(aside(database, "SELECT 2")).isEqualTo("2");
	}

	@Test
	void asideGivesUpConnectingInTime() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Database database = open("postgresql://127.0.0.1:%d/db".formatted(silent.getLocalPort()));
			Instant start = Instant.now();
			assertFails(() -> database.aside(Duration.ofMillis(100), (sql) -> sql.fetchValue("SELECT 1")),
					ExitCode.CONFLICT, "did not answer", "");
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
		}
	}

	@Test
	void asideSaysWhatIsWrong() {
		Database database = open(keep(TestDatabase.empty(TestServer.newest())), "");
		assertFails(() -> database.aside(Duration.ofSeconds(30), (sql) -> sql.fetchCount(NAMESPACE)),
				ExitCode.PRECONDITION, "relation \"namespace\" does not exist", "");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SELECT * FORM build            | USAGE        | syntax error at or near "FORM" (column 10)
			SELECT nothing FROM build      | USAGE        | column "nothing" does not exist (column 8)
			SELECT * FROM nowhere          | USAGE        | relation "nowhere" does not exist (column 15)
			SELECT 1/0                     | FAILED       | division by zero
			SELECT 'x'::int                | FAILED       | invalid input syntax for type integer: "x" (column 8)
			DELETE FROM build              | REFUSED      | cannot execute DELETE in a read-only transaction
			""")
	void failureOfATypedStatementIsTheOperators(String statement, ExitCode code, String message) {
		Database database = open(head(TestServer.newest()), "");
		assertFails(() -> typed(database, statement), code, message, "");
	}

	@Test
	void placeInALongStatementHasALine() {
		Database database = open(head(TestServer.newest()), "");
		assertFails(() -> typed(database, "SELECT 'é☃𝄞',\n  nothing\nFROM build"), ExitCode.USAGE,
				"column \"nothing\" does not exist (line 2, column 3)", "");
	}

	@Test
	void defectOfOursStaysADefect() {
		Database database = open(head(TestServer.newest()), "");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> database.reading(() -> database.sql().fetchValue("SELECT FROM WHERE")));
	}

	private static int typed(Database database, String statement) {
		return database.reading(() -> {
			try {
				return database.sql().execute(statement);
			}
			catch (DataAccessException ex) {
				throw DatabaseFailures.ofTypedStatement(ex, statement);
			}
		});
	}

	private static String aside(Database database, String sql) {
		return database.aside(Duration.ofSeconds(30), (other) -> String.valueOf(other.fetch(sql).getValue(0, 0)));
	}

	private static String value(Database database, String sql) {
		return String.valueOf(database.sql().fetch(sql).getValue(0, 0));
	}

	private static String stateAtServer(TestDatabase test) {
		return String.valueOf(test.sql()
			.fetchValue("SELECT state FROM pg_stat_activity WHERE application_name = 'ending' AND datname = '%s'"
				.formatted(test.name())));
	}

	private TestDatabase head(TestServer server) {
		return keep(TestDatabase.atHead(server));
	}

	private TestDatabase keep(TestDatabase test) {
		this.opened.add(test);
		return test;
	}

	private static String url(TestDatabase test) {
		return test.url();
	}

	private static ConnectionTarget target(TestDatabase test, String parameters) {
		return TargetResolverTest.target(url(test) + "?connect_timeout=20" + parameters);
	}

	private Database open(TestDatabase test, String parameters) {
		return open(target(test, parameters));
	}

	private Database open(String url) {
		return open(TargetResolverTest.target(url));
	}

	private Database open(ConnectionTarget target) {
		Database database = new Database(target, (note) -> {
		});
		this.opened.add(database);
		return database;
	}

	private static void assertFails(ThrowingCallable call, ExitCode code, String message, String hint) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(call).satisfies((failure) -> {
			assertThat(failure.getMessage()).contains(message).doesNotContain("\n", "secret");
			assertThat(failure.hint()).contains(hint).isNotBlank();
			assertThat(failure.exitCode()).isEqualTo(code);
		});
	}

}
