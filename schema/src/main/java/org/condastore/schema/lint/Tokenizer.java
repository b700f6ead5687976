package org.condastore.schema.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.condastore.schema.lint.Token.Kind;

/**
 * Divides SQL into tokens as PostgreSQL does with {@code standard_conforming_strings} on.
 *
 * @see <a href= "https://www.postgresql.org/docs/15/sql-syntax-lexical.html">PostgreSQL's
 * lexical structure</a>
 */
final class Tokenizer {

	private final String sql;

	private final List<Token> tokens = new ArrayList<>();

	private int line;

	private int at;

	private Tokenizer(String sql, int line) {
		this.sql = sql;
		this.line = line;
	}

	/**
	 * All tokens, comments among them.
	 * @param firstLine the line on which the text begins
	 */
	static List<Token> tokens(String sql, int firstLine) {
		Tokenizer tokenizer = new Tokenizer(sql, firstLine);
		while (tokenizer.at < sql.length()) {
			tokenizer.next();
		}
		return tokenizer.tokens;
	}

	private void next() {
		char first = this.sql.charAt(this.at);
		char second = peek(1);
		if (Character.isWhitespace(first) || first == '\uFEFF') {
			skip(1);
		}
		else if (first == '-' && second == '-') {
			lineComment();
		}
		else if (first == '/' && second == '*') {
			blockComment();
		}
		else if (first == '\'') {
			quoted(1, '\'', false, Kind.STRING);
		}
		else if (first == '"') {
			quoted(1, '"', false, Kind.QUOTED);
		}
		else if ((first == 'e' || first == 'E') && second == '\'') {
			quoted(2, '\'', true, Kind.STRING);
		}
		else if ("bBxXnN".indexOf(first) >= 0 && second == '\'') {
			quoted(2, '\'', false, Kind.STRING);
		}
		else if ((first == 'u' || first == 'U') && second == '&' && (peek(2) == '\'' || peek(2) == '"')) {
			quoted(3, peek(2), false, (peek(2) == '"') ? Kind.QUOTED : Kind.STRING);
		}
		else if (first == '$') {
			dollar();
		}
		else if (beginsWord(first)) {
			String word = run(1, Tokenizer::continuesWord);
			add(Kind.WORD, word.toLowerCase(Locale.ROOT), word.length());
		}
		else if (isDigit(first) || (first == '.' && isDigit(second))) {
			String number = run(1, (character) -> continuesWord(character) || character == '.');
			add(Kind.NUMBER, number, number.length());
		}
		else {
			add(Kind.SYMBOL, String.valueOf(first), 1);
		}
	}

	private void lineComment() {
		int end = this.at;
		while (end < this.sql.length() && this.sql.charAt(end) != '\n' && this.sql.charAt(end) != '\r') {
			end++;
		}
		add(Kind.LINE_COMMENT, this.sql.substring(this.at + 2, end), end - this.at);
	}

	private void blockComment() {
		int depth = 1;
		int end = this.at + 2;
		while (depth > 0 && end < this.sql.length()) {
			if (this.sql.startsWith("/*", end)) {
				depth++;
				end += 2;
			}
			else if (this.sql.startsWith("*/", end)) {
				depth--;
				end += 2;
			}
			else {
				end++;
			}
		}
		if (depth > 0) {
			unended();
			return;
		}
		add(Kind.BLOCK_COMMENT, this.sql.substring(this.at + 2, end - 2), end - this.at);
	}

	private void quoted(int prefix, char quote, boolean backslashes, Kind kind) {
		StringBuilder text = new StringBuilder();
		int end = this.at + prefix;
		while (end < this.sql.length()) {
			char character = this.sql.charAt(end);
			if (backslashes && character == '\\' && end + 1 < this.sql.length()) {
				text.append(character).append(this.sql.charAt(end + 1));
				end += 2;
			}
			else if (character != quote) {
				text.append(character);
				end++;
			}
			else if (end + 1 < this.sql.length() && this.sql.charAt(end + 1) == quote) {
				text.append(quote);
				end += 2;
			}
			else {
				add(kind, text.toString(), end + 1 - this.at);
				return;
			}
		}
		unended();
	}

	private void dollar() {
		if (isDigit(peek(1))) {
			String parameter = run(1, Tokenizer::isDigit);
			add(Kind.NUMBER, parameter, parameter.length());
			return;
		}
		String tag = run(1, (character) -> character != '$' && continuesWord(character));
		if (peek(tag.length()) != '$') {
			add(Kind.SYMBOL, "$", 1);
			return;
		}
		String delimiter = tag + '$';
		int end = this.sql.indexOf(delimiter, this.at + delimiter.length());
		if (end < 0) {
			unended();
			return;
		}
		add(Kind.STRING, this.sql.substring(this.at + delimiter.length(), end), end + delimiter.length() - this.at);
	}

	private void unended() {
		add(Kind.UNENDED, this.sql.substring(this.at), this.sql.length() - this.at);
	}

	private void add(Kind kind, String text, int length) {
		this.tokens.add(new Token(kind, text, this.line));
		skip(length);
	}

	private void skip(int length) {
		for (int i = 0; i < length; i++) {
			if (this.sql.charAt(this.at + i) == '\n') {
				this.line++;
			}
		}
		this.at += length;
	}

	private String run(int from, java.util.function.IntPredicate belongs) {
		int end = this.at + from;
		while (end < this.sql.length() && belongs.test(this.sql.charAt(end))) {
			end++;
		}
		return this.sql.substring(this.at, end);
	}

	/** A character further on; a NUL, which SQL does not have, behind the end. */
	private char peek(int offset) {
		return (this.at + offset < this.sql.length()) ? this.sql.charAt(this.at + offset) : '\0';
	}

	private static boolean beginsWord(int character) {
		return character == '_' || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| character >= 0x80;
	}

	private static boolean continuesWord(int character) {
		return beginsWord(character) || isDigit(character) || character == '$';
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

}
