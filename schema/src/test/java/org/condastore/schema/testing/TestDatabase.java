package org.condastore.schema.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A database that belongs to one test: fresh, and dropped when it is closed. It is a copy
 * of a template, which takes some ten milliseconds.
 *
 * <p>
 * Its name ends in {@value #SUFFIX}, and nothing here touches a database whose name does
 * not.
 */
public final class TestDatabase implements AutoCloseable {

	private static final String SUFFIX = "_test";

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final TestServer server;

	private final String name;

	private TestDatabase(TestServer server, String name) {
		this.server = server;
		this.name = requireTestName(name);
	}

	/**
	 * A database without any table.
	 * @param server where
	 * @return the database
	 */
	public static TestDatabase empty(TestServer server) {
		return copyOf(server, "template0");
	}

	/**
	 * An otherwise empty database at a version of the schema, made by our migrations.
	 * @param server where
	 * @param version the version, from 1
	 * @return the database
	 */
	public static TestDatabase atVersion(TestServer server, int version) {
		String template = "version_%d_template".formatted(version) + SUFFIX;
		server.template(template, (dataSource) -> new Migration(dataSource).migrate(version));
		return copyOf(server, template);
	}

	/**
	 * An otherwise empty database at conda-store's newest revision, which is what
	 * conda-store itself would make.
	 * @param server where
	 * @return the database
	 * @see Revisions#head()
	 */
	public static TestDatabase atHead(TestServer server) {
		Revision head = Revisions.head();
		return atVersion(server, head.version());
	}

	/**
	 * An otherwise empty database at the newest version of the schema, with what the
	 * shell adds to conda-store's newest revision.
	 * @param server where
	 * @return the database
	 * @see Revisions#NEWEST_VERSION
	 */
	public static TestDatabase atNewest(TestServer server) {
		return atVersion(server, Revisions.NEWEST_VERSION);
	}

	/**
	 * A small database at conda-store's newest revision, made and filled by conda-store
	 * itself (8 namespaces, 24 environments, 61 builds).
	 * @param server where
	 * @return the database
	 */
	public static TestDatabase live(TestServer server) {
		String template = "live_template" + SUFFIX;
		server.template(template, (dataSource) -> load(dataSource, text(TestDatabase.class, "live.sql")));
		return copyOf(server, template);
	}

	/**
	 * Another database with the same content.
	 * @return the copy
	 * @throws IllegalStateException if anybody is connected to this one
	 */
	public TestDatabase copy() {
		return copyOf(this.server, this.name);
	}

	/**
	 * Runs SQL statements, separated by semicolons, in one transaction.
	 * @param sql the statements; psql's backslash commands and COPY data are not
	 * understood
	 */
	public void load(String sql) {
		try {
			load(dataSource(), sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("the script fails on %s".formatted(this), ex);
		}
	}

	/**
	 * Runs SQL statements that a file of the class path holds, as {@link #load} does.
	 * @param neighbour a class in the package of the file
	 * @param file its name
	 */
	public void loadResource(Class<?> neighbour, String file) {
		load(text(neighbour, file));
	}

	/**
	 * The name of the database.
	 * @return a name that ends in {@value #SUFFIX}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The server on which it lives.
	 * @return the server
	 */
	public TestServer server() {
		return this.server;
	}

	/**
	 * Where it is, for JDBC. There is no password.
	 * @return a URL that names the user too
	 */
	public String jdbcUrl() {
		return "jdbc:postgresql://localhost:%d/%s?user=%s".formatted(this.server.port(), this.name, this.server.user());
	}

	/**
	 * Where it is, for conda-store and psql. There is no password.
	 * @return a URL that names the user too
	 */
	public String url() {
		return "postgresql://%s@localhost:%d/%s".formatted(this.server.user(), this.server.port(), this.name);
	}

	/**
	 * Connections to it; every one is new.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.server.dataSource(this.name);
	}

	/**
	 * Queries on it; every statement has a connection of its own, outside transactions.
	 * @return the context
	 */
	public DSLContext sql() {
		return DSL.using(dataSource(), SQLDialect.POSTGRES);
	}

	/**
	 * What its schema looks like.
	 * @return the catalog of the schema {@code public}, as golden files spell it
	 */
	public String catalog() {
		return CatalogText.of(new CatalogReader(sql()).read("public"));
	}

	/**
	 * What its rows add up to.
	 * @return each table of the schema {@code public} with a hash over all of its rows,
	 * by name
	 */
	public List<String> rowHashes() {
		String hash = "SELECT '%1$s ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
				+ " FROM public.\"%1$s\" AS t";
		List<String> hashes = sql().fetch("""
				SELECT relname FROM pg_class
				WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
				""").map((row) -> hash.formatted(row.get(0, String.class)));
		return hashes.isEmpty() ? List.of() : sql().fetch(String.join(" UNION ALL ", hashes) + " ORDER BY 1")
			.map((row) -> row.get(0, String.class));
	}

	/** Drops it, and ends whatever is still connected. */
	@Override
	public void close() {
		this.server.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(requireTestName(this.name)));
	}

	@Override
	public String toString() {
		return "%s on %s".formatted(this.name, this.server);
	}

	private static TestDatabase copyOf(TestServer server, String template) {
		TestDatabase database = named(server, "t%d".formatted(COUNTER.incrementAndGet()) + SUFFIX);
		server.execute("CREATE DATABASE %s TEMPLATE %s".formatted(database.name, template));
		return database;
	}

	static TestDatabase named(TestServer server, String name) {
		return new TestDatabase(server, name);
	}

	private static String requireTestName(String name) {
		if (!name.endsWith(SUFFIX)) {
			throw new IllegalArgumentException(
					"tests may not touch the database %s: its name does not end in %s".formatted(name, SUFFIX));
		}
		return name;
	}

	private static void load(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute(sql);
			connection.commit();
		}
	}

	private static String text(Class<?> neighbour, String file) {
		try (InputStream content = neighbour.getResourceAsStream(file)) {
			if (content == null) {
				throw new IllegalStateException("there is no %s beside %s".formatted(file, neighbour));
			}
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What a template holds. */
	@FunctionalInterface
	interface Content {

		void fill(DataSource empty) throws SQLException;

	}

}
