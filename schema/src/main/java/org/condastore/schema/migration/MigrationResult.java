package org.condastore.schema.migration;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a migration or rollback did, or would do.
 *
 * @param from the version before; null for an empty database
 * @param to the version after; null for an empty database
 * @param steps what was done, in that order; empty if there was nothing to do
 */
public record MigrationResult(@Nullable String from, @Nullable String to, List<MigrationStep> steps) {

	public MigrationResult {
		steps = List.copyOf(steps);
	}

}
