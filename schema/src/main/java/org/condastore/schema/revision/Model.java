package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The declared model: SQL that makes the schema as it should be. */
public final class Model {

	private Model() {
	}

	/**
	 * Runs a model in an empty database and reads what it made.
	 * @param empty a connection to a database whose current schema is empty. What the
	 * model makes is left there
	 * @param sql the model's statements
	 * @return the catalog
	 * @throws SqlFailure if a statement of the model fails
	 * @throws IllegalStateException if the schema is not empty
	 * @throws SQLException if the connection fails
	 * @throws org.jooq.exception.DataAccessException if the catalog cannot be read
	 */
	public static Catalog load(Connection empty, String sql) throws SQLException {
		CatalogReader reader = new CatalogReader(DSL.using(empty, SQLDialect.POSTGRES));
		if (!reader.findsNothing()) {
			throw new IllegalStateException("the database to load the model into is not empty");
		}
		SqlScript.run(empty, sql);
		return reader.read();
	}

}
