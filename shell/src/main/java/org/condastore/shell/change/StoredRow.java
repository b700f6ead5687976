package org.condastore.shell.change;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a row as they are, each value as PostgreSQL spells it. Whoever reads many
 * rows at once can plan a change to each without asking again.
 *
 * @param values by column; null for NULL
 */
public record StoredRow(Map<String, @Nullable String> values) {

	/**
	 * PostgreSQL's output of a timestamp with DateStyle ISO, which the driver sets: no
	 * more digits of a second than it has.
	 */
	private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.appendLiteral(' ')
		.appendPattern("HH:mm:ss")
		.appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
		.toFormatter();

	/** What to select for some columns. */
	public static List<Field<String>> fields(Field<?>... columns) {
		return Arrays.stream(columns)
			.map((column) -> column.cast(SQLDataType.CLOB).as("stored_" + column.getName()))
			.toList();
	}

	/**
	 * The columns of what was selected like that.
	 * @param first where in the row they begin, from 0
	 */
	public static StoredRow of(Record row, int first, Field<?>... columns) {
		Map<String, @Nullable String> values = new HashMap<>();
		for (int i = 0; i < columns.length; i++) {
			values.put(columns[i].getName(), (String) row.get(first + i));
		}
		return new StoredRow(values);
	}

	/** The value of a column. */
	@Nullable String get(String column) {
		if (!this.values.containsKey(column)) {
			throw new IllegalArgumentException("%s was not read".formatted(column));
		}
		return this.values.get(column);
	}

	/** What the row's column will be if it is assigned this. */
	@Nullable String after(Field<?> assigned) {
		if (!(assigned instanceof Param<?> constant)) {
			return get(assigned.getName());
		}
		Object value = constant.getValue();
		if (value == null || value instanceof String || value instanceof Integer) {
			return (value != null) ? value.toString() : null;
		}
		if (value instanceof LocalDateTime time) {
			return TIMESTAMP.format(time);
		}
		throw new IllegalArgumentException("nobody knows how PostgreSQL spells a " + value.getClass());
	}

}
