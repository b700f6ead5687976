package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;

/**
 * Splits a typed line into words.
 *
 * <p>
 * Blanks separate words. Single quotes keep everything up to the next single quote.
 * Double quotes do too, except that a backslash in them escapes a double quote, a dollar
 * sign or a backslash. Outside quotes a backslash escapes any character. Outside single
 * quotes <code>${NAME}</code> is the value of a variable, which belongs to the word
 * whatever it holds. A {@code #} that begins a word begins a comment. A backslash at the
 * end of a line continues the command on the next line, and so does an open quote. Every
 * character is looked at once, whatever the length of the line.
 */
final class WordScanner {

	private enum State {

		BETWEEN, BARE, SINGLE, DOUBLE

	}

	private final List<Word> words = new ArrayList<>();

	private final StringBuilder word = new StringBuilder();

	private final List<Word.Reference> references = new ArrayList<>();

	private State state = State.BETWEEN;

	private boolean wordBare;

	private int wordStart;

	private int quoteStart;

	private int offset;

	private boolean continued;

	private int comment = -1;

	/**
	 * Splits a line that must be complete.
	 * @throws CommandFailure {@code USAGE} if a quote is left open, if the line ends in a
	 * backslash or holds a NUL character
	 */
	static List<Word> split(String line) {
		WordScanner scanner = new WordScanner();
		if (!scanner.feed(line)) {
			throw scanner.unfinished();
		}
		return scanner.words();
	}

	/**
	 * Takes the next physical line.
	 * @param line without its line end
	 * @return whether the command is complete; if not, the next line belongs to it
	 */
	boolean feed(String line) {
		this.continued = false;
		refuseNul(line);
		int length = line.length();
		for (int i = 0; i < length; i++) {
			char c = line.charAt(i);
			switch (this.state) {
				case BETWEEN -> {
					if (c == '#') {
						this.comment = this.offset + i;
						this.offset += length + 1;
						return true;
					}
					if (!Character.isWhitespace(c)) {
						begin(this.offset + i, c != '\'' && c != '"' && c != '\\');
						i = bare(line, i, c);
					}
				}
				case BARE -> {
					if (Character.isWhitespace(c)) {
						end(this.offset + i);
					}
					else {
						i = bare(line, i, c);
					}
				}
				case SINGLE -> {
					if (c == '\'') {
						this.state = State.BARE;
					}
					else {
						this.word.append(c);
					}
				}
				case DOUBLE -> i = quoted(line, i, c);
			}
		}
		return lineEnded(length);
	}

	private void refuseNul(String line) {
		int nul = line.indexOf('\0');
		if (nul >= 0) {
			throw CommandFailure.usage("column %d holds a NUL character".formatted(this.offset + nul + 1),
					"remove it: NUL cannot be part of a command");
		}
	}

	private boolean lineEnded(int length) {
		int end = this.offset + length;
		this.offset = end + 1;
		if (this.continued) {
			if (this.state == State.BARE && this.word.isEmpty() && this.references.isEmpty()) {
				this.state = State.BETWEEN;
			}
			return false;
		}
		switch (this.state) {
			case BARE -> end(end);
			case SINGLE, DOUBLE -> this.word.append('\n');
			case BETWEEN -> {
			}
		}
		return this.state == State.BETWEEN;
	}

	/** A character outside quotes that is not a blank; returns where to go on. */
	private int bare(String line, int i, char c) {
		switch (c) {
			case '\'' -> {
				this.state = State.SINGLE;
				this.quoteStart = this.offset + i;
			}
			case '"' -> {
				this.state = State.DOUBLE;
				this.quoteStart = this.offset + i;
			}
			case '\\' -> {
				if (i + 1 == line.length()) {
					this.continued = true;
				}
				else {
					this.word.append(line.charAt(i + 1));
				}
				return i + 1;
			}
			case '$' -> {
				return dollar(line, i);
			}
			default -> this.word.append(c);
		}
		return i;
	}

	/** A dollar sign that may begin a variable; returns where to go on. */
	private int dollar(String line, int i) {
		if (!line.startsWith("{", i + 1)) {
			this.word.append('$');
			return i;
		}
		int brace = line.indexOf('}', i);
		// What is not closed is no name, which is said when its value is wanted.
		int end = (brace < 0) ? line.length() : brace;
		this.references.add(new Word.Reference(this.word.length(), line.substring((brace < 0) ? i + 1 : i + 2, end)));
		return end;
	}

	/** A character inside double quotes; returns where to go on. */
	private int quoted(String line, int i, char c) {
		if (c == '"') {
			this.state = State.BARE;
			return i;
		}
		if (c == '\\') {
			if (i + 1 == line.length()) {
				this.continued = true;
				return i;
			}
			char next = line.charAt(i + 1);
			if (next == '"' || next == '\\' || next == '$') {
				this.word.append(next);
				return i + 1;
			}
		}
		if (c == '$') {
			return dollar(line, i);
		}
		this.word.append(c);
		return i;
	}

	private void begin(int start, boolean bare) {
		this.state = State.BARE;
		this.wordStart = start;
		this.wordBare = bare;
	}

	private void end(int end) {
		this.words.add(new Word(this.word.toString(), this.wordStart, end, this.wordBare, this.references));
		this.word.setLength(0);
		this.references.clear();
		this.state = State.BETWEEN;
	}

	/** The words found so far. */
	List<Word> words() {
		return List.copyOf(this.words);
	}

	/** Where the comment begins, or -1 if there is none. */
	int comment() {
		return this.comment;
	}

	/**
	 * The word that an open quote or a backslash leaves unfinished, as far as it goes; an
	 * empty one if none is.
	 */
	Word openWord() {
		int end = this.offset - 1;
		if (this.state == State.BETWEEN) {
			return new Word("", end, end, true);
		}
		boolean quoted = !this.continued;
		// An open quote has taken the line end already, which nobody has typed yet.
		String text = quoted ? this.word.substring(0, this.word.length() - 1) : this.word.toString();
		return new Word(text, this.wordStart, end, this.wordBare);
	}

	/** What to say when the input ends although {@link #feed} asked for more. */
	CommandFailure unfinished() {
		if (this.continued) {
			return CommandFailure.usage("the input ends after a backslash", "remove it, or go on on the next line");
		}
		String quote = (this.state == State.SINGLE) ? "'" : "\"";
		return CommandFailure.usage("the quote %s at column %d is not closed".formatted(quote, this.quoteStart + 1),
				"close it, or write \\%s for the character itself".formatted(quote));
	}

}
