package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * SQL taken apart into words, as far as names, constants and statements are concerned.
 */
final class SqlText {

	private final String sql;

	private int position;

	private SqlText(String sql) {
		this.sql = sql;
	}

	/**
	 * Takes SQL apart.
	 * @param sql any SQL, also incomplete
	 * @return its tokens; together their texts are the SQL
	 */
	static List<Token> tokens(String sql) {
		SqlText reader = new SqlText(sql);
		List<Token> tokens = new ArrayList<>();
		while (reader.position < sql.length()) {
			tokens.add(reader.next());
		}
		return tokens;
	}

	/**
	 * Whether SQL, as PostgreSQL prints it, has a name in it, also if the name means
	 * something else there.
	 */
	static boolean mentions(String sql, String name) {
		return tokens(sql).stream().anyMatch((token) -> token.isName() && token.value().equals(name));
	}

	/**
	 * Replaces names, except those of types and functions as far as the spelling tells.
	 * @param sql the SQL, as PostgreSQL prints it
	 * @param replacement from a name to what it becomes
	 * @return the SQL with other names, quoted where they have to be
	 */
	static String renamed(String sql, UnaryOperator<String> replacement) {
		List<Token> tokens = tokens(sql);
		StringBuilder text = new StringBuilder();
		String before = "";
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			boolean call = i + 1 < tokens.size() && tokens.get(i + 1).text().equals("(");
			boolean type = before.equals("::");
			String name = (token.isName() && !type && !call) ? replacement.apply(token.value()) : token.value();
			text.append(name.equals(token.value()) ? token.text() : Identifiers.quoted(name));
			before = token.isBlank() ? before : token.text();
		}
		return text.toString();
	}

	/**
	 * Reads a reference to a table that has no schema.
	 * @param reference as PostgreSQL spells it
	 * @return the name without quotes; empty if the table is in another schema
	 */
	static Optional<String> localName(String reference) {
		List<Token> tokens = tokens(reference);
		return (tokens.size() == 1 && tokens.get(0).isName()) ? Optional.of(tokens.get(0).value()) : Optional.empty();
	}

	/** Two spellings are the same if only space differs. */
	static String withoutBlanks(String sql) {
		StringBuilder text = new StringBuilder();
		for (Token token : tokens(sql)) {
			if (!token.isBlank()) {
				text.append(token.text()).append(' ');
			}
		}
		return text.toString();
	}

	/**
	 * Splits a script into statements.
	 * @param script statements that end in semicolons, the last one perhaps not
	 * @return the statements without their semicolons and without blanks around them
	 */
	static List<Statement> statements(String script) {
		List<Statement> statements = new ArrayList<>();
		StringBuilder text = new StringBuilder();
		int line = 1;
		int start = 0;
		int depth = 0;
		boolean atomic = false;
		String before = "";
		for (Token token : tokens(script)) {
			String word = token.text().toUpperCase(Locale.ROOT);
			if (token.text().equals(";") && depth == 0) {
				if (start > 0) {
					statements.add(new Statement(text.toString().strip(), start));
				}
				text.setLength(0);
				start = 0;
				atomic = false;
			}
			else if (start > 0 || !token.isBlank()) {
				start = (start > 0) ? start : line;
				text.append(token.text());
				// The body of a function in standard SQL has semicolons of its own.
				if (word.equals("ATOMIC") && before.equals("BEGIN")) {
					atomic = true;
					depth++;
				}
				else if (atomic && word.equals("CASE")) {
					depth++;
				}
				else if (atomic && word.equals("END")) {
					depth--;
				}
			}
			before = token.isBlank() ? before : word;
			line += (int) token.text().chars().filter((character) -> character == '\n').count();
		}
		if (start > 0) {
			statements.add(new Statement(text.toString().strip(), start));
		}
		return statements;
	}

	private Token next() {
		int start = this.position;
		char first = this.sql.charAt(start);
		if (Character.isWhitespace(first)) {
			while (this.position < this.sql.length() && Character.isWhitespace(this.sql.charAt(this.position))) {
				this.position++;
			}
			return token(Token.Kind.BLANK, start);
		}
		if (this.sql.startsWith("--", start)) {
			int end = this.sql.indexOf('\n', start);
			this.position = (end < 0) ? this.sql.length() : end + 1;
			return token(Token.Kind.BLANK, start);
		}
		if (this.sql.startsWith("/*", start)) {
			blockComment();
			return token(Token.Kind.BLANK, start);
		}
		if (first == '"') {
			quotedUntil('"', false);
			String text = this.sql.substring(start, this.position);
			String inside = text.substring(1, Math.max(1, text.length() - 1));
			return new Token(Token.Kind.NAME, text, inside.replace("\"\"", "\""));
		}
		if (first == '\'') {
			boolean escapes = start > 0 && (this.sql.charAt(start - 1) == 'E' || this.sql.charAt(start - 1) == 'e');
			quotedUntil('\'', escapes);
			return token(Token.Kind.OTHER, start);
		}
		if (first == '$' && dollarQuoted()) {
			return token(Token.Kind.OTHER, start);
		}
		if (isNameStart(first)) {
			while (this.position < this.sql.length() && isNamePart(this.sql.charAt(this.position))) {
				this.position++;
			}
			String text = this.sql.substring(start, this.position);
			boolean prefix = text.equalsIgnoreCase("E") && this.position < this.sql.length()
					&& this.sql.charAt(this.position) == '\'';
			return new Token(prefix ? Token.Kind.OTHER : Token.Kind.NAME, text, text.toLowerCase(Locale.ROOT));
		}
		if (this.sql.startsWith("::", start)) {
			this.position += 2;
			return token(Token.Kind.OTHER, start);
		}
		if (Character.isDigit(first)) {
			while (this.position < this.sql.length()
					&& (isNamePart(this.sql.charAt(this.position)) || this.sql.charAt(this.position) == '.')) {
				this.position++;
			}
			return token(Token.Kind.OTHER, start);
		}
		this.position++;
		return token(Token.Kind.OTHER, start);
	}

	private Token token(Token.Kind kind, int start) {
		String text = this.sql.substring(start, this.position);
		return new Token(kind, text, text);
	}

	private void blockComment() {
		int depth = 0;
		do {
			if (this.sql.startsWith("/*", this.position)) {
				depth++;
				this.position += 2;
			}
			else if (this.sql.startsWith("*/", this.position)) {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0 && this.position < this.sql.length());
		this.position = Math.min(this.position, this.sql.length());
	}

	private void quotedUntil(char quote, boolean escapes) {
		this.position++;
		while (this.position < this.sql.length()) {
			char character = this.sql.charAt(this.position++);
			if (character == '\\' && escapes && this.position < this.sql.length()) {
				this.position++;
			}
			else if (character == quote) {
				if (this.position >= this.sql.length() || this.sql.charAt(this.position) != quote) {
					return;
				}
				this.position++;
			}
		}
	}

	private boolean dollarQuoted() {
		int end = this.position + 1;
		while (end < this.sql.length() && this.sql.charAt(end) != '$' && isNamePart(this.sql.charAt(end))) {
			end++;
		}
		if (end >= this.sql.length() || this.sql.charAt(end) != '$'
				|| Character.isDigit(this.sql.charAt(this.position + 1))) {
			return false;
		}
		String quote = this.sql.substring(this.position, end + 1);
		int close = this.sql.indexOf(quote, end + 1);
		this.position = (close < 0) ? this.sql.length() : close + quote.length();
		return true;
	}

	private static boolean isNameStart(char character) {
		return Character.isLetter(character) || character == '_';
	}

	private static boolean isNamePart(char character) {
		return isNameStart(character) || Character.isDigit(character) || character == '$';
	}

	/**
	 * A word, a name, a constant, an operator's character, or blank.
	 *
	 * @param kind which of them
	 * @param text as written
	 * @param value for a name: without quotes, folded as PostgreSQL does
	 */
	record Token(Kind kind, String text, String value) {

		/** PostgreSQL prints its key words in upper case, and names never. */
		boolean isName() {
			return this.kind == Kind.NAME && (this.text.startsWith("\"") || this.text.equals(this.value));
		}

		boolean isBlank() {
			return this.kind == Kind.BLANK;
		}

		/** The kinds of tokens. */
		enum Kind {

			/** A name or key word. */
			NAME,

			/** Space or a comment. */
			BLANK,

			/** Everything else. */
			OTHER

		}

	}

	/**
	 * A statement of a script.
	 *
	 * @param sql the statement, without its semicolon
	 * @param line where it begins, from 1; comments before it do not count
	 */
	record Statement(String sql, int line) {
	}

}
