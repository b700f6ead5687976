package org.condastore.shell.output;

import org.jline.utils.WCWidth;

/**
 * How many cells of a terminal text takes: two for a Chinese character or an emoji, none
 * for a combining mark. For text without control characters.
 */
final class DisplayWidth {

	private static final String ELLIPSIS = "…";

	private DisplayWidth() {
	}

	static int of(String text) {
		int width = 0;
		for (int i = 0; i < text.length();) {
			int codePoint = text.codePointAt(i);
			width += of(codePoint);
			i += Character.charCount(codePoint);
		}
		return width;
	}

	/**
	 * Shortens text to a width and ends it in an ellipsis if anything was cut.
	 * @param width at least 1
	 */
	static String shorten(String text, int width) {
		// No character is wider than two cells, and most take one.
		if (text.length() <= width / 2 || of(text) <= width) {
			return text;
		}
		int used = 0;
		int end = 0;
		while (end < text.length()) {
			int codePoint = text.codePointAt(end);
			used += of(codePoint);
			if (used > width - 1) {
				break;
			}
			end += Character.charCount(codePoint);
		}
		return text.substring(0, end) + ELLIPSIS;
	}

	private static int of(int codePoint) {
		return (codePoint < 0x7F) ? 1 : Math.max(0, WCWidth.wcwidth(codePoint));
	}

}
