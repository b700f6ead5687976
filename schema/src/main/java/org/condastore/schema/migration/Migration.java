package org.condastore.schema.migration;

import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Brings a database to a version of the schema.
 *
 * <p>
 * The tables are made in the schema in which a connection of the data source would make
 * them: the first one of its {@code search_path}, {@code public} by default. The history
 * of what was applied lives in a schema of its own, {@value #HISTORY_SCHEMA}, because
 * conda-store takes a database that has any other table next to its own for one that it
 * has to upgrade from the first revision.
 */
public final class Migration {

	/** The schema that holds everything that is the shell's own. */
	public static final String HISTORY_SCHEMA = "conda_store_shell";

	private static final String SCRIPTS = "classpath:org/condastore/schema/migrations";

	private final DataSource dataSource;

	/**
	 * Makes a migration; nothing is connected to yet.
	 * @param dataSource connections to the database, as a role that may create tables
	 */
	public Migration(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Applies every script that the database does not have yet.
	 * @return how many scripts were applied
	 * @throws FlywayException if a script fails, which leaves the database as the script
	 * before it did, or if the history contradicts the scripts
	 */
	public int migrate() {
		return migrate(MigrationVersion.LATEST);
	}

	/**
	 * Applies the scripts up to a version. A database that is beyond it stays there.
	 * @param version the version of the last script to apply
	 * @return how many scripts were applied
	 * @throws FlywayException if a script fails, which leaves the database as the script
	 * before it did, or if the history contradicts the scripts
	 */
	public int migrate(long version) {
		return migrate(MigrationVersion.fromVersion(Long.toString(version)));
	}

	private int migrate(MigrationVersion target) {
		return Flyway.configure()
			// An index that is built concurrently waits for every transaction to end, and
			// would wait for the one that otherwise holds Flyway's lock.
			.configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
			.dataSource(this.dataSource)
			.locations(SCRIPTS)
			.failOnMissingLocations(true)
			.validateMigrationNaming(true)
			.defaultSchema(HISTORY_SCHEMA)
			.callbacks(TargetSchema.of(this.dataSource))
			.target(target)
			.load()
			.migrate().migrationsExecuted;
	}

}
