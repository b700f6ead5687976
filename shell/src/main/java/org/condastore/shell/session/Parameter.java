package org.condastore.shell.session;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.condastore.shell.output.Format;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Option;

/**
 * One thing that can be typed after a command's name.
 *
 * @param kind how it is typed
 * @param name an option's long name, an argument's name
 * @param shortName an option's single letter, or a blank
 * @param description for help and completion
 * @param required whether the command refuses to run without it
 * @param defaultValue what is taken when it is not typed, as it would be typed; or empty
 * @param type what the text is converted to: the element type where several are taken
 * @param position an argument's place, counted from 0; where the rest begins
 * @param many whether several are taken: a comma-separated option, or all remaining
 * arguments, or words
 */
record Parameter(Kind kind, String name, char shortName, String description, boolean required, String defaultValue,
		Class<?> type, int position, boolean many) {

	enum Kind {

		/** One word, by its position; where several are taken all words from there on. */
		ARGUMENT,

		/** All words from here to the end of the line, options or not, as they are. */
		REST,

		/** A name and a value. */
		OPTION,

		/** A name alone. */
		FLAG

	}

	/** What a parameter is called that takes the words of another command. */
	static final String COMMAND = "command";

	static final Parameter OUTPUT = new Parameter(Kind.OPTION, "output", 'o', "how results are written", false, "",
			Format.class, -1, false);

	static final Parameter HELP = new Parameter(Kind.FLAG, "help", 'h', "say what the command does", false, "",
			boolean.class, -1, false);

	/** What every command takes. */
	static final List<Parameter> EVERYWHERE = List.of(OUTPUT, HELP);

	static @Nullable Parameter of(java.lang.reflect.Parameter parameter) {
		boolean optional = parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
		Class<?> type = elementType(parameter.getParameterizedType());
		boolean many = List.class.isAssignableFrom(parameter.getType());
		Option option = parameter.getAnnotation(Option.class);
		if (option != null) {
			if (type.isPrimitive() && type != boolean.class && !option.required() && option.defaultValue().isEmpty()) {
				throw new IllegalStateException(
						"--%s needs a default value or a type that can be null".formatted(option.longName()));
			}
			Kind kind = (type == boolean.class) ? Kind.FLAG : Kind.OPTION;
			return new Parameter(kind, option.longName(), option.shortName(), option.description(), option.required(),
					option.defaultValue(), type, -1, many);
		}
		Argument argument = parameter.getAnnotation(Argument.class);
		if (argument != null) {
			return new Parameter(Kind.ARGUMENT, label(parameter), ' ', argument.description(),
					!optional && argument.defaultValue().isEmpty(), argument.defaultValue(), type, argument.index(),
					many);
		}
		if (parameter.isAnnotationPresent(Arguments.class)) {
			int before = (int) Arrays.stream(parameter.getDeclaringExecutable().getParameters())
				.filter((other) -> other.isAnnotationPresent(Argument.class))
				.count();
			return new Parameter(Kind.REST, label(parameter), ' ', "", false, "", type, before, true);
		}
		return null;
	}

	boolean isOption() {
		return this.kind == Kind.OPTION || this.kind == Kind.FLAG;
	}

	/** As it is typed in an option's place: {@code --name}. */
	String dashed() {
		return "--" + this.name;
	}

	CommandOption option(@Nullable String value) {
		CommandOption.Builder option = CommandOption.with()
			.longName(this.name)
			.shortName(this.shortName)
			.description(this.description)
			.required(this.required)
			.defaultValue(this.defaultValue)
			.type(this.type);
		if (value != null) {
			option.value(value);
		}
		return option.build();
	}

	private static String label(java.lang.reflect.Parameter parameter) {
		return parameter.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

	private static Class<?> elementType(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return (Class<?>) parameterized.getActualTypeArguments()[0];
		}
		return (Class<?>) type;
	}

}
