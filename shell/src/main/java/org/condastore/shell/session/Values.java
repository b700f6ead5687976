package org.condastore.shell.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;

/**
 * Turns what was typed into the type that a command declares: text, numbers, durations
 * such as {@code 7d}, constants of an enum, paths, and every type that has a
 * {@code public static T of(String)} which throws {@link CommandFailure} for what it does
 * not accept.
 */
final class Values {

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w)");

	/** A century: what lies further back no database can compare with. */
	private static final Duration LONGEST = Duration.ofDays(36_525);

	private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");

	private static final Map<Class<?>, MethodHandle> FACTORIES = new ConcurrentHashMap<>();

	private Values() {
	}

	/**
	 * Converts one value.
	 * @param label what is being converted, as the operator knows it, such as
	 * {@code --since}
	 * @throws CommandFailure {@code USAGE} naming the label, the text and what would be
	 * right
	 */
	static Object convert(String label, String typed, Class<?> type) {
		if (type == String.class) {
			return typed;
		}
		if (type == int.class || type == Integer.class) {
			return Math.toIntExact(number(label, typed, Integer.MAX_VALUE));
		}
		if (type == long.class || type == Long.class) {
			return number(label, typed, Long.MAX_VALUE);
		}
		if (type == Duration.class) {
			return duration(label, typed);
		}
		if (type.isEnum()) {
			return constant(label, typed, type);
		}
		if (type == Path.class) {
			return path(label, typed);
		}
		return made(typed, type);
	}

	/**
	 * Converts a comma-separated list; there is no way to write a comma inside an item.
	 */
	static List<Object> convertList(String label, String typed, Class<?> type) {
		List<Object> converted = new ArrayList<>();
		for (String item : typed.split(",", -1)) {
			converted.add(convert(label, item.strip(), type));
		}
		return converted;
	}

	/** The constants of an enum as they are typed. */
	static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	private static long number(String label, String typed, long max) {
		if (NUMBER.matcher(typed).matches()) {
			BigInteger number = new BigInteger(typed);
			if (number.abs().compareTo(BigInteger.valueOf(max)) <= 0) {
				return number.longValueExact();
			}
		}
		throw CommandFailure.usage("%s takes a whole number, not \"%s\"".formatted(label, typed),
				"use digits only, at most %d".formatted(max));
	}

	private static Duration duration(String label, String typed) {
		Matcher matcher = DURATION.matcher(typed);
		if (!matcher.matches()) {
			throw CommandFailure.usage("%s takes a duration, not \"%s\"".formatted(label, typed),
					"use a number and a unit: 90s, 30m, 4h, 7d or 2w");
		}
		Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
		if (duration.compareTo(LONGEST) > 0) {
			throw CommandFailure.usage("%s cannot be longer than %dd".formatted(label, LONGEST.toDays()),
					"use a shorter one");
		}
		return duration;
	}

	private static Duration duration(long amount, String unit) {
		return switch (unit) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			case "m" -> Duration.ofMinutes(amount);
			case "h" -> Duration.ofHours(amount);
			case "d" -> Duration.ofDays(amount);
			default -> Duration.ofDays(7 * amount);
		};
	}

	private static Object constant(String label, String typed, Class<?> type) {
		String wanted = typed.toUpperCase(Locale.ROOT).replace('-', '_');
		for (Object constant : type.getEnumConstants()) {
			if (((Enum<?>) constant).name().equals(wanted)) {
				return constant;
			}
		}
		List<String> constants = constants(type);
		throw CommandFailure.usage("%s cannot be \"%s\"".formatted(label, typed),
				Suggestions.nearest(typed, constants)
					.map("did you mean %s?"::formatted)
					.orElseGet(() -> "use one of " + constants.stream().collect(Collectors.joining(", "))));
	}

	private static Path path(String label, String typed) {
		try {
			return Path.of(typed);
		}
		catch (InvalidPathException ex) {
			throw CommandFailure.usage("%s takes the path of a file, not \"%s\"".formatted(label, typed),
					"quote it if it holds blanks");
		}
	}

	private static Object made(String typed, Class<?> type) {
		try {
			return FACTORIES.computeIfAbsent(type, Values::factory).invoke(typed);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(type + ".of threw a checked exception", ex);
		}
	}

	private static MethodHandle factory(Class<?> type) {
		try {
			return MethodHandles.publicLookup()
				.findStatic(type, "of", MethodType.methodType(type, String.class))
				.asType(MethodType.methodType(Object.class, String.class));
		}
		catch (NoSuchMethodException | IllegalAccessException ex) {
			throw new IllegalStateException(type + " needs: public static of(String), in a public type", ex);
		}
	}

}
