package org.condastore.shell.build;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One thing in which two builds differ.
 *
 * @param name a package's name; for a specification the name of the field, with dots
 * before the names of fields inside fields
 * @param inA what the first build has; null if only the other one has it
 * @param inB what the second build has; null if only the other one has it
 */
record Difference(Part part, Change change, String name, @Nullable String inA, @Nullable String inB) {

	/** What the difference is in. */
	enum Part {

		/** What was asked for. */
		SPECIFICATION,

		/** What was installed. */
		PACKAGE;

		String typed() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** How the second build differs from the first one. */
	enum Change {

		/** Only the second one has it. */
		ADDED,

		/** Only the first one has it. */
		REMOVED,

		/** Both have it, but not the same. */
		CHANGED;

		String typed() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	static Difference between(Part part, String name, @Nullable String inA, @Nullable String inB) {
		Change change = (inA == null) ? Change.ADDED : (inB == null) ? Change.REMOVED : Change.CHANGED;
		return new Difference(part, change, name, inA, inB);
	}

}
