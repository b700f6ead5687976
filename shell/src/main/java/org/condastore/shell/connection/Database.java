package org.condastore.shell.connection;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Log;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.tools.JooqLogger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The session's database: one connection, opened by the first statement that needs it,
 * and a second one for completion.
 *
 * <p>
 * Commands run on one thread. {@link #cancel()} may be called from any.
 */
public final class Database implements AutoCloseable {

	/**
	 * How long each statement of a transaction that writes waits for a lock: whoever
	 * works beside us must not wait long behind us.
	 */
	public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

	private static final String END_OF_STEP = "ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step";

	static {
		// What jOOQ says about itself when its first statement runs.
		System.setProperty("org.jooq.no-logo", "true");
		System.setProperty("org.jooq.no-tips", "true");
		JooqLogger.globalThreshold(Log.Level.WARN);
	}

	private final Consumer<String> notes;

	private Connector connector;

	private @Nullable Session session;

	private @Nullable CompletionConnection completion;

	private @Nullable DSLContext sql;

	/** Whether a transaction is open, or will be with the first statement. */
	private boolean inTransaction;

	/** Whether that transaction may write. */
	private boolean writes;

	/** Whether a step of that transaction is one that only reads. */
	private Step step = Step.NONE;

	/** What each transaction of {@link #writing} does before its end. */
	private Runnable beforeCommit = () -> {
	};

	private enum Step {

		/** No. */
		NONE,

		/** It is, and has not run a statement yet. */
		WANTED,

		/** It is, and what it does to the transaction will be taken back. */
		OPEN

	}

	/** The operator wants the current transaction to end. */
	private volatile boolean canceled;

	/** Where a cancel goes; null between transactions. */
	private volatile @Nullable Connection running;

	/**
	 * A database that is not connected yet.
	 * @param target which database; nothing is opened before a statement needs it
	 * @param notes told about what takes long, such as making the embedded database
	 */
	public Database(ConnectionTarget target, Consumer<String> notes) {
		this.notes = notes;
		this.connector = new Connector(target, notes);
	}

	/** Which database the session works on. */
	public ConnectionTarget target() {
		return this.connector.target();
	}

	/** What is known without asking the database. */
	public DatabaseState state() {
		Session open = this.session;
		if (open == null || open.isBroken()) {
			return new DatabaseState(target(), false, Optional.empty(), Optional.empty());
		}
		return new DatabaseState(target(), true, Optional.of(open.serverVersion), Optional.ofNullable(open.revision));
	}

	/**
	 * Switches to another database. It is connected to at once, and only then the old
	 * connection is closed: if the new one cannot be reached the session stays where it
	 * is.
	 * @throws CommandFailure unavailable, if the new one cannot be reached
	 */
	public void connect(ConnectionTarget other) {
		if (this.inTransaction) {
			throw new IllegalStateException("connect inside of a transaction");
		}
		Connector to = new Connector(other, this.notes);
		Session opened;
		try {
			opened = Session.open(to);
		}
		catch (CommandFailure failure) {
			to.close();
			throw failure;
		}
		close();
		this.connector = to;
		this.session = opened;
	}

	/**
	 * What repositories run their statements with. It is always the same one and may be
	 * kept; its statements run on the session's connection, and only inside of
	 * {@link #reading} or {@link #readingAnyRevision}.
	 */
	public DSLContext sql() {
		if (this.sql == null) {
			this.sql = dsl(new SessionConnection());
		}
		return this.sql;
	}

	/**
	 * Runs {@code body} in one READ ONLY transaction, on a database at conda-store's
	 * newest revision. The transaction begins with the first statement and always ends
	 * with this call; a call inside of another one joins its transaction, and in one that
	 * may write it is a step that cannot.
	 * @param body may use {@link #sql()}
	 * @return what {@code body} returns
	 * @throws CommandFailure precondition, if the database is not at the newest revision;
	 * or what {@link DatabaseFailures} makes of the driver's exceptions
	 */
	public <T extends @Nullable Object> T reading(Supplier<T> body) {
		return readingAnyRevision(() -> {
			requireHeadNow();
			return body.get();
		});
	}

	/**
	 * Runs {@code body} in one transaction, to which everything that it does belongs:
	 * {@link #reading} and {@link #writing} are steps of it. It is committed when
	 * {@code body} returns, and rolled back when it throws.
	 * @param writes whether any of the steps may write
	 * @param rehearsal whether it is rolled back in any case
	 * @return what {@code body} returns
	 * @throws CommandFailure refused, if it writes and the session is read-only; or what
	 * {@link DatabaseFailures} makes of the driver's exceptions
	 */
	public <T> T together(boolean writes, boolean rehearsal, Supplier<T> body) {
		if (this.inTransaction) {
			throw new IllegalStateException("a transaction inside of another one");
		}
		if (!writes) {
			return inTransaction(false, rehearsal, body);
		}
		requireWritable();
		return inTransaction(true, rehearsal, () -> {
			setLockTimeout(LOCK_TIMEOUT);
			return body.get();
		});
	}

	/** Whether several steps are one transaction, which {@link #together} has begun. */
	public boolean isTogether() {
		return this.inTransaction;
	}

	/**
	 * Runs {@code body} as a transaction that may write, or as a part of the current one,
	 * and takes back what it has done. {@link #reading} and {@link #writing} are steps of
	 * it.
	 * @return what {@code body} returns
	 */
	public <T> T tryOut(Supplier<T> body) {
		if (!this.inTransaction) {
			return together(true, true, body);
		}
		execute("SAVEPOINT attempt");
		String end = "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt";
		return translated(body, () -> execute(end), () -> recover(end));
	}

	/**
	 * Runs {@code body} as a part of the current transaction, which goes on if it fails:
	 * what it has done is taken back then.
	 * @param body may use {@link #sql()}
	 * @return what {@code body} returns
	 */
	public <T> T recoverably(Supplier<T> body) {
		if (!this.inTransaction) {
			throw new IllegalStateException("a part of no transaction");
		}
		execute("SAVEPOINT part");
		return translated(body, () -> execute("RELEASE SAVEPOINT part"),
				() -> recover("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part"));
	}

	/**
	 * What is done in each transaction of {@link #writing}, as the last thing before its
	 * end.
	 */
	public void beforeCommit(Runnable action) {
		this.beforeCommit = action;
	}

	/**
	 * Runs {@code body} in one transaction that may write, on a database at conda-store's
	 * newest revision. It is committed when {@code body} returns, and rolled back when it
	 * throws.
	 * @param body may use {@link #sql()}
	 * @return what {@code body} returns
	 * @throws CommandFailure refused, if the session is read-only; precondition, if the
	 * database is not at the newest revision; or what {@link DatabaseFailures} makes of
	 * the driver's exceptions
	 */
	public <T> T writing(Supplier<T> body) {
		if (this.inTransaction) {
			if (!this.writes || this.step != Step.NONE) {
				throw new IllegalStateException("writing in a transaction that reads");
			}
			requireHeadNow();
			try {
				return body.get();
			}
			catch (DataAccessException ex) {
				throw DatabaseFailures.translate(ex, target(), this.canceled);
			}
		}
		requireWritable();
		return inTransaction(true, false, () -> {
			requireHeadNow();
			setLockTimeout(LOCK_TIMEOUT);
			T result = body.get();
			this.beforeCommit.run();
			return result;
		});
	}

	/** Local to the transaction: a connection pooler may give the session to others. */
	private void setLockTimeout(Duration lockTimeout) {
		sql()
			.select(DSL.field("set_config('lock_timeout', {0}, true)", String.class,
					DSL.inline(lockTimeout.toMillis() + "ms")))
			.fetch();
	}

	/** Like {@link #reading}, on a database at any revision, or none. */
	public <T extends @Nullable Object> T readingAnyRevision(Supplier<T> body) {
		if (this.inTransaction && this.writes && this.step == Step.NONE) {
			return inStep(body);
		}
		return inTransaction(false, false, body);
	}

	/**
	 * Runs {@code body} on a snapshot of a database at any revision: all of its
	 * statements see the same rows. In a transaction in which something has run before
	 * each of them sees what is committed when it begins.
	 * @param lockTimeout how long each statement waits for a lock
	 * @param body may use {@link #sql()}, and may limit {@code statement_timeout} for the
	 * transaction
	 * @return what {@code body} returns
	 */
	public <T> T snapshot(Duration lockTimeout, Supplier<T> body) {
		return readingAnyRevision(() -> {
			if (this.running == null && this.step == Step.NONE) {
				execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
			}
			String[] before = sql().fetchSingle(
					"SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('jit')")
				.into(String[].class);
			setLockTimeout(lockTimeout);
			// To compile a statement takes longer than most statements here do.
			sql().fetch("SELECT set_config('jit', 'off', true)");
			T result = body.get();
			// Others may go on in this transaction.
			sql().fetch(
					"SELECT set_config('lock_timeout', {0}, true), set_config('statement_timeout', {1}, true), set_config('jit', {2}, true)",
					DSL.inline(before[0]), DSL.inline(before[1]), DSL.inline(before[2]));
			return result;
		});
	}

	/**
	 * What {@code alembic_version} holds, on a database of conda-store's that need not be
	 * at a revision that is known.
	 * @return one revision in a healthy database
	 * @throws CommandFailure precondition, if the database is empty, not conda-store's,
	 * or without {@code alembic_version}
	 */
	public List<String> revisions() {
		return revisions(SchemaRevision::requireCondaStore);
	}

	/**
	 * What {@code alembic_version} holds, on a database of conda-store's that may be
	 * without it.
	 * @return one revision in a healthy database; nothing if there is no such table
	 * @throws CommandFailure precondition, if the database is empty or not conda-store's
	 */
	public List<String> revisionsIfAny() {
		return revisions(SchemaRevision::requireCondaStoreTables);
	}

	private List<String> revisions(BiFunction<SchemaRevision.Found, ConnectionTarget, List<String>> accepted) {
		return readingAnyRevision(() -> {
			Session open = session();
			try {
				return accepted.apply(SchemaRevision.readWithin(open.connection), target());
			}
			catch (SQLException ex) {
				throw DatabaseFailures.translate(ex, target(), this.canceled);
			}
		});
	}

	/**
	 * Makes sure that the database is conda-store's at its newest revision. Asks the
	 * database once per connection.
	 * @throws CommandFailure precondition, if it is not; says what to do
	 */
	public void requireHead() {
		inTransaction(false, false, () -> {
			requireHeadNow();
			return true;
		});
	}

	/**
	 * Runs {@code body} with connections of its own, which may write, outside of the
	 * session's transactions. They are closed afterwards, and what is known about the
	 * schema is asked again.
	 * @param body takes connections to the session's database
	 * @return what {@code body} returns
	 * @throws CommandFailure refused, if the session is read-only; or what
	 * {@link DatabaseFailures} makes of the driver's exceptions
	 */
	public <T> T direct(Function<DataSource, T> body) {
		requireWritable();
		return beside(body);
	}

	private void requireWritable() {
		if (target().isReadOnly()) {
			throw CommandFailure.refused("the session is read-only",
					"leave out --read-only, or use a profile that is not marked read-only");
		}
	}

	/**
	 * Like {@link #direct}, for what only reads: a read-only session is not refused.
	 */
	public <T> T beside(Function<DataSource, T> body) {
		if (this.inTransaction) {
			throw new IllegalStateException("connections beside a transaction");
		}
		this.canceled = false;
		try (DirectConnections connections = new DirectConnections(this.connector::open,
				(first) -> this.running = first)) {
			return body.apply(connections);
		}
		catch (DataAccessException ex) {
			if (ex.getCause() instanceof InterruptedException) {
				throw DatabaseFailures.interrupted();
			}
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
		finally {
			this.running = null;
			if (this.session != null) {
				this.session.atHead = false;
				this.session.revision = null;
			}
		}
	}

	/**
	 * Empty databases to try something in: on the session's server if the login may make
	 * one there, otherwise on an embedded server of their own.
	 * @param cache where PostgreSQL's programs are unpacked
	 * @return to be closed when they are not needed any more
	 * @throws CommandFailure unavailable, if neither is possible
	 */
	public Scratch scratch(Path cache) {
		return Scratch.beside(this.connector, cache, this.notes);
	}

	/**
	 * Cancels the running statement at the server, and whatever else the current
	 * transaction wants to run. Does nothing between transactions. For a signal handler
	 * or another thread.
	 * @throws CommandFailure unavailable, if the server cannot be told
	 */
	public void cancel() {
		Connection connection = this.running;
		if (connection == null) {
			return;
		}
		this.canceled = true;
		try {
			// Returns when the server has signalled the session, so that a cancel cannot
			// hit a statement of a later command.
			connection.unwrap(PGConnection.class).cancelQuery();
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, target(), false);
		}
	}

	/**
	 * Reads something for completion on a connection of its own, in a READ ONLY
	 * transaction, with {@code timeout} as the server's statement timeout. Waits no
	 * longer than {@code timeout}, connecting included, and leaves the session alone.
	 * @param timeout at least a millisecond
	 * @param body what to read; runs on another thread, and must not use anything lazy
	 * @return what {@code body} returns
	 * @throws CommandFailure conflict, if the time was not enough; otherwise what
	 * {@link DatabaseFailures} makes of the driver's exceptions. Completion offers
	 * nothing then, and the next command shows the same failure in full.
	 */
	public <T> T aside(Duration timeout, Function<DSLContext, T> body) {
		if (this.completion == null) {
			this.completion = new CompletionConnection(this.connector);
		}
		return this.completion.read(timeout, body);
	}

	/** Closes the connections; a later statement opens them again. */
	@Override
	public void close() {
		if (this.session != null) {
			this.session.close();
			this.session = null;
		}
		if (this.completion != null) {
			this.completion.close();
			this.completion = null;
		}
		this.connector.close();
	}

	/**
	 * A step that cannot write, in a transaction that can. Statements take part in that
	 * when there are any: a savepoint costs two exchanges with the server.
	 */
	private <T extends @Nullable Object> T inStep(Supplier<T> body) {
		this.step = Step.WANTED;
		return translated(body, () -> {
			if (endStep()) {
				execute(END_OF_STEP);
			}
		}, () -> {
			if (endStep()) {
				recover(END_OF_STEP);
			}
		});
	}

	/** Whether the step has taken part in the transaction. */
	private boolean endStep() {
		boolean open = this.step == Step.OPEN;
		this.step = Step.NONE;
		return open;
	}

	private <T extends @Nullable Object> T translated(Supplier<T> body, Runnable succeeded, Runnable failed) {
		boolean done = false;
		try {
			T result = body.get();
			done = true;
			return result;
		}
		catch (DataAccessException ex) {
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
		finally {
			(done ? succeeded : failed).run();
		}
	}

	/** Runs a statement that has no parameters and no result. */
	private void execute(String statement) {
		try (Statement plain = session().connection.createStatement()) {
			plain.execute(statement);
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
	}

	/**
	 * The same after a failure, which is on its way to be reported: a connection on which
	 * it is not possible is closed, and the transaction ends with it.
	 */
	private void recover(String statement) {
		Session open = this.session;
		if (open == null) {
			return;
		}
		try (Statement plain = open.connection.createStatement()) {
			plain.execute(statement);
		}
		catch (SQLException ex) {
			open.close();
		}
	}

	private <T extends @Nullable Object> T inTransaction(boolean writes, boolean rehearsal, Supplier<T> body) {
		if (this.inTransaction) {
			return body.get();
		}
		this.canceled = false;
		this.inTransaction = true;
		this.writes = writes;
		boolean committed = false;
		try {
			T result = body.get();
			if (this.session != null && this.running != null && !rehearsal) {
				commit(this.session.connection);
			}
			committed = !rehearsal;
			return result;
		}
		catch (DataAccessException | SQLException ex) {
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
		finally {
			this.inTransaction = false;
			this.running = null;
			if (!committed) {
				rollback();
			}
		}
	}

	private void commit(Connection connection) throws SQLException {
		try {
			connection.commit();
		}
		catch (SQLException ex) {
			if (this.writes && String.valueOf(ex.getSQLState()).startsWith("08")) {
				throw CommandFailure
					.unavailable("the connection to %s broke during the commit: nobody knows here whether it was done"
						.formatted(target().location()), "journal list shows whether it was", ex);
			}
			throw ex;
		}
	}

	/** Ends a failed transaction, by closing a connection that cannot even do that. */
	private void rollback() {
		Session open = this.session;
		if (open == null) {
			return;
		}
		try {
			open.connection.rollback();
		}
		catch (SQLException ex) {
			// What led here is reported already, and the server rolls back by itself when
			// the connection ends.
			open.close();
		}
	}

	private void requireHeadNow() {
		if (this.running != null && this.session != null && this.session.atHead) {
			// Known in this transaction: a step need not begin for it.
			return;
		}
		Session open = session();
		if (open.atHead) {
			return;
		}
		try {
			SchemaRevision.Found found = SchemaRevision.read(open.connection);
			open.revision = found.revision();
			SchemaRevision.requireHead(found, target());
			open.atHead = true;
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
	}

	/** The session's connection for a statement, opened or opened again if need be. */
	private Session session() {
		if (!this.inTransaction) {
			throw new IllegalStateException("a statement outside of a transaction");
		}
		if (this.canceled) {
			throw DatabaseFailures.interrupted();
		}
		Session open = this.session;
		if (open == null || (this.running == null && open.isBroken())) {
			open = Session.open(this.connector);
			this.session = open;
		}
		if (this.running == null) {
			begin(open.connection);
		}
		this.running = open.connection;
		if (this.step == Step.WANTED) {
			this.step = Step.OPEN;
			execute("SAVEPOINT step; SET LOCAL transaction_read_only = on");
		}
		return open;
	}

	/**
	 * The driver begins the transaction with its first statement, as READ ONLY or not.
	 */
	private void begin(Connection connection) {
		try {
			if (connection.isReadOnly() == this.writes) {
				connection.setReadOnly(!this.writes);
			}
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, target(), this.canceled);
		}
	}

	static DSLContext dsl(ConnectionProvider connections) {
		Settings settings = new Settings().withRenderCatalog(false)
			.withRenderSchema(false)
			.withExecuteLogging(false)
			.withExecuteLoggingSQLExceptions(false)
			.withFetchWarnings(false)
			.withAttachRecords(false);
		DefaultConfiguration configuration = new DefaultConfiguration();
		configuration.set(connections);
		configuration.set(SQLDialect.POSTGRES);
		configuration.set(settings);
		return DSL.using(configuration);
	}

	/** Gives each statement the session's connection, inside of a transaction only. */
	private final class SessionConnection implements ConnectionProvider {

		@Override
		public Connection acquire() {
			return session().connection;
		}

		@Override
		public void release(Connection connection) {
			// It is kept for the next statement.
		}

	}

	/** An open connection and what is known about the other end. */
	private static final class Session implements AutoCloseable {

		private final Connection connection;

		private final String serverVersion;

		private boolean atHead;

		private @Nullable String revision;

		private Session(Connection connection, String serverVersion) {
			this.connection = connection;
			this.serverVersion = serverVersion;
		}

		static Session open(Connector connector) {
			Connection connection = connector.open();
			try {
				String version = connection.unwrap(PGConnection.class).getParameterStatus("server_version");
				return new Session(connection, String.valueOf(version));
			}
			catch (SQLException ex) {
				Connector.closeQuietly(connection);
				throw DatabaseFailures.translate(ex, connector.target(), false);
			}
		}

		/** As far as the driver knows; does not ask the server. */
		boolean isBroken() {
			try {
				return this.connection.isClosed();
			}
			catch (SQLException ex) {
				return true;
			}
		}

		@Override
		public void close() {
			Connector.closeQuietly(this.connection);
		}

	}

}
