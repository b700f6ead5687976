package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * One database and one connection for many small schemas, each of which is empty at
 * first: a schema is made faster than a database.
 */
final class Scratch implements AutoCloseable {

	private final TestDatabase database;

	private final Connection connection;

	Scratch(TestServer server) throws SQLException {
		this.database = TestDatabase.empty(server);
		this.connection = this.database.dataSource().getConnection();
	}

	/** The catalog that SQL makes. */
	Catalog catalog(String sql) throws SQLException {
		return Model.load(empty(), sql);
	}

	/** A connection whose schema is empty; what was in it before is gone. */
	Connection empty() throws SQLException {
		execute("DROP SCHEMA IF EXISTS scratch CASCADE; CREATE SCHEMA scratch; SET search_path = scratch");
		return this.connection;
	}

	TestServer server() {
		return this.database.server();
	}

	/** The connection; its schema is as it was left. */
	Connection connection() {
		return this.connection;
	}

	Catalog read() {
		return new CatalogReader(DSL.using(this.connection, SQLDialect.POSTGRES)).read();
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.database.close();
	}

}
