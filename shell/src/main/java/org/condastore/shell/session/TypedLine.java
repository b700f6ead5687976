package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;

import org.jline.reader.CompletingParsedLine;

/**
 * A line as completion sees it. The word that is completed ends at the cursor: whatever
 * stands behind it stays.
 *
 * @param line the whole text of the line editor
 * @param cursor the place in it
 * @param words the words of the command before the cursor, the completed one included
 * @param wordIndex the place of the completed word among them
 * @param word the completed word, unquoted
 * @param rawWord the completed word as it was typed
 */
record TypedLine(String line, int cursor, List<String> words, int wordIndex, String word,
		String rawWord) implements CompletingParsedLine {

	static TypedLine of(String line, int cursor) {
		List<TypedCommand> commands = TypedCommand.in(line.substring(0, cursor));
		TypedCommand command = commands.get(commands.size() - 1);
		List<String> words = new ArrayList<>(command.beforeLast().stream().map(Word::text).toList());
		Word last = command.last();
		words.add(last.text());
		return new TypedLine(line, cursor, words, words.size() - 1, last.text(), line.substring(last.start(), cursor));
	}

	@Override
	public int wordCursor() {
		return this.word.length();
	}

	@Override
	public int rawWordCursor() {
		return this.rawWord.length();
	}

	@Override
	public int rawWordLength() {
		return this.rawWord.length();
	}

	/** Proposals are quoted already; what was typed stays as it was typed. */
	@Override
	public CharSequence escape(CharSequence candidate, boolean complete) {
		return this.word.contentEquals(candidate) ? this.rawWord : candidate;
	}

}
