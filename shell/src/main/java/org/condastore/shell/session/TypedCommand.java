package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;

/**
 * One command in the text of a line editor, which may hold several lines: a command that
 * goes on after a backslash or inside of quotes, or several that were pasted at once.
 *
 * @param words its words, with their places in the whole text; without the one that an
 * open quote or a backslash leaves unfinished
 * @param open the unfinished word; empty if there is none
 * @param complete whether it can run; false for the last one only
 * @param comment where its comment begins; the end of its last line if it has none
 * @param end the end of its last line, exclusive
 */
record TypedCommand(List<Word> words, Word open, boolean complete, int comment, int end) {

	TypedCommand {
		words = List.copyOf(words);
	}

	/**
	 * The commands of a text, blank ones too.
	 * @param text lines that end with a line feed
	 * @return at least one
	 * @throws CommandFailure {@code USAGE} if the text holds a NUL character
	 */
	static List<TypedCommand> in(String text) {
		List<TypedCommand> commands = new ArrayList<>();
		int begin = 0;
		int next = 0;
		WordScanner scanner = new WordScanner();
		while (next <= text.length()) {
			int feed = text.indexOf('\n', next);
			int end = (feed < 0) ? text.length() : feed;
			boolean complete = scanner.feed(text.substring(next, end));
			next = end + 1;
			if (complete || feed < 0) {
				commands.add(of(scanner, begin, end, complete));
				begin = next;
				scanner = new WordScanner();
			}
		}
		return commands;
	}

	private static TypedCommand of(WordScanner scanner, int begin, int end, boolean complete) {
		List<Word> words = scanner.words().stream().map((word) -> word.shifted(begin)).toList();
		int comment = (scanner.comment() < 0) ? end : begin + scanner.comment();
		return new TypedCommand(words, scanner.openWord().shifted(begin), complete, comment, end);
	}

	/** Whether the text ends in its comment. */
	boolean endsInComment() {
		return this.comment < this.end;
	}

	/**
	 * The word at the end of the text, which the next key would change; an empty one
	 * after a blank.
	 */
	Word last() {
		if (!this.complete) {
			return this.open;
		}
		Word last = this.words.isEmpty() ? null : this.words.get(this.words.size() - 1);
		return (last != null && last.end() == this.end) ? last : new Word("", this.end, this.end, true);
	}

	/** The words before {@link #last}. */
	List<Word> beforeLast() {
		Word last = last();
		return this.words.stream().filter((word) -> word.start() < last.start()).toList();
	}

}
