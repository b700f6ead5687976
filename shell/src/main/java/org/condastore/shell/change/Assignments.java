package org.condastore.shell.change;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * New values of columns. Immutable: every method returns new ones.
 *
 * @param values the expressions by column, in the order in which they were given
 */
public record Assignments(Map<Field<?>, Field<?>> values) {

	/** One column and its new value. */
	public static <T> Assignments set(Field<T> column, @Nullable T value) {
		return new Assignments(Map.of()).and(column, value);
	}

	/** One column and an expression over the row as it was. */
	public static <T> Assignments set(Field<T> column, Field<T> value) {
		return new Assignments(Map.of()).and(column, value);
	}

	public <T> Assignments and(Field<T> column, @Nullable T value) {
		return and(column, DSL.val(value, column));
	}

	public <T> Assignments and(Field<T> column, Field<T> value) {
		Map<Field<?>, Field<?>> more = new LinkedHashMap<>(this.values);
		more.put(column, value);
		return new Assignments(more);
	}

}
