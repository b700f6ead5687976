package org.condastore.shell.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections to one target, and keeps the embedded server running as long as it is
 * not closed. May be used by several threads.
 */
final class Connector implements AutoCloseable {

	private static final int CONNECT_TIMEOUT_SECONDS = 5;

	private static final String APPLICATION_NAME = "conda-store-shell";

	private final ConnectionTarget target;

	private final EmbeddedDatabase.Content content;

	private final Consumer<String> notes;

	private @Nullable EmbeddedDatabase embedded;

	Connector(ConnectionTarget target, Consumer<String> notes) {
		this(target, new Demonstration(), notes);
	}

	/**
	 * A connector to one target; nothing is opened yet.
	 * @param content what a new embedded database is filled with
	 */
	Connector(ConnectionTarget target, EmbeddedDatabase.Content content, Consumer<String> notes) {
		this.target = target;
		this.content = content;
		this.notes = notes;
	}

	ConnectionTarget target() {
		return this.target;
	}

	/**
	 * Opens a connection whose transactions are READ ONLY and begin with their first
	 * statement.
	 * @throws CommandFailure unavailable, if the database cannot be reached
	 */
	Connection open() {
		return openDatabase(this.target.database());
	}

	/**
	 * Like {@link #open}, to another database on the same server.
	 * @param database its name
	 */
	Connection openDatabase(String database) {
		ConnectionTarget wanted = this.target.in(database);
		try {
			EmbeddedDatabase ours = embedded();
			return (ours != null) ? ours.connect((endpoint, password) -> open(wanted.at(endpoint, password)))
					: open(wanted);
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, this.target, false);
		}
	}

	/**
	 * Lets the embedded server stop if nobody else uses it. Connections are not closed.
	 */
	@Override
	public synchronized void close() {
		if (this.embedded != null) {
			this.embedded.close();
			this.embedded = null;
		}
	}

	private synchronized @Nullable EmbeddedDatabase embedded() {
		if (this.embedded == null && this.target.isEmbedded()) {
			this.embedded = EmbeddedDatabase.enter(this.target.embeddedDirectory().orElseThrow(),
					this.target.cacheDirectory(), this.content, this.notes);
		}
		return this.embedded;
	}

	private static Connection open(ConnectionTarget target) throws SQLException {
		Properties login = target.driverLogin();
		login.putIfAbsent("ApplicationName", APPLICATION_NAME);
		login.putIfAbsent("tcpKeepAlive", "true");
		login.putIfAbsent("connectTimeout", String.valueOf(CONNECT_TIMEOUT_SECONDS));
		// The application name goes with the login instead of in a statement after it.
		login.putIfAbsent("assumeMinServerVersion", "12");
		// A pooler may give the next transaction another session of the server, which
		// does
		// not know the statements that this one has prepared.
		login.putIfAbsent("prepareThreshold", "0");
		if (target.isReadOnly()) {
			login.merge("options", "-c default_transaction_read_only=on", (given, ours) -> given + " " + ours);
		}
		// connectTimeout ends with the TCP handshake: without this a server that accepts
		// the connection and then says nothing would hang the login.
		String socketTimeout = login.getProperty("socketTimeout", "0");
		if (socketTimeout.equals("0")) {
			login.setProperty("socketTimeout", login.getProperty("connectTimeout"));
		}
		Connection connection = new Driver().connect(target.driverUrl(), login);
		if (connection == null) {
			throw new IllegalStateException("pgjdbc does not take " + target.driverUrl());
		}
		boolean prepared = false;
		try {
			connection.setNetworkTimeout(Runnable::run, Integer.parseInt(socketTimeout) * 1000);
			connection.setReadOnly(true);
			connection.setAutoCommit(false);
			prepared = true;
			return connection;
		}
		finally {
			if (!prepared) {
				closeQuietly(connection);
			}
		}
	}

	static void closeQuietly(@Nullable Connection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				// The socket is closed in any case, and what was to be kept is committed.
				System.getLogger(Connector.class.getName()).log(System.Logger.Level.DEBUG, "closing failed", ex);
			}
		}
	}

}
