package org.condastore.shell.schema;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.Scripts;
import org.condastore.schema.revision.Comparison;
import org.condastore.schema.revision.Obstacle;
import org.condastore.schema.revision.Preflight;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** What the database says about its schema. */
public final class SchemaRepository {

	private final DSLContext db;

	public SchemaRepository(DSLContext db) {
		this.db = db;
	}

	/** Both ledgers and the tables, compared. */
	Inspection inspect(Scripts scripts) {
		return this.db.connectionResult((connection) -> Inspection.of(connection, scripts));
	}

	/** The catalog of the schema that the login works in. */
	Catalog catalog() {
		return new CatalogReader(this.db)
			.read(this.db.connectionResult((connection) -> String.valueOf(connection.getSchema())));
	}

	/** The rows in which a script would fail. */
	static List<Obstacle> obstacles(DataSource database, Comparison comparison) {
		return Preflight.of(DSL.using(database, SQLDialect.POSTGRES), comparison);
	}

	/** The names of tables, for completion. */
	public List<String> tables() {
		return new ArrayList<>(catalog().tables().stream().map(Catalog.Table::name).toList());
	}

}
