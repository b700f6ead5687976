package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.condastore.shell.output.TextTable.Column;
import org.jspecify.annotations.Nullable;

/**
 * A record as cells of a table: short, in one line, safe to show.
 *
 * @param <T> the record
 */
final class Cells<T> {

	private final List<View.Field<T>> fields;

	private final Instant now;

	/**
	 * Cells for the fields that a table has.
	 * @param now what ages are relative to
	 */
	Cells(View<T> view, Instant now) {
		this.fields = view.fields().stream().filter(View.Field::inTable).toList();
		this.now = now;
	}

	List<Column> columns() {
		return this.fields.stream().map(Cells::column).toList();
	}

	String[] of(T row) {
		String[] cells = new String[this.fields.size()];
		for (int i = 0; i < cells.length; i++) {
			View.Field<T> field = this.fields.get(i);
			cells[i] = cell(field.kind(), field.value().apply(row));
		}
		return cells;
	}

	private String cell(View.Kind kind, @Nullable Object value) {
		if (value == null) {
			return "";
		}
		return switch (kind) {
			case TEXT, JSON -> Visible.line(value.toString());
			case DIGEST -> Visible.line(beginning(value.toString()));
			case NUMBER -> Exact.number((Number) value);
			case BYTES -> Rounded.bytes(((Number) value).longValue());
			case TIME -> Rounded.age((Instant) value, this.now);
			case DURATION -> Rounded.duration((Duration) value);
			case FLAG -> flag(value);
			case COLUMNS -> Visible.line(columns(value));
			case TEXTS -> ((List<?>) value).stream()
				.map((text) -> Visible.line(Objects.toString(text, "")))
				.collect(Collectors.joining(", "));
			case ROWS -> Integer.toString(((List<?>) value).size());
		};
	}

	@SuppressWarnings("unchecked")
	static String columns(Object value) {
		return StoredValue.readable((Map<String, StoredValue>) value);
	}

	static String flag(Object value) {
		return Boolean.TRUE.equals(value) ? "yes" : "no";
	}

	/** As many digits as conda-store itself puts into paths. */
	private static String beginning(String digest) {
		return digest.substring(0,
				digest.offsetByCodePoints(0, Math.min(8, digest.codePointCount(0, digest.length()))));
	}

	private static Column column(View.Field<?> field) {
		boolean right = switch (field.kind()) {
			case NUMBER, BYTES, DURATION, ROWS -> true;
			case TEXT, DIGEST, TIME, FLAG, JSON, COLUMNS, TEXTS -> false;
		};
		boolean shortens = switch (field.kind()) {
			case TEXT, JSON, COLUMNS, TEXTS -> true;
			case DIGEST, NUMBER, BYTES, DURATION, ROWS, TIME, FLAG -> false;
		};
		return new Column(Visible.line(field.key().toUpperCase(Locale.ROOT)), right, shortens);
	}

}
