package org.condastore.shell.session;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.ParsedInput;

/** Makes of the words of a line what can run. */
final class LinePreparation {

	private final StrictCommandParser parser;

	private final Variables variables;

	private final Output out;

	LinePreparation(CommandTable commands, Variables variables, Output out) {
		this.parser = new StrictCommandParser(commands);
		this.variables = variables;
		this.out = out;
	}

	/**
	 * A line that has been understood without its values.
	 *
	 * @param let what keeps its result; null if nothing does
	 */
	record Understood(@Nullable LetPrefix let, List<Word> words, MethodCommand command, ParsedInput input) {

		/** Whether nothing of it depends on variables. */
		boolean isLiteral() {
			return this.words.stream().allMatch(Word::isLiteral);
		}

	}

	/**
	 * Prepares a line. What is wrong with it is thrown when it runs.
	 * @param words at least one
	 * @param where its place in a batch; null outside of batches
	 */
	PreparedLine prepare(List<Word> words, ErrorReport.@Nullable Location where) {
		Format format = requestedFormat(words);
		try {
			Understood line = understand(words, this.variables::get, new WordTrace());
			if (wantsHelp(line)) {
				return PreparedLine.of(where, format, () -> this.out.text(Help.of(line.command())));
			}
			checkFormat(line);
			return bound(line, where);
		}
		catch (RuntimeException | Error failure) {
			return PreparedLine.of(where, format, () -> {
				throw failure;
			});
		}
	}

	/**
	 * Prepares a line that was understood, and in which nothing is wrong.
	 * @param line all of whose values are known
	 */
	static PreparedLine bound(Understood line, ErrorReport.@Nullable Location where) {
		return PreparedLine.of(where, line, requestedFormat(line.words()), line.command().bind(line.input()));
	}

	/**
	 * Understands a line as far as that is possible before others have run.
	 * @param values gives the values of variables, or stands in for them
	 * @param trace is told which word is looked at
	 * @throws org.condastore.shell.failure.CommandFailure {@code USAGE} if it cannot run
	 */
	Understood check(List<Word> words, UnaryOperator<String> values, WordTrace trace) {
		Understood line = understand(words, values, trace);
		if (!wantsHelp(line)) {
			CommandOption format = given(Parameter.OUTPUT, line);
			if (format == null || !Variables.isUnknown(format.value())) {
				trace.at(trace.of(Parameter.OUTPUT));
				checkFormat(line);
			}
			line.command().check(line.input(), trace);
		}
		return line;
	}

	private Understood understand(List<Word> words, UnaryOperator<String> values, WordTrace trace) {
		trace.at(words.get(0));
		LetPrefix let = LetPrefix.isIn(words) ? LetPrefix.in(words) : null;
		List<Word> command = expanded((let != null) ? let.command() : words, values, trace);
		ParsedInput input = this.parser.parse(command, trace);
		return new Understood(let, command, this.parser.command(input), input);
	}

	private List<Word> expanded(List<Word> words, UnaryOperator<String> values, WordTrace trace) {
		if (words.stream().allMatch(Word::isLiteral)) {
			return words;
		}
		boolean sql = this.parser.takesSql(words);
		return words.stream().map((word) -> {
			trace.at(word);
			return (sql && !word.looksLikeOption()) ? word.expandedAsSql(values) : word.expanded(values);
		}).toList();
	}

	private static boolean wantsHelp(Understood line) {
		return given(Parameter.HELP, line) != null;
	}

	/**
	 * An option that every command takes, unless this one gives it a meaning of its own.
	 */
	private static @Nullable CommandOption given(Parameter general, Understood line) {
		if (line.input().options().isEmpty()
				|| line.command().option(general.name()).filter(general::equals).isEmpty()) {
			return null;
		}
		for (CommandOption option : line.input().options()) {
			if (general.name().equals(option.longName())) {
				return option;
			}
		}
		return null;
	}

	/** The format is taken before the line is parsed; here a wrong one is refused. */
	private static void checkFormat(Understood line) {
		CommandOption option = given(Parameter.OUTPUT, line);
		if (option != null) {
			Values.convert("-o", String.valueOf(option.value()), Format.class);
		}
	}

	/**
	 * The line's {@code -o}, found before the line is parsed so that a line that does not
	 * parse is reported in that format too; a wrong format is the parser's to refuse.
	 */
	static @Nullable Format requestedFormat(List<Word> words) {
		for (int i = 0; i < words.size(); i++) {
			String text = words.get(i).text();
			if (!words.get(i).looksLikeOption()) {
				continue;
			}
			if ((text.equals("-o") || text.equals("--output")) && i + 1 < words.size()) {
				return format(words.get(i + 1).text());
			}
			if (text.startsWith("--output=")) {
				return format(text.substring("--output=".length()));
			}
			if (text.startsWith("-o") && text.length() > 2) {
				return format(text.substring((text.charAt(2) == '=') ? 3 : 2));
			}
		}
		return null;
	}

	private static @Nullable Format format(String name) {
		for (Format format : Format.values()) {
			if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
				return format;
			}
		}
		return null;
	}

}
