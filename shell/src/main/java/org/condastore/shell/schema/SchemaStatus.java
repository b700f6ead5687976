package org.condastore.shell.schema;

import java.util.List;
import java.util.Locale;

import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.Releases;
import org.condastore.schema.migration.Revisions;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Both ledgers of a database in one.
 *
 * @param version the version that it is at; null if none
 * @param alembicRevision what {@code alembic_version} holds; null if it holds not just
 * one
 * @param state {@code empty}, {@code adoptable}, {@code current}, {@code behind},
 * {@code drifted} or {@code unknown}
 * @param pending the versions of the scripts that are not applied
 * @param releases the releases of conda-store that run on it as it is
 * @param problem what is wrong; null if nothing is
 * @param hint the way out; null if there is no problem
 */
record SchemaStatus(@Nullable String version, @Nullable String alembicRevision, String state, List<String> pending,
		List<String> releases, @Nullable String problem, @Nullable String hint, List<String> differences,
		List<String> notes) {

	static SchemaStatus of(Inspection found) {
		return new SchemaStatus(found.version().map(MigrationVersion::getVersion).orElse(null),
				found.revision().orElse(null), found.state().name().toLowerCase(Locale.ROOT),
				found.pending().stream().map((script) -> script.version().getVersion()).toList(),
				found.revision().flatMap(Revisions::withId).map(Releases::runningOn).orElse(List.of()), found.problem(),
				found.hint(), found.differences(), found.notes());
	}

}
