package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Empty databases to try something in. They are dropped when it is closed; what a process
 * that was killed has left behind is dropped by a later one.
 */
public final class Scratch implements AutoCloseable {

	private static final String PREFIX = "conda_store_shell_scratch_";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

	/** Nobody tries anything for as long as that. */
	private static final Duration LEFT_BEHIND = Duration.ofHours(1);

	private static final Duration STOP = Duration.ofSeconds(10);

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Connector connector;

	private final @Nullable Path directory;

	private final List<String> databases = new ArrayList<>();

	private final List<DirectConnections> connections = new ArrayList<>();

	private Scratch(Connector connector, @Nullable Path directory) {
		this.connector = connector;
		this.directory = directory;
	}

	static Scratch beside(Connector session, Path cache, Consumer<String> notes) {
		if (!session.target().isReadOnly() && mayCreateDatabase(session)) {
			return new Scratch(session, null);
		}
		try {
			Path directory = Files.createTempDirectory("conda-store-shell-scratch");
			return new Scratch(new Connector(ConnectionTarget.embedded(directory, cache), (empty) -> {
				// It stays empty.
			}, notes), directory);
		}
		catch (IOException ex) {
			throw CommandFailure.unavailable("there is no room for a scratch database: " + ex.getMessage(),
					"let the login create databases: ALTER ROLE … CREATEDB", ex);
		}
	}

	/** Whether the databases are on the session's own server. */
	public boolean onSessionServer() {
		return this.directory == null;
	}

	/** A new empty database. */
	public DataSource empty() {
		String database = (PREFIX + TIME.format(LocalDateTime.now(ZoneOffset.UTC)) + "_"
				+ HexFormat.of().toHexDigits((short) RANDOM.nextInt()))
			.toLowerCase(Locale.ROOT);
		execute((statement) -> {
			dropLeftBehind(statement);
			statement.execute("CREATE DATABASE %s TEMPLATE template0".formatted(database));
		});
		this.databases.add(database);
		DirectConnections opened = new DirectConnections(() -> this.connector.openDatabase(database), (first) -> {
			// Nothing in a scratch database runs long enough to be canceled.
		});
		this.connections.add(opened);
		return opened;
	}

	@Override
	public void close() {
		this.connections.forEach(DirectConnections::close);
		if (this.directory == null) {
			execute((statement) -> {
				for (String database : this.databases) {
					statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(database));
				}
			});
			return;
		}
		this.connector.close();
		try {
			awaitStop(this.directory);
			Trees.delete(this.directory);
		}
		catch (IOException ex) {
			throw CommandFailure.failed("the scratch database cannot be removed: " + ex.getMessage(),
					"remove " + this.directory, ex);
		}
	}

	/** The server that was left stops by itself, in its own time. */
	private static void awaitStop(Path directory) throws IOException {
		PostgresCluster cluster = new PostgresCluster(directory.resolve("cluster"), () -> directory);
		Instant deadline = Instant.now().plus(STOP);
		try {
			while (cluster.running().isPresent() && Instant.now().isBefore(deadline)) {
				Thread.sleep(20);
			}
		}
		catch (InterruptedException ex) {
			throw DatabaseFailures.interrupted();
		}
	}

	private static boolean mayCreateDatabase(Connector session) {
		try (Connection connection = session.open();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT (rolcreatedb OR rolsuper) AND NOT pg_is_in_recovery()"
						+ " FROM pg_roles WHERE rolname = current_user")) {
			return row.next() && row.getBoolean(1);
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, session.target(), false);
		}
	}

	private interface Work {

		void with(Statement statement) throws SQLException;

	}

	private void execute(Work work) {
		try (Connection connection = this.connector.open()) {
			connection.setAutoCommit(true);
			connection.setReadOnly(false);
			try (Statement statement = connection.createStatement()) {
				work.with(statement);
			}
		}
		catch (SQLException ex) {
			throw DatabaseFailures.translate(ex, this.connector.target(), false);
		}
	}

	private static void dropLeftBehind(Statement statement) throws SQLException {
		List<String> old = new ArrayList<>();
		try (ResultSet row = statement.executeQuery("SELECT datname FROM pg_database d WHERE datname LIKE '%s%%'"
			.formatted(PREFIX.replace("_", "\\_"))
				+ " AND pg_has_role(datdba, 'MEMBER') AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)")) {
			while (row.next()) {
				String name = row.getString(1);
				if (made(name).isBefore(Instant.now().minus(LEFT_BEHIND))) {
					old.add(name);
				}
			}
		}
		for (String name : old) {
			statement.execute("DROP DATABASE IF EXISTS \"%s\"".formatted(name.replace("\"", "\"\"")));
		}
	}

	/** When a database was made, which its name tells; now if it does not. */
	private static Instant made(String name) {
		String time = name.substring(PREFIX.length()).toUpperCase(Locale.ROOT);
		try {
			return LocalDateTime.parse(time.substring(0, Math.min(time.length(), "20260101T000000".length())), TIME)
				.toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeParseException ex) {
			return Instant.now();
		}
	}

}
