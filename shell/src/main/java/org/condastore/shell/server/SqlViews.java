package org.condastore.shell.server;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;

/**
 * How the result of any statement reads: numbers, truth values, JSON and arrays are what
 * they are in JSON, everything else is text as the server writes it. Times are ISO 8601,
 * those with a time zone in UTC, those without as they are stored.
 */
final class SqlViews {

	/** As the server writes times from year 1 to 9999; others stay as they are. */
	private static final Pattern TIME = Pattern
		.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?)([-+][0-9:]+)?");

	private SqlViews() {
	}

	static View<@Nullable String[]> of(List<ResultColumn> columns) {
		View<@Nullable String[]> view = View.of("rows");
		for (int i = 0; i < columns.size(); i++) {
			int index = i;
			String key = columns.get(i).key();
			String type = columns.get(i).type();
			view = switch (kind(type)) {
				case NUMBER -> view.number(key, (row) -> unlessNull(row[index], SqlViews::number));
				case FLAG -> view.flag(key, (row) -> unlessNull(row[index], SqlViews::truth));
				case JSON -> view.json(key, (row) -> unlessNull(row[index], (value) -> json(type, value)));
				default -> view.text(key, (row) -> unlessNull(row[index], (value) -> text(type, value)));
			};
		}
		return view;
	}

	private static View.Kind kind(String type) {
		if (type.startsWith("_")) {
			return View.Kind.JSON;
		}
		return switch (type) {
			case "int2", "int4", "int8", "smallserial", "serial", "bigserial", "oid", "numeric", "float4", "float8" ->
				View.Kind.NUMBER;
			case "bool" -> View.Kind.FLAG;
			case "json", "jsonb" -> View.Kind.JSON;
			default -> View.Kind.TEXT;
		};
	}

	private static <T> @Nullable T unlessNull(@Nullable String value, Function<String, T> meaning) {
		return (value != null) ? meaning.apply(value) : null;
	}

	private static String json(String type, String value) {
		if (!type.startsWith("_")) {
			return value;
		}
		String elementType = type.substring(1);
		char separator = elementType.equals("box") ? ';' : ',';
		return new ArrayText(value, separator, (element) -> jsonElement(elementType, element)).toJson();
	}

	/** An element of an array as JSON. */
	private static String jsonElement(String type, String element) {
		return switch (kind(type)) {
			case NUMBER -> {
				Number number = number(element);
				boolean isNumber = number instanceof BigDecimal || Double.isFinite(number.doubleValue());
				yield isNumber ? number.toString() : ArrayText.quoted(element);
			}
			case FLAG -> String.valueOf(truth(element));
			case JSON -> element;
			default -> ArrayText.quoted(text(type, element));
		};
	}

	private static boolean truth(String value) {
		return value.equals("t");
	}

	/** Exact, unless it is written with an exponent or is no decimal number at all. */
	private static Number number(String value) {
		boolean decimal = value.chars().allMatch((c) -> (c >= '0' && c <= '9') || c == '.' || c == '-');
		return decimal ? new BigDecimal(value) : Double.valueOf(value);
	}

	private static String text(String type, String value) {
		Matcher time = TIME.matcher(type.startsWith("timestamp") ? value : "");
		if (!time.matches()) {
			return value;
		}
		String local = time.group(1) + "T" + time.group(2);
		String offset = time.group(3);
		if (offset == null) {
			return local;
		}
		return LocalDateTime.parse(local)
			.minusSeconds(ZoneOffset.of(offset).getTotalSeconds())
			.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + "Z";
	}

}
