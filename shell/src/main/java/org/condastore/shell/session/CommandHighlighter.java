package org.condastore.shell.session;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.condastore.shell.failure.CommandFailure;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * Colours a line while it is typed: known commands and options, whatever is not known,
 * quotes and comments. A word that is still being typed is not called unknown as long as
 * something known begins like it.
 */
final class CommandHighlighter implements Highlighter {

	static final AttributedStyle COMMAND = AttributedStyle.DEFAULT.bold();

	static final AttributedStyle OPTION = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);

	static final AttributedStyle UNKNOWN = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

	static final AttributedStyle QUOTED = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);

	static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

	private final CommandTable commands;

	private final BooleanSupplier colours;

	/**
	 * Highlights the lines of one session.
	 * @param colours asked at every key
	 */
	CommandHighlighter(CommandTable commands, BooleanSupplier colours) {
		this.commands = commands;
		this.colours = colours;
	}

	@Override
	public AttributedString highlight(@Nullable LineReader reader, String text) {
		if (!this.colours.getAsBoolean()) {
			return new AttributedString(text);
		}
		AttributedStyle[] styles = new AttributedStyle[text.length()];
		try {
			for (TypedCommand command : TypedCommand.in(text)) {
				new Painted(command, command.end() == text.length(), styles).paint();
			}
		}
		catch (CommandFailure nul) {
			return new AttributedString(text, UNKNOWN);
		}
		AttributedStringBuilder painted = new AttributedStringBuilder(text.length());
		for (int i = 0; i < styles.length; i++) {
			AttributedStyle style = styles[i];
			painted.style((style != null) ? style : AttributedStyle.DEFAULT).append(text.charAt(i));
		}
		return painted.toAttributedString();
	}

	/** The styles of one command's characters; null where there is none. */
	private final class Painted {

		private final TypedCommand command;

		private final boolean atEnd;

		private final AttributedStyle[] styles;

		Painted(TypedCommand command, boolean atEnd, AttributedStyle[] styles) {
			this.command = command;
			this.atEnd = atEnd;
			this.styles = styles;
		}

		void paint() {
			List<Word> words = this.command.words();
			int name = name(words);
			MethodCommand found = (name > 0) ? CommandHighlighter.this.commands.find(canonical(words, name)) : null;
			boolean optionsEnded = false;
			for (int i = Math.max(0, name); i < words.size() && found != null; i++) {
				Word word = words.get(i);
				boolean option = !optionsEnded && StrictCommandParser.isOption(word);
				if (option) {
					option(found, word);
				}
				else if (!word.bare()) {
					fill(word, QUOTED);
				}
				optionsEnded |= option ? word.text().equals("--") : found.takesRest();
			}
			if (!this.command.complete()) {
				fill(this.command.open(), QUOTED);
			}
			fill(this.command.comment(), this.command.end(), COMMENT);
		}

		/**
		 * Paints the command's name.
		 * @return how many words it has; 0 if there is no such command
		 */
		private int name(List<Word> words) {
			if (words.isEmpty()) {
				return 0;
			}
			int length = Math.min(StrictCommandParser.LONGEST_NAME, words.size());
			while (length > 0 && CommandHighlighter.this.commands.find(canonical(words, length)) == null) {
				length--;
			}
			for (int i = 0; i < length; i++) {
				fill(words.get(i), COMMAND);
			}
			if (length > 0) {
				return length;
			}
			List<String> known = CommandHighlighter.this.commands
				.startingWith(CommandHighlighter.this.commands.canonical(words.get(0).text()))
				.stream()
				.map(MethodCommand::getName)
				.toList();
			if (known.isEmpty()) {
				boolean begins = isTyped(words.get(0)) && begins(words.get(0).text());
				fill(words.get(0), begins ? AttributedStyle.DEFAULT : UNKNOWN);
				return 0;
			}
			fill(words.get(0), COMMAND);
			if (words.size() > 1) {
				String begun = canonical(words, 2);
				boolean begins = known.stream()
					.anyMatch((verb) -> isTyped(words.get(1)) ? verb.startsWith(begun) : verb.startsWith(begun + " "));
				fill(words.get(1), begins ? AttributedStyle.DEFAULT : UNKNOWN);
			}
			return 0;
		}

		private boolean begins(String text) {
			CommandTable commands = CommandHighlighter.this.commands;
			return commands.firstWords().stream().anyMatch((word) -> word.startsWith(text))
					|| commands.aliases().keySet().stream().anyMatch((alias) -> alias.startsWith(text));
		}

		private String canonical(List<Word> words, int length) {
			StringBuilder name = new StringBuilder(CommandHighlighter.this.commands.canonical(words.get(0).text()));
			words.subList(1, length).forEach((word) -> name.append(' ').append(word.text()));
			return name.toString();
		}

		private void option(MethodCommand found, Word word) {
			String text = word.text();
			if (text.equals("--")) {
				fill(word, OPTION);
				return;
			}
			int equals = text.indexOf('=');
			boolean isLong = text.startsWith("--");
			boolean known = isLong ? found.option(text.substring(2, (equals < 0) ? text.length() : equals)).isPresent()
					: found.option(text.charAt(1)).isPresent();
			boolean begins = isLong && equals < 0 && isTyped(word)
					&& found.options().stream().anyMatch((option) -> option.dashed().startsWith(text));
			int nameEnd = isLong ? ((equals < 0) ? word.end() : word.start() + equals) : word.start() + 2;
			if (known) {
				fill(word.start(), nameEnd, OPTION);
			}
			else if (!begins) {
				fill(word, UNKNOWN);
			}
		}

		/** Whether the next key may change the word. */
		private boolean isTyped(Word word) {
			return this.atEnd && word.end() == this.command.end();
		}

		private void fill(Word word, AttributedStyle style) {
			fill(word.start(), word.end(), style);
		}

		private void fill(int start, int end, AttributedStyle style) {
			for (int i = start; i < Math.min(end, this.styles.length); i++) {
				this.styles[i] = style;
			}
		}

	}

}
