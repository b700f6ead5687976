package org.condastore.shell.change;

import java.util.Locale;

/** What is done to a row. */
public enum Operation {

	INSERT, UPDATE, DELETE;

	/** What takes it back. */
	Operation inverse() {
		return switch (this) {
			case INSERT -> DELETE;
			case UPDATE -> UPDATE;
			case DELETE -> INSERT;
		};
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
