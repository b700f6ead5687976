package org.condastore.shell.connection;

import java.sql.Connection;

import org.jooq.ConnectionProvider;

/**
 * One connection for every statement.
 *
 * @param connection what each statement runs on
 */
record BoundConnection(Connection connection) implements ConnectionProvider {

	@Override
	public Connection acquire() {
		return this.connection;
	}

	@Override
	public void release(Connection released) {
		// It stays open for the next statement.
	}

}
