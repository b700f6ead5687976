package org.condastore.schema.migration;

import org.flywaydb.core.api.MigrationVersion;

/**
 * One revision of conda-store's schema.
 *
 * @param version the version of the migration that leads to it, counted from 1
 * @param id the identifier that Alembic gave it, which is what {@code alembic_version}
 * holds
 * @param description what it changed, in one line
 */
public record Revision(int version, String id, String description) {

	/** The version as Flyway compares it. */
	MigrationVersion migrationVersion() {
		return MigrationVersion.fromVersion(String.valueOf(this.version));
	}

}
