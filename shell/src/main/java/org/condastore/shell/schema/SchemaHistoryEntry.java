package org.condastore.shell.schema;

import java.time.Duration;
import java.time.Instant;

import org.condastore.schema.migration.HistoryRow;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Scripts;
import org.jspecify.annotations.Nullable;

/** One row of the history, with both of its names. */
record SchemaHistoryEntry(int rank, @Nullable String version, @Nullable String revision, String description,
		String action, String script, String databaseUser, @Nullable String operatingSystemUser, Instant installedOn,
		Duration took, @Nullable String reason) {

	static SchemaHistoryEntry of(HistoryRow row, Scripts scripts) {
		String version = row.version();
		String revision = (version != null) ? scripts.version(version)
			.flatMap(scripts::forward)
			.flatMap((script) -> script.revision())
			.map(Revision::id)
			.orElse(null) : null;
		return new SchemaHistoryEntry(row.rank(), version, revision, row.description(), action(row), row.script(),
				row.installedBy(), row.operatingSystemUser(), row.installedOn(), row.took(), row.reason());
	}

	private static String action(HistoryRow row) {
		if (!row.success()) {
			return "failed";
		}
		return switch (row.type()) {
			case "SQL" -> "applied";
			case "DELETE" -> "rolled back";
			default -> row.type();
		};
	}

}
