package org.condastore.shell.specification;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;

/**
 * What names a specification: its id, or the beginning of its sha256. Digits alone are an
 * id first.
 *
 * @param value in lower case
 */
public record SpecificationId(String value) {

	/** Below this many digits nobody means a sha256. */
	private static final int SHORTEST_PREFIX = 4;

	private static final Pattern ALLOWED = Pattern
		.compile("[0-9]{1,%1$d}|[0-9a-f]{%1$d,64}".formatted(SHORTEST_PREFIX));

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if it can be neither an id nor a sha256
	 */
	public static SpecificationId of(String typed) {
		String value = typed.toLowerCase(Locale.ROOT);
		if (!ALLOWED.matcher(value).matches()) {
			throw CommandFailure.usage("\"%s\" is neither the id nor the sha256 of a specification".formatted(typed),
					"use a number, or at least %d digits of the sha256".formatted(SHORTEST_PREFIX));
		}
		return new SpecificationId(value);
	}

	/** The id that it may be. */
	OptionalInt number() {
		try {
			return OptionalInt.of(Integer.parseInt(this.value));
		}
		catch (NumberFormatException ex) {
			// a sha256, or more than any id
			return OptionalInt.empty();
		}
	}

	/** Whether it may be the beginning of a sha256. */
	boolean mayBePrefix() {
		return this.value.length() >= SHORTEST_PREFIX;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
