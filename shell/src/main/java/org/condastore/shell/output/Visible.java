package org.condastore.shell.output;

/**
 * Makes text from anywhere safe to show: whatever could move the cursor, recolour the
 * screen, reorder or hide characters is written as an escape that can be seen.
 *
 * <p>
 * Escaped are control characters (C0, DEL, C1), Unicode's format characters
 * (bidirectional overrides and isolates, zero-width characters, tags), other characters
 * that show nothing, line and paragraph separators, and unpaired surrogates. The escapes
 * are {@code \b \t \n \f \r \e}, four digits {@code \}{@code u202e} and eight digits
 * {@code \}{@code U000e0001}.
 *
 * <p>
 * What is shown can be read back: a backslash is doubled where it would otherwise read as
 * the beginning of an escape, so {@code C:\pkgs} stays and {@code C:\new} becomes
 * {@code C:\\new}.
 */
public final class Visible {

	private Visible() {
	}

	/**
	 * Text in one line: line ends are escaped too.
	 */
	public static String line(String text) {
		return escape(text, false);
	}

	/** Text whose line feeds stay line ends. */
	static String lines(String text) {
		return escape(text, true);
	}

	/**
	 * Whether a character must not reach a screen.
	 * @param codePoint a code point; a surrogate stands for itself
	 */
	public static boolean unsafe(int codePoint) {
		if (codePoint < 0x7F) {
			return codePoint < 0x20;
		}
		if (codePoint < 0xA0) {
			return true;
		}
		return switch (Character.getType(codePoint)) {
			case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> blank(codePoint);
		};
	}

	/**
	 * Letters and marks that show nothing: Unicode's Default_Ignorable_Code_Point without
	 * the variation selectors of emoji, which change a glyph and hide nothing.
	 */
	private static boolean blank(int codePoint) {
		return codePoint == 0x034F || codePoint == 0x115F || codePoint == 0x1160 || codePoint == 0x17B4
				|| codePoint == 0x17B5 || codePoint == 0x3164 || codePoint == 0xFFA0
				|| (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
	}

	private static String escape(String text, boolean keepLines) {
		int first = firstSuspect(text, keepLines);
		if (first < 0) {
			return text;
		}
		StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
		for (int i = first; i < text.length();) {
			int codePoint = text.codePointAt(i);
			int next = i + Character.charCount(codePoint);
			if (codePoint == '\\') {
				shown.append(ambiguous(text, next, keepLines) ? "\\\\" : "\\");
			}
			else if (escaped(codePoint, keepLines)) {
				append(shown, codePoint);
			}
			else {
				shown.appendCodePoint(codePoint);
			}
			i = next;
		}
		return shown.toString();
	}

	/** Almost every text is plain ASCII and ends here. */
	private static int firstSuspect(String text, boolean keepLines) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c < 0x20 && !(keepLines && c == '\n')) || c > 0x7E || c == '\\') {
				return i;
			}
		}
		return -1;
	}

	private static boolean escaped(int codePoint, boolean keepLines) {
		return !(keepLines && codePoint == '\n') && unsafe(codePoint);
	}

	/** Whether a backslash in front of this place would read as an escape. */
	private static boolean ambiguous(String text, int next, boolean keepLines) {
		if (next == text.length()) {
			return false;
		}
		int follower = text.codePointAt(next);
		return switch (follower) {
			case '\\', 'b', 't', 'n', 'f', 'r', 'e' -> true;
			case 'u' -> digits(text, next + 1, 4);
			case 'U' -> digits(text, next + 1, 8);
			default -> escaped(follower, keepLines);
		};
	}

	private static boolean digits(String text, int start, int count) {
		if (text.length() < start + count) {
			return false;
		}
		for (int i = start; i < start + count; i++) {
			if (Character.digit(text.charAt(i), 16) < 0) {
				return false;
			}
		}
		return true;
	}

	private static void append(StringBuilder shown, int codePoint) {
		switch (codePoint) {
			case '\b' -> shown.append("\\b");
			case '\t' -> shown.append("\\t");
			case '\n' -> shown.append("\\n");
			case '\f' -> shown.append("\\f");
			case '\r' -> shown.append("\\r");
			case 0x1B -> shown.append("\\e");
			default ->
				shown.append((codePoint > 0xFFFF) ? "\\U%08x".formatted(codePoint) : "\\u%04x".formatted(codePoint));
		}
	}

}
