package org.condastore.shell.change;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.output.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one row, as it is shown.
 *
 * @param table the table's name
 * @param key the values of the primary key; null where the server has not given one yet
 * @param operation {@code insert}, {@code update}, {@code delete}, or {@code restart}
 * where it is a sequence
 * @param before the values that the change depends on or takes away; null for a new row
 * @param after the values that it writes; null for a row that is deleted
 */
record RowChange(String table, Map<String, StoredValue> key, String operation,
		@Nullable Map<String, StoredValue> before, @Nullable Map<String, StoredValue> after) {

	/** The rows of some sets, made when they are looked at: there may be a million. */
	static List<RowChange> of(List<RowSet> sets, RowTables tables) {
		return together(sets.stream().map((set) -> of(set, tables)).toList());
	}

	/** One list after the other. */
	static List<RowChange> together(List<List<RowChange>> parts) {
		int size = parts.stream().mapToInt(List::size).sum();
		return new AbstractList<>() {
			@Override
			public RowChange get(int index) {
				int place = index;
				for (List<RowChange> part : parts) {
					if (place < part.size()) {
						return part.get(place);
					}
					place -= part.size();
				}
				throw new IndexOutOfBoundsException(index);
			}

			@Override
			public int size() {
				return size;
			}
		};
	}

	private static List<RowChange> of(RowSet set, RowTables tables) {
		List<@Nullable String[]> tuples = set.rows().asList();
		List<Column> key = columns(set, set.key(), set.keyPlaces(), tables);
		List<String> besides = besidesKey(set);
		List<Column> before = columns(set, besides, besides.stream().mapToInt(set.before()::indexOf).toArray(), tables);
		int written = set.before().size();
		List<Column> after = columns(set, set.after(), IntStream.range(written, written + set.after().size()).toArray(),
				tables);
		return new AbstractList<>() {
			@Override
			public RowChange get(int index) {
				@Nullable String[] tuple = tuples.get(index);
				return new RowChange(set.table(), values(key, tuple), set.operation().toString(),
						set.before().isEmpty() ? null : values(before, tuple),
						set.after().isEmpty() ? null : values(after, tuple));
			}

			@Override
			public int size() {
				return tuples.size();
			}
		};
	}

	/** The key of an update is not repeated among the values. */
	private static List<String> besidesKey(RowSet set) {
		return set.operation().isInPlace()
				? set.before().stream().filter((column) -> !set.key().contains(column)).toList() : set.before();
	}

	/**
	 * A column of tuples.
	 *
	 * @param place where in them its value is; below 0 if it is not among them
	 */
	private record Column(String name, String type, int place) {
	}

	/** A column that is gone reads as text. */
	private static List<Column> columns(RowSet set, List<String> names, int[] places, RowTables tables) {
		boolean sequences = set.operation() == Operation.RESTART;
		Optional<RowTable> table = sequences ? Optional.empty() : tables.find(set.table());
		List<Column> columns = new ArrayList<>();
		for (int i = 0; i < places.length; i++) {
			String name = names.get(i);
			String type = table.flatMap((shape) -> shape.column(name))
				.map(RowTable.Column::type)
				.orElse((sequences && name.equals(Sequences.NEXT)) ? "bigint" : "text");
			columns.add(new Column(name, type, places[i]));
		}
		return columns;
	}

	private static Map<String, StoredValue> values(List<Column> columns, @Nullable String[] tuple) {
		Map<String, StoredValue> values = new LinkedHashMap<>();
		for (Column column : columns) {
			values.put(column.name(),
					new StoredValue(column.type(), (column.place() >= 0) ? tuple[column.place()] : null));
		}
		return values;
	}

	/** The key of a row in a sentence: {@code 5}, or {@code build_id=5, …=7}. */
	static String keyText(RowSet set, @Nullable String[] tuple) {
		List<@Nullable String> key = set.keyOf(tuple);
		if (key.size() == 1) {
			return String.valueOf(key.get(0));
		}
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < key.size(); i++) {
			parts.add(set.key().get(i) + "=" + key.get(i));
		}
		return parts.stream().collect(Collectors.joining(", "));
	}

}
