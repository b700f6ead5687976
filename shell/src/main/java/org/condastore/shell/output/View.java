package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Which fields of a record are shown, under which keys, and what each of them is. One
 * view serves every format: the key is a table's heading (in capitals), a JSON key, a CSV
 * heading. Keys are snake_case and are part of what scripts rely on.
 *
 * <p>
 * Immutable: every method returns a new view.
 *
 * @param <T> the record
 */
public final class View<T> {

	/** What a field is: decides alignment, and how it reads in a table and elsewhere. */
	public enum Kind {

		/** Text from anywhere; control characters are made visible for people. */
		TEXT,

		/**
		 * A digest in hexadecimal: its first eight digits in a table, all of it
		 * elsewhere.
		 */
		DIGEST,

		/** A whole or decimal number, or an id. */
		NUMBER,

		/** A number of bytes: "1.2 GiB" in a table, exact elsewhere. */
		BYTES,

		/** An instant: an age in a table, ISO 8601 UTC elsewhere. */
		TIME,

		/** A duration: "12m 3s" in a table, seconds elsewhere. */
		DURATION,

		/** A truth value. */
		FLAG,

		/** JSON text as stored: nested in JSON and YAML, text elsewhere. */
		JSON,

		/** The values of some columns of a row, by their names. */
		COLUMNS,

		/** A list of texts. */
		TEXTS,

		/** A list of records with a view of their own. */
		ROWS

	}

	/**
	 * One field.
	 *
	 * @param key the snake_case key
	 * @param kind what the value is
	 * @param value reads it; null where the database has NULL
	 * @param inTable whether a table of many rows has a column for it
	 * @param nested the view of the elements, for {@link Kind#ROWS} only
	 */
	public record Field<T>(String key, Kind kind, Function<T, @Nullable Object> value, boolean inTable,
			@Nullable View<?> nested) {
	}

	private final String plural;

	private final List<Field<T>> fields;

	private View(String plural, List<Field<T>> fields) {
		this.plural = plural;
		this.fields = List.copyOf(fields);
	}

	/**
	 * A view without fields yet.
	 * @param plural what the rows are called, as in "no namespaces"
	 */
	public static <T> View<T> of(String plural) {
		return new View<>(plural, List.of());
	}

	public View<T> text(String key, Function<T, @Nullable Object> value) {
		return with(key, Kind.TEXT, value, null);
	}

	/** A digest in hexadecimal. */
	public View<T> digest(String key, Function<T, @Nullable Object> value) {
		return with(key, Kind.DIGEST, value, null);
	}

	public View<T> number(String key, Function<T, ? extends @Nullable Number> value) {
		return with(key, Kind.NUMBER, value::apply, null);
	}

	/** A number of bytes. */
	public View<T> bytes(String key, Function<T, ? extends @Nullable Number> value) {
		return with(key, Kind.BYTES, value::apply, null);
	}

	public View<T> time(String key, Function<T, @Nullable Instant> value) {
		return with(key, Kind.TIME, value::apply, null);
	}

	public View<T> duration(String key, Function<T, @Nullable Duration> value) {
		return with(key, Kind.DURATION, value::apply, null);
	}

	public View<T> flag(String key, Function<T, @Nullable Boolean> value) {
		return with(key, Kind.FLAG, value::apply, null);
	}

	/** JSON text as PostgreSQL stores it in a {@code json} column. */
	public View<T> json(String key, Function<T, @Nullable String> value) {
		return with(key, Kind.JSON, value::apply, null);
	}

	/** The values of some columns of a row. */
	public View<T> columns(String key, Function<T, @Nullable Map<String, StoredValue>> value) {
		return with(key, Kind.COLUMNS, value::apply, null);
	}

	public View<T> texts(String key, Function<T, @Nullable List<String>> value) {
		return with(key, Kind.TEXTS, value::apply, null);
	}

	/** A list of records inside the record. */
	public <E> View<T> rows(String key, Function<T, @Nullable List<E>> value, View<E> nested) {
		return with(key, Kind.ROWS, value::apply, nested);
	}

	/**
	 * Leaves the field added last out of tables of many rows; every other format has it.
	 */
	public View<T> notInTable() {
		List<Field<T>> changed = new ArrayList<>(this.fields);
		Field<T> last = changed.remove(changed.size() - 1);
		changed.add(new Field<>(last.key(), last.kind(), last.value(), false, last.nested()));
		return new View<>(this.plural, changed);
	}

	/** What the rows are called, as in "no namespaces". */
	public String plural() {
		return this.plural;
	}

	public List<Field<T>> fields() {
		return this.fields;
	}

	private View<T> with(String key, Kind kind, Function<T, @Nullable Object> value, @Nullable View<?> nested) {
		List<Field<T>> more = new ArrayList<>(this.fields);
		more.add(new Field<>(key, kind, value, true, nested));
		return new View<>(this.plural, more);
	}

}
