package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Visible;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.completion.CompletionContext;
import org.springframework.shell.core.command.completion.CompletionProposal;
import org.springframework.shell.core.command.completion.CompletionProvider;

/**
 * What can be typed next: commands, options, values, and names that live in the database.
 *
 * <p>
 * Commands are offered by what they do, those that only read first; one that destroys is
 * offered only to somebody who types its beginning or lists all of them. Values are found
 * by the type of the parameter: every value type has one {@link CompletionProvider}.
 */
public final class Completions {

	/** What a screen shows at once; typing on narrows the rest down. */
	private static final int MOST_NAMES = 20;

	private static final CompletionProvider FILES = new FileCompletion();

	private static final Logger log = Logger.getLogger(Completions.class.getName());

	private final CommandTable commands;

	private final Map<Class<?>, CompletionProvider> byType = new HashMap<>();

	private final Map<String, CompletionProvider> byParameter = new HashMap<>();

	private final Map<String, Function<List<String>, NameSource>> dependent = new HashMap<>();

	public Completions(CommandTable commands) {
		this.commands = commands;
		this.byType.put(Path.class, FILES);
		this.byType.put(InputFile.class, FILES);
		provider("set", "value", (context) -> proposals(context, SessionCommands.valuesOf(context.getWords().get(0))));
	}

	/**
	 * Says where the names of a value type are found. Their order is kept; a source that
	 * throws a {@link CommandFailure} offers nothing. Files come after the names if a
	 * value may be one.
	 * @param valueType the type that commands declare for a parameter
	 */
	public Completions source(Class<?> valueType, NameSource source) {
		boolean files = MayNameFile.class.isAssignableFrom(valueType);
		this.byType.put(valueType, (context) -> {
			List<CompletionProposal> proposals = new ArrayList<>(named(context, source));
			if (files) {
				proposals.addAll(FILES.apply(context));
			}
			return proposals;
		});
		return this;
	}

	/**
	 * Says where the values of one parameter are found whose type does not tell.
	 * @param command the command's name
	 * @param parameter the option's long name or the argument's name
	 */
	public Completions source(String command, String parameter, NameSource source) {
		return provider(command, parameter, (context) -> named(context, source));
	}

	/**
	 * Says where the values of one parameter are found that depend on the arguments
	 * before it. A value that ends with an equals sign is only the beginning of a word.
	 * @param command the command's name
	 * @param parameter the option's long name or the argument's name
	 * @param source takes the arguments that were typed before, in their order
	 */
	public Completions dependent(String command, String parameter, Function<List<String>, NameSource> source) {
		this.dependent.put(command + " " + parameter, source);
		return this;
	}

	private Completions provider(String command, String parameter, CompletionProvider provider) {
		this.byParameter.put(command + " " + parameter, provider);
		return this;
	}

	/**
	 * What can stand in the place of the word that ends at the cursor.
	 * @param text what was typed; it may hold several lines
	 * @param cursor the place in it, counted in characters
	 * @return proposals whose values are quoted already where they need it, the best
	 * first; empty if there is nothing to offer
	 */
	public List<CompletionProposal> complete(String text, int cursor) {
		try {
			List<TypedCommand> commands = TypedCommand.in(text.substring(0, cursor));
			TypedCommand command = commands.get(commands.size() - 1);
			if (command.endsInComment()) {
				return List.of();
			}
			return offered(command.beforeLast(), command.last(), false);
		}
		catch (CommandFailure failure) {
			// The database is slow or away, or the text holds what no command can: the
			// command itself will say so, completion does not disturb.
			log.log(Level.FINE, "completion", failure);
			return List.of();
		}
		catch (RuntimeException defect) {
			// A key must not end the session; the log file tells.
			log.log(Level.SEVERE, "completion", defect);
			return List.of();
		}
	}

	private List<CompletionProposal> offered(List<Word> before, Word typed, boolean readingOnly) {
		if (before.isEmpty()) {
			return firstWords(typed, readingOnly);
		}
		List<String> name = new ArrayList<>(before.stream().map(Word::text).toList());
		name.set(0, this.commands.canonical(name.get(0)));
		MethodCommand command = null;
		int length = Math.min(name.size(), StrictCommandParser.LONGEST_NAME);
		while (command == null && length > 0) {
			command = this.commands.find(String.join(" ", name.subList(0, length)));
			length -= (command == null) ? 1 : 0;
		}
		List<CompletionProposal> offered = new ArrayList<>();
		if (length == name.size() || command == null) {
			offered.addAll(nextWords(String.join(" ", name), typed, readingOnly));
		}
		if (command != null && !(readingOnly && !command.effect().reads())) {
			offered.addAll(new Arguments(command, before.subList(length, before.size()), typed).offered());
		}
		return offered;
	}

	private List<CompletionProposal> firstWords(Word typed, boolean readingOnly) {
		List<Verb> words = new ArrayList<>();
		for (String word : this.commands.firstWords()) {
			verb(word, word, readingOnly).ifPresent(words::add);
		}
		List<CompletionProposal> offered = new ArrayList<>(proposals(words, typed));
		if (!typed.text().isEmpty()) {
			new TreeMap<>(this.commands.aliases()).forEach((alias, word) -> {
				if (alias.startsWith(typed.text()) && verb(alias, word, readingOnly).isPresent()) {
					offered.add(proposal(alias, alias, "short for " + word));
				}
			});
		}
		return offered;
	}

	/** The words that can follow the beginning of a command's name. */
	private List<CompletionProposal> nextWords(String name, Word typed, boolean readingOnly) {
		int blank = name.indexOf(' ');
		Map<String, Verb> words = new LinkedHashMap<>();
		for (MethodCommand command : this.commands.startingWith((blank < 0) ? name : name.substring(0, blank))) {
			if (command.getName().startsWith(name + " ")) {
				String rest = command.getName().substring(name.length() + 1);
				String next = rest.contains(" ") ? rest.substring(0, rest.indexOf(' ')) : rest;
				verb(next, name + " " + next, readingOnly).ifPresent((verb) -> words.put(next, verb));
			}
		}
		return proposals(List.copyOf(words.values()), typed);
	}

	/** One word of a command's name, and the most harmless thing that it can lead to. */
	private record Verb(String word, String description, Effect.Kind effect) {
	}

	/** What is known about the commands whose names begin like this. */
	private Optional<Verb> verb(String word, String name, boolean readingOnly) {
		int blank = name.indexOf(' ');
		List<MethodCommand> commands = this.commands.startingWith((blank < 0) ? name : name.substring(0, blank))
			.stream()
			.filter((command) -> command.getName().equals(name) || command.getName().startsWith(name + " "))
			.filter((command) -> !readingOnly || command.effect().reads())
			.toList();
		if (commands.isEmpty()) {
			return Optional.empty();
		}
		MethodCommand first = commands.get(0);
		String description = first.getName().equals(name) ? first.getDescription()
				: commands.stream()
					.map((command) -> command.getName().substring(name.length() + 1))
					.collect(Collectors.joining(", "));
		return Optional.of(new Verb(word, description, first.effect()));
	}

	private static List<CompletionProposal> proposals(List<Verb> words, Word typed) {
		List<Verb> fit = words.stream()
			.filter((verb) -> verb.effect() != Effect.Kind.DESTROYS || verb.word().startsWith(typed.text()))
			.toList();
		return FuzzyMatch.best(typed.text(), fit, Verb::word)
			.stream()
			.sorted(Comparator.comparing(Verb::effect))
			.map((verb) -> proposal(verb.word(), verb.word(), verb.description()))
			.toList();
	}

	private static List<CompletionProposal> proposals(CompletionContext context, List<String> values) {
		return FuzzyMatch.best(String.valueOf(context.currentWordUpToCursor()), values, (value) -> value)
			.stream()
			.map(CompletionProposal::new)
			.toList();
	}

	private static List<CompletionProposal> named(CompletionContext context, NameSource source) {
		return source.find(String.valueOf(context.currentWordUpToCursor()), MOST_NAMES)
			.stream()
			.map((name) -> new CompletionProposal(name.value())
				.description(name.description().isEmpty() ? null : name.description())
				.complete(!name.value().endsWith("=")))
			.toList();
	}

	private static CompletionProposal proposal(String value, String shown, @Nullable String description) {
		return new CompletionProposal(value).displayText(shown).description(description).dontQuote(true);
	}

	/** What can follow a command's name. */
	private final class Arguments {

		private final MethodCommand command;

		private final List<Word> words;

		private final Word typed;

		private final Set<String> given = new HashSet<>();

		private final List<String> positional = new ArrayList<>();

		private boolean optionsEnded;

		/** The option whose value is to be typed. */
		private @Nullable Parameter pending;

		Arguments(MethodCommand command, List<Word> words, Word typed) {
			this.command = command;
			this.words = words;
			this.typed = typed;
		}

		List<CompletionProposal> offered() {
			for (int i = 0; i < this.words.size(); i++) {
				if (inRest() && (this.optionsEnded || !StrictCommandParser.isOption(this.words.get(i)))) {
					return ofRest(this.words.subList(i, this.words.size()));
				}
				read(this.words.get(i));
			}
			if (this.pending != null) {
				return values(this.pending, "", this.typed.text());
			}
			if (!this.optionsEnded && this.typed.looksLikeOption()) {
				return options();
			}
			if (!this.optionsEnded && this.typed.bare() && this.typed.text().equals("-")) {
				return optionNames();
			}
			if (inRest()) {
				List<CompletionProposal> rest = new ArrayList<>(ofRest(List.of()));
				if (this.typed.text().isEmpty()) {
					rest.addAll(optionNames());
				}
				return rest;
			}
			if (this.positional.size() >= positional().size() && !this.command.takesMany()) {
				return (this.typed.text().isEmpty() && !this.optionsEnded) ? optionNames() : List.of();
			}
			int last = positional().size() - 1;
			Parameter parameter = positional().get(Math.min(this.positional.size(), last));
			List<CompletionProposal> values = values(parameter, "", this.typed.text());
			boolean optional = (!parameter.required() || this.positional.size() > last) && !this.optionsEnded
					&& this.typed.text().isEmpty();
			return (values.isEmpty() && optional) ? optionNames() : values;
		}

		private List<Parameter> positional() {
			return this.command.positional();
		}

		/** Whether what comes next is the rest of the line, taken as it is. */
		private boolean inRest() {
			return this.pending == null && this.positional.size() < positional().size()
					&& positional().get(this.positional.size()).kind() == Parameter.Kind.REST;
		}

		/** Reads a word that stands before the one being typed, as the parser does. */
		private void read(Word word) {
			if (this.pending != null) {
				this.pending = null;
			}
			else if (this.optionsEnded || !StrictCommandParser.isOption(word)) {
				this.positional.add(word.text());
			}
			else if (word.text().equals("--")) {
				this.optionsEnded = true;
			}
			else {
				option(word.text()).ifPresent((option) -> {
					this.given.add(option.name());
					boolean attached = word.text().startsWith("--") ? word.text().contains("=")
							: word.text().length() > 2;
					this.pending = (option.kind() == Parameter.Kind.OPTION && !attached) ? option : null;
				});
			}
		}

		private Optional<Parameter> option(String text) {
			if (!text.startsWith("--")) {
				return this.command.option(text.charAt(1));
			}
			int equals = text.indexOf('=');
			return this.command.option(text.substring(2, (equals < 0) ? text.length() : equals));
		}

		/** The word being typed is an option, with or without its value. */
		private List<CompletionProposal> options() {
			String text = this.typed.text();
			int value = text.startsWith("--") ? text.indexOf('=') + 1 : 2;
			if (value == 0 || text.length() == 2) {
				return optionNames();
			}
			return option(text).filter((option) -> option.kind() == Parameter.Kind.OPTION)
				.map((option) -> values(option, text.substring(0, value), text.substring(value)))
				.orElse(List.of());
		}

		private List<CompletionProposal> optionNames() {
			List<Parameter> left = this.command.options()
				.stream()
				.filter((option) -> !this.given.contains(option.name()))
				.toList();
			return FuzzyMatch.best(this.typed.text(), left, Parameter::dashed)
				.stream()
				.map((option) -> proposal(option.dashed(), option.dashed(), option.description()))
				.toList();
		}

		/**
		 * The values of a parameter.
		 * @param prefix what stands before the value in the same word, such as
		 * {@code --status=}
		 */
		private List<CompletionProposal> values(Parameter parameter, String prefix, String text) {
			boolean separated = parameter.many() && parameter.isOption();
			int piece = separated ? text.lastIndexOf(',') + 1 : 0;
			String before = text.substring(0, piece);
			Set<String> taken = separated ? new HashSet<>(List.of(before.split(",", -1))) : Set.of();
			return provided(parameter, text.substring(piece)).stream()
				.filter((proposal) -> !taken.contains(proposal.value()))
				.filter((proposal) -> proposal.value().codePoints().noneMatch(Visible::unsafe))
				.map((proposal) -> {
					String value = before + proposal.value();
					// After an option's name -size is its value; a short option is not.
					boolean dashed = parameter.isOption() && value.matches("-[^-].+");
					String written = (prefix.isEmpty() && !dashed) ? Quoting.quoted(value)
							: prefix + Quoting.quotedRest(value);
					return proposal(proposal.complete() ? written : prefix + Quoting.escaped(value),
							proposal.displayText(), proposal.description())
						.complete(proposal.complete());
				})
				.toList();
		}

		private List<CompletionProposal> provided(Parameter parameter, String text) {
			CompletionContext context = context(parameter, text);
			String place = this.command.getName() + " " + parameter.name();
			Function<List<String>, NameSource> source = Completions.this.dependent.get(place);
			if (source != null) {
				return named(context, source.apply(List.copyOf(this.positional)));
			}
			CompletionProvider provider = Completions.this.byParameter.get(place);
			if (provider == null) {
				provider = Completions.this.byType.get(parameter.type());
			}
			if (provider != null) {
				return provider.apply(context);
			}
			return parameter.type().isEnum() ? proposals(context, Values.constants(parameter.type())) : List.of();
		}

		private CompletionContext context(Parameter parameter, String text) {
			List<String> all = new ArrayList<>(this.words.stream().map(Word::text).toList());
			all.add(text);
			return new CompletionContext(all, all.size() - 1, text.length(), this.command,
					parameter.isOption() ? parameter.option(null) : null);
		}

		/** The rest of a line that is itself a command, to be explained or repeated. */
		private List<CompletionProposal> ofRest(List<Word> before) {
			if (!positional().get(positional().size() - 1).name().equals(Parameter.COMMAND)) {
				return List.of();
			}
			boolean explained = this.command.getName().equals("help");
			if (!explained) {
				return Completions.this.offered(before, this.typed, true);
			}
			if (before.isEmpty()) {
				return firstWords(this.typed, false);
			}
			List<String> name = new ArrayList<>(before.stream().map(Word::text).toList());
			name.set(0, Completions.this.commands.canonical(name.get(0)));
			return nextWords(String.join(" ", name), this.typed, false);
		}

	}

}
