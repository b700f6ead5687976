package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * Looks from a second connection for whom a session waits, and how far it is with an
 * index. Once a lock timeout has struck, nobody can tell any more who held the lock.
 */
final class LockWatch implements AutoCloseable {

	private static final Logger log = Logger.getLogger(LockWatch.class.getName());

	private static final long EVERY_MILLISECONDS = 200;

	private static final String BLOCKERS = """
			SELECT a.pid, a.usename, a.application_name, a.state,
			    extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, left(a.query, 200)
			FROM unnest(pg_blocking_pids(?)) AS b (pid)
			JOIN pg_stat_activity a ON a.pid = b.pid
			-- An index that is made concurrently waits for a moment for whoever looks, too.
			WHERE a.pid <> pg_backend_pid()
			ORDER BY a.xact_start NULLS LAST
			""";

	private static final String PROGRESS = """
			SELECT phase, CASE WHEN blocks_total > 0 THEN blocks_done * 100 / blocks_total END
			FROM pg_stat_progress_create_index WHERE pid = ?
			""";

	private final DataSource dataSource;

	private final int pid;

	private final MigrationListener listener;

	private final Thread thread;

	private volatile List<Blocker> last = List.of();

	private volatile boolean closed;

	/**
	 * Begins to look.
	 * @param pid the session that may have to wait
	 * @param listener told of what is found, on another thread
	 */
	LockWatch(DataSource dataSource, int pid, MigrationListener listener) {
		this.dataSource = dataSource;
		this.pid = pid;
		this.listener = listener;
		this.thread = new Thread(this::run, "lock watch");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Who was in the way when it was last seen to wait. */
	List<Blocker> lastSeen() {
		return this.last;
	}

	/** Forgets who was in the way. */
	void forget() {
		this.last = List.of();
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
		try {
			this.thread.join(Duration.ofSeconds(2).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(true);
			while (!this.closed) {
				Thread.sleep(EVERY_MILLISECONDS);
				look(connection);
			}
		}
		catch (InterruptedException ex) {
			// Closed.
		}
		catch (SQLException ex) {
			// Only what is said about a wait depends on it.
			log.log(Level.WARNING, "nobody looks who holds the locks that a migration waits for", ex);
		}
	}

	private void look(Connection connection) throws SQLException {
		List<Blocker> found = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(BLOCKERS)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					long seconds = row.getLong(5);
					found.add(new Blocker(row.getInt(1), row.getString(2), row.getString(3), row.getString(4),
							row.wasNull() ? null : Duration.ofSeconds(seconds), row.getString(6)));
				}
			}
		}
		if (!found.isEmpty()) {
			this.last = List.copyOf(found);
			this.listener.waiting(this.last);
		}
		try (PreparedStatement statement = connection.prepareStatement(PROGRESS)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				if (row.next()) {
					int percent = row.getInt(2);
					this.listener.indexing(row.getString(1), row.wasNull() ? -1 : percent);
				}
			}
		}
	}

}
