package org.condastore.shell.doctor;

import org.condastore.shell.change.Change;
import org.jooq.Table;

/** What can be done about a broken invariant. */
sealed interface Repair {

	/** What it does, or who has to do it, or why nobody can; without a full stop. */
	String sentence();

	/** What it is in one word. */
	String kind();

	/**
	 * Rows get right again, and no file comes to harm: {@code repair} does it. Where only
	 * a part of the findings can be mended safely, the plan tells by
	 * {@link org.condastore.shell.change.Planning#followUp} what is left and why.
	 *
	 * @param sentence what becomes of the rows
	 * @param subject the table of what it is about: {@code --expect} counts its rows
	 * @param plan the rows that change, planned by statements over sets of rows
	 */
	record Rows(String sentence, Table<?> subject, Change plan) implements Repair {

		@Override
		public String kind() {
			return "rows";
		}

	}

	/**
	 * Somebody else has to do it: conda-store at a request, a worker, another command.
	 *
	 * @param sentence what to ask whom for
	 */
	record Request(String sentence) implements Repair {

		@Override
		public String kind() {
			return "request";
		}

	}

	/**
	 * Nobody can do it without knowing more than the database does.
	 *
	 * @param sentence why not
	 */
	record None(String sentence) implements Repair {

		@Override
		public String kind() {
			return "none";
		}

	}

}
