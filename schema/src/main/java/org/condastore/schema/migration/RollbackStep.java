package org.condastore.schema.migration;

import java.util.List;

/**
 * One version that a rollback takes back, and what that would lose.
 *
 * @param version the version that is taken back; the database is at the one before it
 * afterwards
 * @param effect whether the way is open to come back
 * @param losses what is lost; empty if and only if the step is lossless
 */
public record RollbackStep(int version, Effect effect, List<Loss> losses) {

	public RollbackStep {
		losses = List.copyOf(losses);
	}

	/** What taking a version back does to the data. */
	public enum Effect {

		/**
		 * Applying the version again leads to the same rows. Only the ids of packages and
		 * package builds, which mean nothing to anybody, may be given out anew.
		 */
		LOSSLESS,

		/** Some rows are deleted or changed for good, all others stay. */
		LOSSY,

		/** All data goes; nothing but a dump that was made before brings it back. */
		IRREVERSIBLE

	}

	/**
	 * One kind of rows that are lost, in whole or in part.
	 *
	 * @param rows how many, at least 1
	 * @param sentence what becomes of them, with the number in it, without a full stop:
	 * "2 CANCELED builds become FAILED"
	 */
	public record Loss(long rows, String sentence) {
	}

}
