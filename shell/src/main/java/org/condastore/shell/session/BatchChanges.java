package org.condastore.shell.session;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.ErrorReport;

/**
 * How the lines of a batch change rows that share a transaction: changes of consecutive
 * lines may wait for each other and be carried out together, and a batch can be
 * rehearsed.
 */
public interface BatchChanges {

	/** Whether the change of the line that runs next may wait for those after it. */
	void mayWait(boolean allowed);

	/** How many changes wait, each of a line. */
	int waiting();

	/**
	 * Carries out what waits.
	 * @return what shows each result, in the order of the lines
	 * @throws NotCarriedOut if one of them fails
	 */
	List<Runnable> carryOut();

	/**
	 * From now on nothing stays: changes are made in a transaction that somebody rolls
	 * back, and their plans are kept. New rows get keys that no server gives.
	 * @param journal whether the journal is needed too, because something may be undone
	 */
	void rehearse(boolean journal);

	/** The line of a rehearsed batch that runs next. */
	void at(ErrorReport.Location line);

	/**
	 * Shows what was rehearsed as one plan.
	 * @param change in words
	 * @return how many rows it is about
	 */
	int showRehearsed(String change);

	/** One of the changes that waited has failed. */
	final class NotCarriedOut extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int index;

		private final CommandFailure failure;

		/**
		 * A failure.
		 * @param index which one, from 0
		 */
		public NotCarriedOut(int index, CommandFailure failure) {
			super(failure);
			this.index = index;
			this.failure = failure;
		}

		int index() {
			return this.index;
		}

		CommandFailure failure() {
			return this.failure;
		}

	}

}
