package org.condastore.schema.migration;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.catalog.TaskQueue;
import org.condastore.schema.migration.History.Author;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One shell's turn at the schema of a database: a connection of its own that holds the
 * {@link SchemaLock}. Scripts run here, each together with its row in the history and
 * with {@code alembic_version} in one transaction, so that a crash at any moment leaves
 * all of it or nothing.
 */
final class SchemaSession implements AutoCloseable {

	/** A lock was not obtained in time, or two sessions waited for each other. */
	private static final Set<String> LOCKED = Set.of("55P03", "40P01");

	/** SQLSTATE classes that are about the script and the data it meets. */
	private static final Set<String> OF_SCRIPT = Set.of("0A", "21", "22", "23", "2B", "42", "54", "55", "P0");

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private static final String INVALID_INDEXES = """
			SELECT quote_ident(c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relname = ANY (?) AND NOT (i.indisvalid AND i.indisready)
			""";

	private static final String VALID_INDEX = """
			SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relname = ? AND i.indisvalid AND i.indisready
			""";

	private static final String INDEX_IN_PROGRESS = """
			SELECT p.pid FROM pg_stat_progress_create_index p JOIN pg_class c ON c.oid = p.index_relid
			WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relname = ANY (?) AND p.pid <> pg_backend_pid()
			""";

	/** What runs inside a transaction. */
	@FunctionalInterface
	interface Body {

		void run() throws SQLException;

	}

	private final Connection connection;

	private final SchemaLock lock;

	private final LockWatch watch;

	private final LockPatience patience;

	private final MigrationListener listener;

	private final History history;

	private final Author author;

	/** The schema of conda-store's tables, quoted where it has to be. */
	private String schema = "";

	private SchemaSession(Connection connection, SchemaLock lock, LockWatch watch, LockPatience patience,
			MigrationListener listener, Author author) {
		this.connection = connection;
		this.lock = lock;
		this.watch = watch;
		this.patience = patience;
		this.listener = listener;
		this.history = new History(connection);
		this.author = author;
	}

	/**
	 * Opens a session and waits until it is the only one.
	 * @throws SchemaFailure {@code PRECONDITION} if the connection is not a direct one
	 */
	static SchemaSession open(DataSource dataSource, LockPatience patience, MigrationListener listener, Author author)
			throws SQLException, InterruptedException {
		Connection connection = dataSource.getConnection();
		boolean opened = false;
		try {
			connection.setAutoCommit(true);
			int pid = requireDirect(connection);
			SchemaLock lock = SchemaLock.obtain(connection, listener);
			opened = true;
			return new SchemaSession(connection, lock, new LockWatch(dataSource, pid, listener), patience, listener,
					author);
		}
		finally {
			if (!opened) {
				connection.close();
			}
		}
	}

	/** Looks at the database, in one snapshot. */
	Inspection inspect(Scripts scripts) throws SQLException {
		Inspection found = inspect(this.connection, scripts);
		this.schema = found.schema();
		return found;
	}

	static Inspection inspect(Connection connection, Scripts scripts) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		int isolation = connection.getTransactionIsolation();
		connection.setAutoCommit(false);
		connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		try {
			return Inspection.of(connection, scripts);
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback();
				connection.setTransactionIsolation(isolation);
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	/**
	 * Runs something in a transaction. When a lock is not obtained in time all of it is
	 * rolled back, which frees every lock that it has, and it is tried again after a
	 * pause.
	 * @param script what is said to be waiting
	 * @param expected what {@code alembic_version} has to hold when the transaction
	 * begins; null if there must be no such table
	 * @throws SchemaFailure {@code CONFLICT} if the locks were not obtained, or somebody
	 * else has changed the schema meanwhile
	 */
	void transaction(Script script, @Nullable List<String> expected, Body body)
			throws SQLException, InterruptedException {
		for (int attempt = 1;; attempt++) {
			this.watch.forget();
			this.connection.setAutoCommit(false);
			boolean committed = false;
			try {
				set("lock_timeout", milliseconds(this.patience.timeout()), true);
				set("search_path", this.schema, true);
				requireRevisions(expected, "somebody else has changed the schema meanwhile: ",
						"nothing was changed; look at schema status and try again");
				body.run();
				this.connection.commit();
				committed = true;
				return;
			}
			catch (SQLException ex) {
				if (!LOCKED.contains(String.valueOf(ex.getSQLState()))) {
					throw ex;
				}
				if (attempt >= this.patience.attempts()) {
					throw locked(script, ex);
				}
			}
			finally {
				end(committed);
			}
			Duration pause = this.patience.pause(attempt);
			this.listener.retrying(script, attempt, this.patience.attempts(), pause);
			Thread.sleep(pause.toMillis());
		}
	}

	/**
	 * Runs the statements of a script, inside a transaction.
	 * @throws SchemaFailure {@code SCRIPT} if one of them fails
	 */
	void run(Script script) throws SQLException {
		for (Script.Statement statement : script.statements()) {
			execute(script, statement);
		}
	}

	/**
	 * Runs a script outside of transactions. Indexes that it makes concurrently and that
	 * an earlier run has left behind unfinished are removed first, those that are
	 * finished are not made again; afterwards all of them are valid.
	 */
	void runConcurrently(Script script) throws SQLException, InterruptedException {
		this.watch.forget();
		set("lock_timeout", milliseconds(this.patience.indexTimeout()), false);
		set("search_path", this.schema, false);
		try {
			waitForIndexes(script);
			dropInvalid(script);
			for (Script.Statement statement : script.statements()) {
				Optional<String> index = statement.concurrentIndex();
				if (index.isEmpty() || !isValid(index.get())) {
					executeConcurrently(script, statement);
				}
			}
			for (String index : script.concurrentIndexes()) {
				if (!isValid(index)) {
					throw SchemaFailure.conflict("the index %s of %s is not valid".formatted(index, script.file()),
							"somebody else changes indexes at the same time; migrate again", null);
				}
			}
		}
		finally {
			if (!this.connection.isClosed()) {
				reset("lock_timeout");
				reset("search_path");
			}
		}
	}

	/**
	 * Makes sure that {@code alembic_version} holds what it should, and that nobody else
	 * changes it before the transaction ends.
	 * @param expected the rows; null if there must be no such table
	 */
	void requireRevisions(@Nullable List<String> expected, String message, String hint) throws SQLException {
		List<String> found = revisions();
		if (found == null ? expected != null : !found.equals(expected)) {
			throw SchemaFailure.conflict(
					"%salembic_version holds %s instead of %s".formatted(message, describe(found), describe(expected)),
					hint, null);
		}
	}

	/** The text of conda-store's catalog, without what Celery has in it. */
	String catalog() throws SQLException {
		String name = this.connection.getSchema();
		return CatalogText
			.of(TaskQueue.without(new CatalogReader(DSL.using(this.connection, SQLDialect.POSTGRES)).read(name)));
	}

	/** Makes {@code alembic_version} hold one revision. */
	void writeRevision(String revision) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL,"
					+ " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))");
			statement.execute("DELETE FROM alembic_version");
		}
		try (PreparedStatement statement = this.connection
			.prepareStatement("INSERT INTO alembic_version (version_num) VALUES (?)")) {
			statement.setString(1, revision);
			statement.execute();
		}
	}

	void createHistory() throws SQLException {
		this.history.create();
	}

	void record(Script script, String type, Duration took) throws SQLException {
		this.history.add(script, type, took, this.author);
	}

	@Override
	public void close() throws SQLException {
		this.watch.close();
		try (this.connection) {
			this.lock.close();
		}
	}

	private @Nullable List<String> revisions() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			try (ResultSet row = statement.executeQuery("SELECT to_regclass('alembic_version') IS NOT NULL")) {
				row.next();
				if (!row.getBoolean(1)) {
					return null;
				}
			}
			List<String> found = new ArrayList<>();
			try (ResultSet row = statement
				.executeQuery("SELECT version_num FROM alembic_version ORDER BY version_num FOR UPDATE")) {
				while (row.next()) {
					found.add(row.getString(1));
				}
			}
			return found;
		}
	}

	private void execute(Script script, Script.Statement sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql.sql());
		}
		catch (SQLException ex) {
			String state = String.valueOf(ex.getSQLState());
			if (LOCKED.contains(state) || state.equals(INSUFFICIENT_PRIVILEGE) || state.length() < 2
					|| !OF_SCRIPT.contains(state.substring(0, 2))) {
				throw ex;
			}
			throw SchemaFailure.script(
					"%s fails in line %d: %s".formatted(script.file(), sql.line(), serverMessage(ex)), serverDetail(ex),
					ex);
		}
	}

	private void executeConcurrently(Script script, Script.Statement statement)
			throws SQLException, InterruptedException {
		try {
			execute(script, statement);
		}
		catch (SQLException ex) {
			List<Blocker> blockers = this.watch.lastSeen();
			leaveNothingInvalid(script, ex);
			if (LOCKED.contains(String.valueOf(ex.getSQLState()))) {
				throw locked(script, blockers, ex);
			}
			throw ex;
		}
		catch (SchemaFailure failure) {
			leaveNothingInvalid(script, failure);
			throw failure;
		}
	}

	/** After a statement failed: what it leaves behind would only slow down writes. */
	private void leaveNothingInvalid(Script script, Exception failure) throws InterruptedException {
		try {
			if (!this.connection.isClosed()) {
				dropInvalid(script);
			}
		}
		catch (SQLException ex) {
			// The next run removes it before it does anything else.
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Waits while another session, which a process left behind, makes the same indexes.
	 */
	private void waitForIndexes(Script script) throws SQLException, InterruptedException {
		boolean told = false;
		while (true) {
			int pid = 0;
			try (PreparedStatement statement = this.connection.prepareStatement(INDEX_IN_PROGRESS)) {
				statement.setArray(1, names(script));
				try (ResultSet row = statement.executeQuery()) {
					if (row.next()) {
						pid = row.getInt(1);
					}
				}
			}
			if (pid == 0) {
				return;
			}
			if (!told) {
				this.listener.waitingForShell(pid);
				told = true;
			}
			Thread.sleep(200);
		}
	}

	private void dropInvalid(Script script) throws SQLException {
		List<String> invalid = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(INVALID_INDEXES)) {
			statement.setArray(1, names(script));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					invalid.add(row.getString(1));
				}
			}
		}
		for (String index : invalid) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("DROP INDEX CONCURRENTLY IF EXISTS %s.%s".formatted(this.schema, index));
			}
		}
	}

	private Array names(Script script) throws SQLException {
		return this.connection.createArrayOf("text", script.concurrentIndexes().toArray());
	}

	private boolean isValid(String index) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(VALID_INDEX)) {
			statement.setString(1, index);
			try (ResultSet row = statement.executeQuery()) {
				return row.next();
			}
		}
	}

	private void end(boolean committed) throws SQLException {
		if (this.connection.isClosed()) {
			return;
		}
		if (!committed) {
			this.connection.rollback();
		}
		this.connection.setAutoCommit(true);
	}

	private void set(String parameter, String value, boolean local) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("SELECT set_config(?, ?, ?)")) {
			statement.setString(1, parameter);
			statement.setString(2, value);
			statement.setBoolean(3, local);
			statement.execute();
		}
	}

	private void reset(String parameter) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("RESET " + parameter);
		}
	}

	private SchemaFailure locked(Script script, SQLException cause) {
		return locked(script, this.watch.lastSeen(), cause);
	}

	private SchemaFailure locked(Script script, List<Blocker> blockers, SQLException cause) {
		String who = blockers.isEmpty() ? "status shows who holds locks"
				: "wait until it has ended, or end it: SELECT pg_terminate_backend(%d)"
					.formatted(blockers.get(0).pid());
		String by = blockers.isEmpty() ? "another session"
				: String.join("; ", blockers.stream().map(Blocker::toString).toList());
		return SchemaFailure.conflict("%s does not get its locks; they are held by %s".formatted(script.file(), by),
				who, cause);
	}

	/**
	 * The lock of the session and what is set for it need a connection that is the same
	 * server process all the time. A pooler in transaction mode tells the driver a
	 * process number that is not the server's.
	 */
	private static int requireDirect(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
			row.next();
			int pid = row.getInt(1);
			if (pid != connection.unwrap(PGConnection.class).getBackendPID()) {
				throw SchemaFailure.precondition("this connection goes through a pooler such as PgBouncer",
						"changing the schema needs a direct connection: give the address of PostgreSQL itself");
			}
			return pid;
		}
	}

	private static String milliseconds(Duration duration) {
		return duration.toMillis() + "ms";
	}

	private static String describe(@Nullable List<String> revisions) {
		if (revisions == null) {
			return "no revision, because it does not exist,";
		}
		return revisions.isEmpty() ? "no revision" : String.join(", ", revisions);
	}

	private static String serverMessage(SQLException ex) {
		ServerErrorMessage message = (ex instanceof PSQLException server) ? server.getServerErrorMessage() : null;
		String text = (message != null) ? message.getMessage() : ex.getMessage();
		return String.valueOf(text);
	}

	private static String serverDetail(SQLException ex) {
		ServerErrorMessage message = (ex instanceof PSQLException server) ? server.getServerErrorMessage() : null;
		String kept = "nothing of this script was kept";
		if (message != null && message.getDetail() != null) {
			return "%s; %s".formatted(kept, message.getDetail());
		}
		return kept + "; correct the data or the script and try again";
	}

	/** What cannot be translated here goes on as what repositories throw. */
	static DataAccessException unchecked(SQLException ex) {
		return new DataAccessException("the schema cannot be changed", ex);
	}

}
