package org.condastore.shell.output;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A value of any column, as PostgreSQL spells it.
 *
 * @param type the column's type without a length, such as {@code character varying}
 * @param text null for NULL
 */
public record StoredValue(String type, @Nullable String text) {

	private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
		.appendPattern("uuuu-MM-dd HH:mm:ss")
		.appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
		.toFormatter(Locale.ROOT);

	/**
	 * The value as programs read it: a {@link Number}, a {@link Boolean}, or a text;
	 * times without a zone are UTC, as conda-store stores them. Null for NULL.
	 */
	@Nullable Object exact() {
		if (this.text == null) {
			return null;
		}
		return switch (this.type) {
			case "smallint", "integer", "bigint" -> Long.valueOf(this.text);
			case "numeric" -> number(this.text);
			case "boolean" -> this.text.equals("true");
			case "timestamp without time zone" -> time(this.text);
			default -> this.text;
		};
	}

	/**
	 * The value as people read it, as it is: control characters are made visible where it
	 * is shown.
	 */
	public String readable() {
		Object exact = exact();
		return (exact instanceof Number number) ? Exact.number(number) : String.valueOf(exact);
	}

	/**
	 * Values as people read them: {@code status=FAILED, ended_on=null}; a single column
	 * that is named id is left bare.
	 */
	public static String readable(Map<String, StoredValue> columns) {
		if (columns.size() == 1 && columns.containsKey("id")) {
			return columns.values().iterator().next().readable();
		}
		return columns.entrySet()
			.stream()
			.map((column) -> column.getKey() + "=" + column.getValue().readable())
			.collect(Collectors.joining(", "));
	}

	/** Whether it is JSON, to be shown as such and not as a text. */
	boolean isJson() {
		return this.text != null && (this.type.equals("json") || this.type.equals("jsonb"));
	}

	private static Object number(String text) {
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException notFinite) {
			return text;
		}
	}

	/** Infinity, and times before the common era, as PostgreSQL spells them. */
	private static String time(String text) {
		try {
			return Exact.time(LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC));
		}
		catch (DateTimeParseException unusual) {
			return text;
		}
	}

}
