package org.condastore.shell.session;

import org.condastore.shell.failure.CommandFailure;

/** Follows the lines of a batch. */
interface LineListener {

	/** Nobody does. */
	LineListener NONE = new LineListener() {
		@Override
		public void begins(PreparedLine line) {
			// nobody wants to know
		}

		@Override
		public void ended(PreparedLine line) {
			// nobody wants to know
		}

		@Override
		public void failed(PreparedLine line, CommandFailure failure) {
			// nobody wants to know
		}
	};

	/** A line begins to run. It may do so again, if it failed because of others. */
	void begins(PreparedLine line);

	/** The line that began last has done what it should. */
	void ended(PreparedLine line);

	/** A line has failed; the report of it comes next. */
	void failed(PreparedLine line, CommandFailure failure);

}
