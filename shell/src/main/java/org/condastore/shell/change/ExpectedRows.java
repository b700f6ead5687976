package org.condastore.shell.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows that the server is expected to give, each of them once, and those that it gives.
 * They are compared as they are encoded, and are not decoded as long as they come in the
 * expected order.
 */
final class ExpectedRows {

	private final byte[] expected;

	/** Where the next row begins that was not found in its turn. */
	private int next;

	/** What was found out of turn. */
	private final List<String> others = new ArrayList<>();

	/**
	 * Expects a chunk.
	 * @param expected as {@link Tuples#bytes} gives it
	 */
	ExpectedRows(byte[] expected) {
		this.expected = expected;
	}

	/**
	 * A row has come.
	 * @param row encoded, with the line feed at its end
	 */
	void found(byte[] row) {
		int end = this.next + row.length;
		if (end <= this.expected.length && Arrays.equals(this.expected, this.next, end, row, 0, row.length)) {
			this.next = end;
		}
		else {
			this.others.add(new String(row, 0, row.length - 1, StandardCharsets.UTF_8));
		}
	}

	/**
	 * All rows have come: those out of turn find their places.
	 * @return those that did not come
	 */
	Tuples missed() {
		Set<String> missed = new LinkedHashSet<>(Tuples
			.lines(new String(this.expected, this.next, this.expected.length - this.next, StandardCharsets.UTF_8)));
		this.others.removeIf(missed::remove);
		return encoded(missed);
	}

	/** What came that was not expected, once it is known what was {@link #missed}. */
	Tuples others() {
		return encoded(this.others);
	}

	private static Tuples encoded(Collection<String> lines) {
		Tuples tuples = new Tuples();
		lines.forEach((line) -> tuples.addEncoded(line + '\n'));
		return tuples;
	}

}
