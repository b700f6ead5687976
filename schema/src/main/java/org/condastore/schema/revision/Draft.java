package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.migration.LockPatience;
import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.MigrationListener;
import org.condastore.schema.migration.Scripts;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Scripts that lead from one schema to another, proved in scratch databases.
 *
 * @param comparison what differs
 * @param scripts the pair of scripts; without statements if nothing differs
 * @param proof what came of trying it
 */
public record Draft(Comparison comparison, ScriptPair scripts, Proof proof) {

	/**
	 * Writes a pair of scripts and tries it.
	 * @param message what it is for
	 * @param comparison what has to happen
	 * @param scratch makes an empty database
	 * @throws DataAccessException if a scratch database fails
	 */
	public static Draft of(String message, Comparison comparison, Supplier<DataSource> scratch) {
		ScriptPair scripts = ScriptPair.of(message, comparison);
		try (Connection empty = scratch.get().getConnection()) {
			return new Draft(comparison, scripts, Proof.of(empty, comparison, scripts.upText(), scripts.downText()));
		}
		catch (SQLException ex) {
			throw new DataAccessException("the scripts cannot be tried", ex);
		}
	}

	/**
	 * What a model makes.
	 * @param sql the model's statements
	 * @param scratch makes an empty database
	 * @throws SqlFailure if a statement of the model fails
	 * @throws DataAccessException if the scratch database fails
	 */
	public static Catalog model(String sql, Supplier<DataSource> scratch) {
		try (Connection empty = scratch.get().getConnection()) {
			return Model.load(empty, sql);
		}
		catch (SQLException ex) {
			throw new DataAccessException("the model cannot be loaded", ex);
		}
	}

	/**
	 * What the migrations make.
	 * @param scripts the scripts that there are
	 * @param version up to which one
	 * @param scratch makes an empty database
	 * @throws DataAccessException if the scratch database fails
	 */
	public static Catalog migrations(Scripts scripts, MigrationVersion version, Supplier<DataSource> scratch) {
		DataSource empty = scratch.get();
		new Migration(empty, scripts, LockPatience.DEFAULT, MigrationListener.SILENT, null).migrate(version);
		try (Connection connection = empty.getConnection()) {
			return new CatalogReader(DSL.using(connection, SQLDialect.POSTGRES)).read();
		}
		catch (SQLException ex) {
			throw new DataAccessException("the migrated schema cannot be read", ex);
		}
	}

}
