package org.condastore.schema.migration;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollback goes.
 *
 * @param steps how many versions, the one applied last first; used if there is no version
 * @param version the version that is kept, with all that were applied before it; null for
 * a number of steps
 */
public record RollbackTarget(int steps, @Nullable MigrationVersion version) {

	/** Rolls everything back: the tables are gone afterwards. */
	public static final RollbackTarget NOTHING = new RollbackTarget(Integer.MAX_VALUE, null);

	/** So many versions, or as many as there are. */
	public static RollbackTarget steps(int steps) {
		return new RollbackTarget(steps, null);
	}

	/** Everything that was applied after a version. */
	public static RollbackTarget to(MigrationVersion version) {
		return new RollbackTarget(0, version);
	}

}
