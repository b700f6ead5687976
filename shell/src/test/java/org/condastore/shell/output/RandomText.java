package org.condastore.shell.output;

import java.util.Random;

/** Text with more trouble in it than any database has. */
final class RandomText {

	private static final String[] PIECES = { "a", "word", " ", "  ", "\n", "\r\n", "\t", "\\", "\\n", "\\u202e", "\"",
			"'", ",", ";", ":", ": ", " #", "# ", "- ", "-", "?", "? ", "|", ">", "&a", "*a", "!x", "%", "@", "`", "{",
			"}", "[", "]", "yes", "null", "~", "1", "1.0", "1e5", "0x1F", "2024-09-01", "=", "<<", "---", "...",
			"\u001b[31m", "\u0007", "\u0000", "\u007f", "\u009b2J", "\u0085", "\u202e", "\u2066", "\u200b", "\u200d",
			"\u2028", "\ufeff", "\ufffe", "\ud800", "\udc00", "é", "e\u0301", "日本語", "😀", "\udb40\udc01", "\u3164",
			"\u00a0" };

	private final Random random;

	/** The seed is printed, so that a failure can be repeated. */
	RandomText(String test) {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println(test + ": -Dseed=" + seed);
		this.random = new Random(seed);
	}

	String next() {
		StringBuilder text = new StringBuilder();
		int pieces = this.random.nextInt(8);
		for (int i = 0; i < pieces; i++) {
			if (this.random.nextInt(8) == 0) {
				text.append((char) this.random.nextInt(0x10000));
			}
			else {
				text.append(PIECES[this.random.nextInt(PIECES.length)]);
			}
		}
		return text.toString();
	}

	/**
	 * Without unpaired surrogates, which PostgreSQL does not store and UTF-8 does not
	 * have.
	 */
	String nextStorable() {
		StringBuilder text = new StringBuilder();
		next().codePoints().filter((c) -> Character.getType(c) != Character.SURROGATE).forEach(text::appendCodePoint);
		return text.toString();
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

}
