package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The lock that one shell holds while it changes the schema of a database: an advisory
 * lock of its session, so that the server gives it back when the process dies, and not
 * before a statement that the process left behind has ended.
 */
final class SchemaLock implements AutoCloseable {

	/** Flyway's own, so that Flyway itself waits too (Flyway 12.4). */
	private static final long KEY = 77431708279161L
			+ "\"%s\".\"flyway_schema_history\"".formatted(Migration.HISTORY_SCHEMA).hashCode();

	private final Connection connection;

	private SchemaLock(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Waits for the lock. It asks again and again instead of waiting at the server: a
	 * statement that waits there holds a snapshot, for whose end the making of an index
	 * waits.
	 * @param connection in auto-commit mode
	 */
	static SchemaLock obtain(Connection connection, MigrationListener listener)
			throws SQLException, InterruptedException {
		boolean told = false;
		while (!tryOnce(connection)) {
			if (!told) {
				listener.waitingForShell(holder(connection));
				told = true;
			}
			Thread.sleep(ThreadLocalRandom.current().nextLong(100, 300));
		}
		return new SchemaLock(connection);
	}

	@Override
	public void close() throws SQLException {
		if (this.connection.isClosed()) {
			return;
		}
		try (PreparedStatement statement = this.connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
			statement.setLong(1, KEY);
			statement.execute();
		}
	}

	private static boolean tryOnce(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
			statement.setLong(1, KEY);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

	private static int holder(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
					+ " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
					+ " AND classid = (? >> 32)::bigint::oid AND objid = (? & 4294967295)::bigint::oid")) {
			statement.setLong(1, KEY);
			statement.setLong(2, KEY);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getInt(1) : 0;
			}
		}
	}

}
