package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

/**
 * Something that must hold in a healthy database. One class each, named by what must
 * hold; {@link Invariants} lists them.
 */
interface Invariant {

	/** A letter and a number, such as {@code B4}: what people type and machines parse. */
	String id();

	/**
	 * How bad it is when it does not hold. What conda-store's own migrations leave behind
	 * everywhere is {@link Severity#INFORMATION}.
	 */
	Severity severity();

	/** What must hold, in one sentence without a full stop. */
	String sentence();

	/** The page of the manual. */
	Explanation explanation();

	/**
	 * Whether it can hold or not on such a schema: older revisions of conda-store have
	 * fewer columns, and some tables are there only without Redis.
	 */
	default boolean appliesTo(ExaminedSchema schema) {
		return true;
	}

	/**
	 * Whether it is about what belongs to namespaces; otherwise it is left out when one
	 * is asked for.
	 */
	default boolean hasNamespaces() {
		return true;
	}

	/**
	 * Looks where it does not hold. Reads only, by few statements over sets of rows, and
	 * is called only where it applies.
	 */
	Findings find(Examination examination);

	/** What can be done about it. */
	Repair repair();

}
