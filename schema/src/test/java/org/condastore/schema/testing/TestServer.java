package org.condastore.schema.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server for tests, one per major version and JVM. It is started when it is
 * first asked for and ends with the JVM. Nothing on it is durable.
 */
public enum TestServer {

	/** The oldest PostgreSQL that is supported. */
	POSTGRES_15(15),

	/** The newest one, which is also the embedded default of the product. */
	POSTGRES_18(18);

	private static final Map<TestServer, EmbeddedPostgres> RUNNING = new ConcurrentHashMap<>();

	private static final Map<String, TestServer> TEMPLATES = new ConcurrentHashMap<>();

	/** Kept, because a logger that nothing refers to loses its level. */
	private static final List<Logger> QUIET = List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("org.jooq"),
			Logger.getLogger("io.zonky"));

	static {
		QUIET.forEach((logger) -> logger.setLevel(Level.WARNING));
		System.setProperty("org.jooq.no-logo", "true");
		System.setProperty("org.jooq.no-tips", "true");
	}

	private final int major;

	TestServer(int major) {
		this.major = major;
	}

	/**
	 * The server for tests that have no reason to run on more than one.
	 * @return the server of the newest major version
	 */
	public static TestServer newest() {
		return POSTGRES_18;
	}

	/**
	 * The major version.
	 * @return for example 15
	 */
	public int major() {
		return this.major;
	}

	/**
	 * The port on which it listens, on localhost. Starts it.
	 * @return the port
	 */
	public int port() {
		return running().getPort();
	}

	/**
	 * The superuser, who logs in without a password.
	 * @return the name of the role
	 */
	public String user() {
		return "postgres";
	}

	PGSimpleDataSource dataSource(String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setURL("jdbc:postgresql://localhost:%d/%s".formatted(port(), database));
		dataSource.setUser(user());
		return dataSource;
	}

	void execute(String sql) {
		try (Connection connection = dataSource("postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("%s fails on %s".formatted(sql, this), ex);
		}
	}

	/**
	 * Makes sure that a database to copy others from exists.
	 * @param name its name
	 * @param content fills it, once
	 */
	void template(String name, TestDatabase.Content content) {
		TEMPLATES.computeIfAbsent(this.major + "/" + name, (key) -> {
			execute("CREATE DATABASE " + name);
			try {
				content.fill(dataSource(name));
			}
			catch (SQLException ex) {
				throw new IllegalStateException("the template %s cannot be filled on %s".formatted(name, this), ex);
			}
			return this;
		});
	}

	private EmbeddedPostgres running() {
		return RUNNING.computeIfAbsent(this, TestServer::started);
	}

	private static EmbeddedPostgres started(TestServer server) {
		try {
			return server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s does not start".formatted(server), ex);
		}
	}

	private EmbeddedPostgres start() throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			// The order of names must not depend on the machine.
			.setLocaleConfig("locale", "C")
			.setServerConfig("wal_level", "minimal")
			.setServerConfig("max_wal_senders", "0")
			.setServerConfig("full_page_writes", "off");
		if (this == POSTGRES_15) {
			builder.setPgBinaryResolver(TestServer::oldest);
		}
		return builder.start();
	}

	/**
	 * Finds the oldest PostgreSQL's archive, whose name is the same as that of the newest
	 * one's.
	 */
	private static InputStream oldest(String system, String machine) throws IOException {
		boolean arm = machine.equals("aarch64") || machine.equals("arm64");
		String archive = "oldest/postgres-%s-%s.txz".formatted(system.toLowerCase(Locale.ROOT),
				arm ? "arm_64" : "x86_64");
		InputStream content = TestServer.class.getResourceAsStream(archive);
		if (content == null) {
			throw new FileNotFoundException(archive);
		}
		return content;
	}

	@Override
	public String toString() {
		return "PostgreSQL " + this.major;
	}

}
