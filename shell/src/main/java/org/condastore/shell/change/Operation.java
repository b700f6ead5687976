package org.condastore.shell.change;

import java.util.Locale;

/** What is done to a row. */
public enum Operation {

	INSERT, UPDATE, DELETE,

	/** A sequence gets another number to go on with; see {@link Sequences}. */
	RESTART;

	/** What takes it back. */
	Operation inverse() {
		return switch (this) {
			case INSERT -> DELETE;
			case UPDATE -> UPDATE;
			case DELETE -> INSERT;
			case RESTART -> RESTART;
		};
	}

	/** Whether what it is done to is there before and after. */
	boolean isInPlace() {
		return this == UPDATE || this == RESTART;
	}

	/** In lower case, as plans and the journal spell it. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The operation that is spelled like this. */
	static Operation of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

}
