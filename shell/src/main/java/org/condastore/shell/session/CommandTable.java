package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.Command;
import org.springframework.shell.core.command.CommandRegistry;

/**
 * All commands, found by name in constant time. A class of commands is not looked into
 * before one of its first words is typed: starting a one-shot command costs what that
 * command costs.
 */
public final class CommandTable extends CommandRegistry {

	private record Source(Class<?> commands, Supplier<?> target) {
	}

	/** The classes that were not looked into yet, by first word. */
	private final Map<String, List<Source>> sources = new LinkedHashMap<>();

	private final Map<String, String> aliases = new HashMap<>();

	private final Map<String, MethodCommand> byName = new TreeMap<>();

	private final List<String> firstWords = new ArrayList<>();

	/**
	 * Adds a class of commands.
	 * @param commands its methods with
	 * {@link org.springframework.shell.core.command.annotation.Command} are the commands
	 * @param target makes the object, when a command runs
	 * @param words the first words of all its commands; several classes can share one
	 */
	public CommandTable add(Class<?> commands, Supplier<?> target, String... words) {
		for (String word : words) {
			this.sources.computeIfAbsent(word, (first) -> new ArrayList<>()).add(new Source(commands, target));
			if (!this.firstWords.contains(word)) {
				this.firstWords.add(word);
			}
		}
		return this;
	}

	/** Makes a short form of a first word known. */
	public CommandTable alias(String alias, String word) {
		this.aliases.put(alias, word);
		return this;
	}

	/** The first words of all commands, in the order in which they were added. */
	List<String> firstWords() {
		return List.copyOf(this.firstWords);
	}

	Map<String, String> aliases() {
		return Map.copyOf(this.aliases);
	}

	/** A first word as commands are named: aliases resolved, anything else as it is. */
	String canonical(String firstWord) {
		return this.aliases.getOrDefault(firstWord, firstWord);
	}

	/**
	 * The commands that begin with a word, those that only read before the others.
	 * @param firstWord not an alias
	 * @return empty if there are none
	 */
	List<MethodCommand> startingWith(String firstWord) {
		load(firstWord);
		return sorted(this.byName.values()
			.stream()
			.filter((command) -> command.getName().equals(firstWord) || command.getName().startsWith(firstWord + " "))
			.toList());
	}

	/** All commands, in the order of their first words, reading ones first. */
	List<MethodCommand> all() {
		return this.firstWords.stream().flatMap((word) -> startingWith(word).stream()).distinct().toList();
	}

	@Nullable MethodCommand find(String name) {
		int blank = name.indexOf(' ');
		load((blank < 0) ? name : name.substring(0, blank));
		return this.byName.get(name);
	}

	@Override
	public @Nullable Command getCommandByName(String name) {
		return find(name);
	}

	@Override
	public @Nullable Command getCommandByAlias(String name) {
		int blank = name.indexOf(' ');
		return (blank < 0) ? find(canonical(name)) : find(canonical(name.substring(0, blank)) + name.substring(blank));
	}

	@Override
	public Set<Command> getCommands() {
		return Set.copyOf(all());
	}

	@Override
	public List<Command> getCommandsByPrefix(String prefix) {
		return all().stream()
			.filter((command) -> command.getName().startsWith(prefix))
			.map(Command.class::cast)
			.toList();
	}

	private void load(String firstWord) {
		for (Source source : List.copyOf(this.sources.getOrDefault(firstWord, List.of()))) {
			this.sources.values()
				.forEach((others) -> others.removeIf((other) -> other.commands() == source.commands()));
			for (MethodCommand command : MethodCommand.in(source.commands(), source.target())) {
				this.byName.put(command.getName(), command);
			}
		}
	}

	private static List<MethodCommand> sorted(List<MethodCommand> commands) {
		return commands.stream()
			.sorted(Comparator.comparing(MethodCommand::effect).thenComparing(MethodCommand::getName))
			.toList();
	}

}
