package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Whether a pair of scripts does what it should, tried on a copy of the schema without
 * rows.
 *
 * @param copy what the copy lacks before anything is tried; not empty if the database has
 * something that no statement here makes
 * @param up what is still to do after the script up
 * @param down what is still to do after the script down to have the old schema again
 * @param failure which script failed and why; empty if all ran
 */
public record Proof(List<Finding> copy, List<Finding> up, List<Finding> down, Optional<String> failure) {

	public Proof {
		copy = List.copyOf(copy);
		up = List.copyOf(up);
		down = List.copyOf(down);
	}

	/**
	 * Tries a pair of scripts.
	 * @param empty a connection to a database whose current schema is empty, and stays
	 * filled afterwards. What extensions the schema needs must be there
	 * @param comparison what the scripts are for
	 * @param up the script up as it will be applied
	 * @param down the script down as it will be applied
	 * @return what came of it
	 * @throws IllegalStateException if the schema is not empty
	 * @throws SQLException if the connection fails
	 * @throws org.jooq.exception.DataAccessException if a catalog cannot be read
	 */
	public static Proof of(Connection empty, Comparison comparison, String up, String down) throws SQLException {
		CatalogReader reader = new CatalogReader(DSL.using(empty, SQLDialect.POSTGRES));
		if (!reader.findsNothing()) {
			throw new IllegalStateException("the database to try the scripts in is not empty");
		}
		List<Finding> none = List.of();
		String stage = "the copy of the schema cannot be made";
		List<Finding> copy = none;
		List<Finding> afterUp = none;
		try {
			SqlScript.run(empty, MigrationScript.creating(comparison.from()).sql());
			copy = missing(reader, comparison, comparison.from());
			stage = "the script up fails";
			SqlScript.run(empty, up);
			afterUp = missing(reader, comparison, comparison.to());
			stage = "the script down fails";
			SqlScript.run(empty, down);
			return new Proof(copy, afterUp, missing(reader, comparison, comparison.from()), Optional.empty());
		}
		catch (SqlFailure ex) {
			return new Proof(copy, afterUp, none, Optional.of(stage + " at " + ex.getMessage()));
		}
	}

	/**
	 * Whether the scripts are proved.
	 * @return true if up makes what it should and down brings back what was
	 */
	public boolean holds() {
		return this.copy.isEmpty() && this.up.isEmpty() && this.down.isEmpty() && this.failure.isEmpty();
	}

	private static List<Finding> missing(CatalogReader reader, Comparison comparison, Catalog wanted) {
		return Comparison.of(reader.read(), wanted, List.of(), comparison.exclusions()).findings();
	}

}
