package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;

/** The texts of {@code help}, made from what the commands declare. */
final class Help {

	private static final int GAP = 2;

	private Help() {
	}

	/** One command: how it is typed, what it does, each argument and option. */
	static String of(MethodCommand command) {
		StringBuilder text = new StringBuilder();
		text.append("usage: ").append(Synopsis.of(command)).append("\n\n");
		text.append(sentence(command.getDescription())).append('\n');
		if (!command.getHelp().isBlank()) {
			text.append('\n').append(command.getHelp().strip()).append('\n');
		}
		section(text, "arguments",
				command.positional()
					.stream()
					.filter((parameter) -> !parameter.description().isEmpty())
					.map((parameter) -> List.of(Synopsis.placeholder(parameter), parameter.description()))
					.toList());
		section(text, "options", command.options().stream().map(Help::option).toList());
		return text.toString();
	}

	/** All commands, by group, and the options of the program. */
	static String overview(CommandTable commands) {
		StringBuilder text = new StringBuilder();
		text.append("usage: conda-store-shell [global options] [command]\n");
		Map<String, List<List<String>>> groups = new LinkedHashMap<>();
		for (MethodCommand command : commands.all()) {
			groups.computeIfAbsent(command.getGroup(), (group) -> new ArrayList<>())
				.add(List.of(command.getName(), command.getDescription()));
		}
		int width = groups.values()
			.stream()
			.flatMap(List::stream)
			.mapToInt((row) -> row.get(0).length())
			.max()
			.orElse(0);
		groups.forEach((group, rows) -> section(text, group, rows, width));
		section(text, "Global options, before the command",
				Invocation.OPTIONS.stream()
					.map((option) -> List.of((option.names() + " " + option.value()).strip(), option.description()))
					.toList());
		String aliases = commands.aliases()
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((alias) -> "%s for %s".formatted(alias.getKey(), alias.getValue()))
			.collect(Collectors.joining(", "));
		text.append("\nhelp COMMAND tells more. Short forms: ").append(aliases).append(".\n");
		return text.toString();
	}

	/**
	 * What {@code help} says about words.
	 * @param words the name of a command, its beginning, or nothing
	 * @throws CommandFailure {@code USAGE} if there is no such command
	 */
	static String about(CommandTable commands, List<String> words) {
		if (words.isEmpty()) {
			return overview(commands);
		}
		String first = commands.canonical(words.get(0));
		String name = String.join(" ", concat(first, words.subList(1, words.size())));
		MethodCommand exact = commands.find(name);
		if (exact != null) {
			return of(exact);
		}
		List<MethodCommand> below = commands.startingWith(first);
		if (words.size() == 1 && !below.isEmpty()) {
			StringBuilder text = new StringBuilder("usage: %s VERB [arguments] [options]\n".formatted(first));
			section(text, "verbs",
					below.stream().map((command) -> List.of(command.getName(), command.getDescription())).toList());
			return text.toString();
		}
		List<String> names = commands.all().stream().map(MethodCommand::getName).toList();
		throw CommandFailure.usage("there is no command \"%s\"".formatted(name),
				Suggestions.nearest(name, names)
					.or(() -> Suggestions.nearest(first, commands.firstWords()))
					.map("did you mean help %s?"::formatted)
					.orElse("help shows all commands"));
	}

	private static List<String> option(Parameter option) {
		String names = (option.shortName() != ' ') ? "-%s, %s".formatted(option.shortName(), option.dashed())
				: option.dashed();
		String typed = (option.kind() == Parameter.Kind.FLAG) ? names : names + " " + Synopsis.placeholder(option);
		List<String> remarks = new ArrayList<>();
		if (option.many()) {
			remarks.add("several with commas");
		}
		if (!option.defaultValue().isEmpty()) {
			remarks.add("default " + option.defaultValue());
		}
		return List.of(typed,
				option.description() + (remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")"));
	}

	private static void section(StringBuilder text, String title, List<List<String>> rows) {
		section(text, title, rows, rows.stream().mapToInt((row) -> row.get(0).length()).max().orElse(0));
	}

	private static void section(StringBuilder text, String title, List<List<String>> rows, int width) {
		if (rows.isEmpty()) {
			return;
		}
		text.append('\n').append(title).append(":\n");
		for (List<String> row : rows) {
			String left = row.get(0);
			text.append("  ").append(left);
			text.append(" ".repeat(Math.max(0, width - left.length()) + GAP)).append(row.get(1)).append('\n');
		}
	}

	private static List<String> concat(String first, List<String> rest) {
		List<String> words = new ArrayList<>();
		words.add(first);
		words.addAll(rest);
		return words;
	}

	private static String sentence(String description) {
		return description.endsWith(".") ? description : description + ".";
	}

}
