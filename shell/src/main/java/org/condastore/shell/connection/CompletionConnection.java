package org.condastore.shell.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A second connection for what is read while somebody types. It has a thread of its own,
 * because connecting cannot be interrupted: whoever waits for it stops waiting, and finds
 * it connected at the next key.
 */
final class CompletionConnection implements AutoCloseable {

	private final Connector connector;

	private final ExecutorService thread = Executors.newSingleThreadExecutor((work) -> {
		Thread daemon = new Thread(work, "completion");
		daemon.setDaemon(true);
		return daemon;
	});

	/** Used on the thread only. */
	private @Nullable Connection connection;

	CompletionConnection(Connector connector) {
		this.connector = connector;
	}

	<T> T read(Duration timeout, Function<DSLContext, T> body) {
		long milliseconds = Math.max(1, timeout.toMillis());
		Future<T> result = this.thread.submit(() -> readNow(milliseconds, body));
		try {
			return result.get(milliseconds, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			// Work that has not begun is dropped; what runs is ended by
			// statement_timeout.
			result.cancel(false);
			throw DatabaseFailures.tooSlow(this.connector.target(), milliseconds);
		}
		catch (InterruptedException ex) {
			result.cancel(false);
			Thread.currentThread().interrupt();
			throw DatabaseFailures.interrupted();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof CommandFailure failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Exception thrown) {
				throw DatabaseFailures.translate(thrown, this.connector.target(), false);
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private <T> T readNow(long milliseconds, Function<DSLContext, T> body) throws SQLException {
		Connection open = this.connection;
		if (open == null || open.isClosed()) {
			open = this.connector.open();
			this.connection = open;
		}
		try {
			try (Statement limit = open.createStatement()) {
				limit.execute("SET LOCAL statement_timeout = " + milliseconds);
			}
			return body.apply(Database.dsl(new BoundConnection(open)));
		}
		catch (DataAccessException ex) {
			SQLException sql = ex.getCause(SQLException.class);
			if (sql != null && "57014".equals(sql.getSQLState())) {
				throw DatabaseFailures.tooSlow(this.connector.target(), milliseconds);
			}
			throw ex;
		}
		finally {
			open.rollback();
		}
	}

	/** Does not wait: the connection is closed when what runs on it has ended. */
	@Override
	public void close() {
		this.thread.execute(() -> {
			Connector.closeQuietly(this.connection);
			this.connection = null;
		});
		this.thread.shutdown();
	}

}
