package org.condastore.shell.session;

/** Writes words so that {@link WordScanner} reads them as they are meant. */
final class Quoting {

	private Quoting() {
	}

	/** A whole word, in quotes if it needs them. A hyphen alone is no option. */
	static String quoted(String word) {
		if (word.equals("-") || !needsQuotes(word, true)) {
			return word;
		}
		return (word.indexOf('\'') < 0) ? "'" + word + "'"
				: "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
	}

	/** The rest of a word that begins with something bare, such as {@code --name=}. */
	static String quotedRest(String rest) {
		return needsQuotes(rest, false) ? quoted(rest) : rest;
	}

	/** The beginning of a word: what is typed after it belongs to the same word. */
	static String escaped(String beginning) {
		StringBuilder escaped = new StringBuilder();
		for (int i = 0; i < beginning.length(); i++) {
			char c = beginning.charAt(i);
			if (special(c) || (i == 0 && leading(c))) {
				escaped.append('\\');
			}
			escaped.append(c);
		}
		return escaped.toString();
	}

	private static boolean needsQuotes(String word, boolean whole) {
		if (whole && (word.isEmpty() || leading(word.charAt(0)))) {
			return true;
		}
		return word.chars().anyMatch((c) -> special((char) c));
	}

	private static boolean special(char c) {
		return Character.isWhitespace(c) || c == '\'' || c == '"' || c == '\\' || c == '$';
	}

	/** What means something else at the beginning: a comment, an option. */
	private static boolean leading(char c) {
		return c == '#' || c == '-';
	}

}
