package org.condastore.shell.row;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;

import org.condastore.schema.catalog.RowTable;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;

/**
 * Turns what was typed into a value of a column, by the type that the catalog says. The
 * values are Integer, Long, Boolean, LocalDateTime, or String for texts and JSON.
 */
final class ColumnType {

	private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,30}");

	/** As the server writes it. */
	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss")
		.appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
		.toFormatter();

	/** As people copy it from a result of this program, or from psql. */
	private static final DateTimeFormatter TYPED_TIME = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.appendLiteral('T')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.appendOffset("+HH:mm", "Z")
		.toFormatter()
		.withResolverStyle(ResolverStyle.STRICT);

	/** Between date and time, as psql writes them. */
	private static final Pattern BLANK = Pattern.compile("(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2}) ");

	/** The last year that Python knows; the first one is 1. */
	private static final int LAST_YEAR = 9999;

	private ColumnType() {
	}

	/**
	 * Converts a value.
	 * @param name what it is for, as the operator knows it, such as {@code build.size}
	 * @throws CommandFailure {@code USAGE} if it is none of the column's type and length
	 */
	static Object value(String name, RowTable.Column column, String typed) {
		return switch (column.type()) {
			case "integer" -> number(name, typed, Integer.MIN_VALUE, Integer.MAX_VALUE).intValueExact();
			case "bigint" -> number(name, typed, Long.MIN_VALUE, Long.MAX_VALUE).longValueExact();
			case "boolean" -> bool(name, typed);
			case "timestamp without time zone" -> time(name, typed);
			case "character varying", "text" -> text(name, column.length(), typed);
			case "json" -> json(name, typed);
			default -> throw CommandFailure.usage(
					"%s is of the type %s, which cannot be typed here".formatted(name, column.type()),
					"psql takes a statement");
		};
	}

	/** A value as the server writes it as text. */
	static String text(Object value) {
		return (value instanceof LocalDateTime time) ? TIME.format(time) : value.toString();
	}

	private static BigInteger number(String name, String typed, long least, long most) {
		if (WHOLE.matcher(typed).matches()) {
			BigInteger number = new BigInteger(typed);
			if (number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
				return number;
			}
		}
		throw CommandFailure.usage("%s takes a whole number, not \"%s\"".formatted(name, typed),
				"use digits only, from %d to %d".formatted(least, most));
	}

	private static boolean bool(String name, String typed) {
		return switch (typed) {
			case "true" -> true;
			case "false" -> false;
			default -> throw CommandFailure.usage("%s takes true or false, not \"%s\"".formatted(name, typed),
					"use one of them");
		};
	}

	private static LocalDateTime time(String name, String typed) {
		try {
			TemporalAccessor read = TYPED_TIME.parseBest(BLANK.matcher(typed).replaceFirst("T"), OffsetDateTime::from,
					LocalDateTime::from);
			LocalDateTime time = (read instanceof OffsetDateTime zoned)
					? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime() : LocalDateTime.from(read);
			if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR
					&& time.get(ChronoField.NANO_OF_SECOND) % 1000 == 0) {
				return time;
			}
		}
		catch (DateTimeException malformed) {
			throw notTime(name, typed);
		}
		throw notTime(name, typed);
	}

	private static CommandFailure notTime(String name, String typed) {
		return CommandFailure.usage("%s takes a time, not \"%s\"".formatted(name, typed),
				"write it in UTC, to the microsecond at most: 2024-09-20T07:03:49.890590Z; @now is the present time");
	}

	private static String text(String name, int length, String typed) {
		if (typed.codePoints()
			.anyMatch((c) -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
			throw CommandFailure.usage("%s holds a character that no database stores".formatted(name), "leave it out");
		}
		int characters = typed.codePointCount(0, typed.length());
		if (length > 0 && characters > length) {
			throw CommandFailure.usage("%s takes %d characters, and got %d".formatted(name, length, characters),
					"shorten it");
		}
		return typed;
	}

	private static String json(String name, String typed) {
		if (StoredJson.read(typed).isEmpty()) {
			throw CommandFailure.usage("%s takes JSON, not \"%s\"".formatted(name, typed),
					"write it in single quotes: %s='{\"a\": 1}'".formatted(name.substring(name.indexOf('.') + 1)));
		}
		return text(name, 0, typed);
	}

}
