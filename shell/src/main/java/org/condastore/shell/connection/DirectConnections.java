package org.condastore.shell.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Connections for what needs more than the session's one: each is new, may write, and
 * begins in auto-commit mode. Those that are still open are closed with it.
 */
final class DirectConnections implements DataSource, AutoCloseable {

	private final Supplier<Connection> opening;

	private final Consumer<Connection> first;

	private final List<Connection> opened = new CopyOnWriteArrayList<>();

	/**
	 * Makes it; nothing is opened yet.
	 * @param opening opens a connection
	 * @param first told of the connection that is opened first, which does the work
	 */
	DirectConnections(Supplier<Connection> opening, Consumer<Connection> first) {
		this.opening = opening;
		this.first = first;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = this.opening.get();
		connection.setAutoCommit(true);
		connection.setReadOnly(false);
		if (this.opened.isEmpty()) {
			this.first.accept(connection);
		}
		this.opened.add(connection);
		return connection;
	}

	@Override
	public Connection getConnection(String user, String password) throws SQLException {
		throw new SQLFeatureNotSupportedException("the login is the session's");
	}

	@Override
	public void close() {
		this.opened.forEach(Connector::closeQuietly);
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
		throw new SQLFeatureNotSupportedException("nothing is logged here");
	}

	@Override
	public void setLoginTimeout(int seconds) throws SQLException {
		throw new SQLFeatureNotSupportedException("the timeout is the session's");
	}

	@Override
	public int getLoginTimeout() {
		return 0;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException("nothing is logged here");
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		throw new SQLException("there is no " + type.getName() + " inside");
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
