package org.condastore.shell.session;

import java.util.Locale;
import java.util.stream.Collectors;

/** How a command is typed, in one line. */
final class Synopsis {

	private Synopsis() {
	}

	static String of(MethodCommand command) {
		String arguments = command.positional()
			.stream()
			.map((parameter) -> " " + bracketed(parameter, placeholder(parameter)))
			.collect(Collectors.joining());
		String options = command.options()
			.stream()
			.filter(Parameter::required)
			.map((parameter) -> " %s %s".formatted(parameter.dashed(), placeholder(parameter)))
			.collect(Collectors.joining());
		return command.getName() + arguments + options
				+ (command.options().stream().allMatch(Parameter::required) ? "" : " [options]");
	}

	/** What stands for a value. */
	static String placeholder(Parameter parameter) {
		if (parameter.type().isEnum()) {
			return String.join("|", Values.constants(parameter.type()));
		}
		if (parameter.kind() == Parameter.Kind.OPTION) {
			return switch (parameter.type().getSimpleName()) {
				case "String" -> "TEXT";
				case "int", "Integer", "long", "Long" -> "N";
				case "Duration" -> "DURATION";
				case "Path" -> "FILE";
				default -> parameter.name().toUpperCase(Locale.ROOT);
			};
		}
		return parameter.name().toUpperCase(Locale.ROOT) + (parameter.many() ? "..." : "");
	}

	private static String bracketed(Parameter parameter, String text) {
		return parameter.required() ? text : "[" + text + "]";
	}

}
