package org.condastore.shell.row;

import org.condastore.shell.failure.CommandFailure;

/**
 * A column and the value that it gets: {@code column=value}, the value being everything
 * behind the first equals sign. {@code column=} is an empty text, {@code column=@null} is
 * NULL, {@code column=@now} is the time of the change; any other value that begins with
 * {@code @} is written with two of them, of which the first is dropped.
 *
 * @param column its name
 * @param kind what the value is
 * @param text the value itself; of no meaning unless it is typed
 */
public record Cell(String column, Kind kind, String text) {

	static final String NULL = "@null";

	static final String NOW = "@now";

	enum Kind {

		/** NULL. */
		NULL,

		/** The time of the change. */
		NOW,

		/** What was typed. */
		TYPED

	}

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if there is no column, or the value begins
	 * with a single {@code @} and is none of the words
	 */
	public static Cell of(String typed) {
		int equals = typed.indexOf('=');
		if (equals < 1) {
			throw CommandFailure.usage("\"%s\" is not column=value".formatted(typed),
					"write the column, an equals sign and the value: status=FAILED");
		}
		String column = typed.substring(0, equals);
		String text = typed.substring(equals + 1);
		if (text.equals(NULL)) {
			return new Cell(column, Kind.NULL, "");
		}
		if (text.equals(NOW)) {
			return new Cell(column, Kind.NOW, "");
		}
		if (text.startsWith("@@")) {
			return new Cell(column, Kind.TYPED, text.substring(1));
		}
		if (text.startsWith("@")) {
			throw CommandFailure.usage("%s=%s is neither %s nor %s".formatted(column, text, NULL, NOW),
					"write a text that begins with @ with two of them: %s=@%s".formatted(column, text));
		}
		return new Cell(column, Kind.TYPED, text);
	}

}
