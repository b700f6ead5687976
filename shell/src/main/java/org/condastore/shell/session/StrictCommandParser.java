package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandParser;
import org.springframework.shell.core.command.ParsedInput;

/**
 * The grammar of a command: {@code noun verb [arguments] [options]}, and nothing that was
 * typed is ever ignored. Replaces Spring Shell's parser, which drops unknown options and
 * surplus words and then runs the command all the same (Spring Shell 4.0.1).
 */
final class StrictCommandParser implements CommandParser {

	/** The longest name of a command, in words. */
	static final int LONGEST_NAME = 3;

	private final CommandTable commands;

	StrictCommandParser(CommandTable commands) {
		this.commands = commands;
	}

	/**
	 * Parses a typed line.
	 * @throws CommandFailure {@code USAGE} if any part of it is unknown, missing,
	 * repeated or too much
	 */
	@Override
	public ParsedInput parse(String line) {
		return parse(WordScanner.split(line));
	}

	/**
	 * Parses words that were split already.
	 * @param words at least one
	 * @throws CommandFailure {@code USAGE} as for a line
	 */
	ParsedInput parse(List<Word> words) {
		return parse(words, new WordTrace());
	}

	/**
	 * Parses words that were split already.
	 * @param trace is told which word means what
	 */
	ParsedInput parse(List<Word> words, WordTrace trace) {
		trace.at(words.get(0));
		int leading = leadingFormat(words);
		List<Word> named = words.subList(leading, words.size());
		MethodCommand command = command(named, trace);
		List<String> name = List.of(command.getName().split(" "));
		ParsedInput.Builder parsed = ParsedInput.builder().commandName(name.get(0));
		name.subList(1, name.size()).forEach(parsed::addSubCommand);
		List<Word> rest = new ArrayList<>(words.subList(0, leading));
		rest.addAll(named.subList(name.size(), named.size()));
		new Typed(command, rest, parsed, trace).read();
		return parsed.build();
	}

	/** How many words before the command say in which format its results are wanted. */
	private static int leadingFormat(List<Word> words) {
		Word first = words.get(0);
		if (!first.looksLikeOption()) {
			return 0;
		}
		String text = first.text();
		boolean alone = text.equals("-o") || text.equals(Parameter.OUTPUT.dashed());
		boolean attached = text.startsWith(Parameter.OUTPUT.dashed() + "=")
				|| (text.startsWith("-o") && text.length() > 2);
		int count = alone ? 2 : (attached ? 1 : 0);
		return (count < words.size()) ? count : 0;
	}

	/** Whether the arguments of a command are SQL. */
	boolean takesSql(List<Word> words) {
		List<Word> named = words.subList(leadingFormat(words), words.size());
		MethodCommand command = longestMatch(this.commands.canonical(named.get(0).text()), named);
		return command != null
				&& command.positional().stream().anyMatch((parameter) -> parameter.type() == SqlText.class);
	}

	/** The command that a parsed line names. */
	MethodCommand command(ParsedInput input) {
		String name = input.subCommands().isEmpty() ? input.commandName()
				: input.commandName() + " " + String.join(" ", input.subCommands());
		MethodCommand command = this.commands.find(name);
		if (command == null) {
			throw new IllegalStateException("parsed, but not known: " + name);
		}
		return command;
	}

	private MethodCommand command(List<Word> words, WordTrace trace) {
		trace.at(words.get(0));
		if (!words.get(0).isLiteral()) {
			throw variableName();
		}
		String first = this.commands.canonical(words.get(0).text());
		MethodCommand found = longestMatch(first, words);
		if (found != null) {
			return found;
		}
		List<MethodCommand> candidates = this.commands.startingWith(first);
		if (candidates.isEmpty()) {
			throw unknown(words.get(0).text(), first);
		}
		Set<String> verbs = candidates.stream()
			.map((command) -> command.getName().split(" ")[1])
			.collect(Collectors.toCollection(java.util.LinkedHashSet::new));
		if (words.size() == 1 || words.get(1).looksLikeOption()) {
			throw CommandFailure.usage("%s needs a verb".formatted(first), "use one of " + String.join(", ", verbs));
		}
		trace.at(words.get(1));
		if (!words.get(1).isLiteral()) {
			throw variableName();
		}
		String verb = words.get(1).text();
		throw CommandFailure.usage("%s has no verb \"%s\"".formatted(first, verb),
				Suggestions.nearest(verb, verbs)
					.map((near) -> "did you mean %s %s?".formatted(first, near))
					.orElseGet(() -> "use one of " + String.join(", ", verbs)));
	}

	/** What runs must be known before anything runs. */
	private static CommandFailure variableName() {
		return CommandFailure.usage("a variable cannot name a command", "write the command itself");
	}

	private @Nullable MethodCommand longestMatch(String first, List<Word> words) {
		int most = 0;
		while (most < Math.min(LONGEST_NAME, words.size()) && words.get(most).isLiteral()
				&& words.get(most).text().indexOf(' ') < 0) {
			most++;
		}
		for (int length = most; length > 0; length--) {
			String name = first
					+ words.subList(1, length).stream().map((word) -> " " + word.text()).collect(Collectors.joining());
			MethodCommand command = this.commands.find(name);
			if (command != null) {
				return command;
			}
		}
		return null;
	}

	private CommandFailure unknown(String typed, String first) {
		if (Word.argument(typed).looksLikeOption()) {
			return CommandFailure.usage("a command cannot begin with the option %s".formatted(typed),
					"type the command first; help shows all of them");
		}
		return CommandFailure.usage("there is no command \"%s\"".formatted(typed),
				Suggestions.nearest(first, this.commands.firstWords())
					.map("did you mean %s?"::formatted)
					.orElse("help shows all commands"));
	}

	/**
	 * A negative number and a lone dash are values, everything else with a dash is not.
	 */
	static boolean isOption(Word word) {
		return word.looksLikeOption() && !Character.isDigit(word.text().charAt(1));
	}

	/** Reads what follows a command's name. */
	private static final class Typed {

		private final MethodCommand command;

		private final List<Word> words;

		private final ParsedInput.Builder parsed;

		private final Set<String> seen = new HashSet<>();

		private final List<Parameter> missing = new ArrayList<>();

		private final WordTrace trace;

		private int arguments;

		private int next;

		Typed(MethodCommand command, List<Word> words, ParsedInput.Builder parsed, WordTrace trace) {
			this.command = command;
			this.words = words;
			this.parsed = parsed;
			this.trace = trace;
		}

		void read() {
			boolean optionsEnded = false;
			while (this.next < this.words.size()) {
				Word word = this.words.get(this.next++);
				this.trace.at(word);
				if (optionsEnded || !isOption(word)) {
					argument(word);
					optionsEnded |= this.command.takesRest();
				}
				else if (word.text().equals("--")) {
					optionsEnded = true;
				}
				else if (word.text().startsWith("--")) {
					longOption(word.text());
				}
				else {
					shortOption(word.text());
				}
			}
			if (!this.seen.contains(Parameter.HELP.name())) {
				requireAll();
			}
		}

		private void argument(Word word) {
			List<Parameter> positional = this.command.positional();
			if (this.arguments >= positional.size() && !this.command.takesMany()) {
				throw CommandFailure.usage(
						positional.isEmpty()
								? "%s takes no argument, but got \"%s\"".formatted(this.command.getName(), word.text())
								: "%s has one argument too many: \"%s\"".formatted(this.command.getName(), word.text()),
						synopsis());
			}
			this.trace.argument(this.arguments, word);
			this.parsed.addArgument(new CommandArgument(this.arguments++, word.text()));
		}

		private void longOption(String text) {
			int equals = text.indexOf('=');
			String name = (equals < 0) ? text.substring(2) : text.substring(2, equals);
			Parameter option = this.command.option(name).orElseThrow(() -> unknown("--" + name));
			add(option, "--" + name, (equals < 0) ? null : text.substring(equals + 1));
		}

		private void shortOption(String text) {
			Parameter option = this.command.option(text.charAt(1)).orElseThrow(() -> unknown(text));
			String dashed = text.substring(0, 2);
			if (text.length() == 2) {
				add(option, dashed, null);
			}
			else if (option.kind() == Parameter.Kind.FLAG) {
				throw unknown(text);
			}
			else {
				add(option, dashed, text.substring((text.charAt(2) == '=') ? 3 : 2));
			}
		}

		private void add(Parameter option, String typed, @Nullable String attached) {
			if (!this.seen.add(option.name())) {
				throw CommandFailure.usage("%s is given twice".formatted(typed), "give it once");
			}
			if (option.kind() == Parameter.Kind.FLAG) {
				if (attached != null) {
					throw CommandFailure.usage("%s takes no value".formatted(typed), "write %s alone".formatted(typed));
				}
				this.parsed.addOption(option.option("true"));
				return;
			}
			String value = (attached != null) ? attached : following(typed);
			this.trace.option(option, this.words.get(this.next - 1));
			this.parsed.addOption(option.option(value));
		}

		private String following(String typed) {
			if (this.next < this.words.size()) {
				Word word = this.words.get(this.next);
				if (!isOption(word) || !isKnownOrLong(word.text())) {
					this.next++;
					return word.text();
				}
			}
			throw CommandFailure.usage("%s needs a value".formatted(typed),
					"write %s=VALUE; help %s says which".formatted(typed, this.command.getName()));
		}

		/** Whether a word can only be the next option: {@code -size} may be a value. */
		private boolean isKnownOrLong(String text) {
			return text.startsWith("--") || (text.length() == 2 && this.command.option(text.charAt(1)).isPresent());
		}

		private CommandFailure unknown(String typed) {
			List<String> known = this.command.options().stream().map(Parameter::dashed).toList();
			Optional<String> near = Suggestions.nearest(typed, known);
			return CommandFailure.usage("%s has no option %s".formatted(this.command.getName(), typed),
					near.map("did you mean %s?"::formatted)
						.orElseGet(() -> "help " + this.command.getName() + " shows its options"));
		}

		private void requireAll() {
			List<Parameter> positional = this.command.positional();
			for (int i = this.arguments; i < positional.size(); i++) {
				if (positional.get(i).required()) {
					this.missing.add(positional.get(i));
				}
			}
			this.command.options()
				.stream()
				.filter((option) -> option.required() && !this.seen.contains(option.name()))
				.forEach(this.missing::add);
			if (!this.missing.isEmpty()) {
				this.trace.at(null);
				String names = this.missing.stream()
					.map((parameter) -> parameter.isOption() ? parameter.dashed() : Synopsis.placeholder(parameter))
					.collect(Collectors.joining(" and "));
				throw CommandFailure.usage("%s needs %s".formatted(this.command.getName(), names), synopsis());
			}
		}

		private String synopsis() {
			return "usage: " + Synopsis.of(this.command);
		}

	}

}
