package org.condastore.schema.migration;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One script of a migration or rollback.
 *
 * @param script the script
 * @param action what is done with it
 * @param took how long it ran; null in a plan
 */
public record MigrationStep(Script script, Action action, @Nullable Duration took) {

	/** What is done with a version. */
	public enum Action {

		/** Its row is written into the history; the tables have it already. */
		ADOPT,

		/** Its script is run. */
		APPLY,

		/** Its rollback is run. */
		ROLL_BACK,

		/** Its row is taken out of the history; the tables do not have it any more. */
		FORGET,

		/** The tables are brought from the withdrawn revision back to the one before. */
		RESTORE

	}

}
