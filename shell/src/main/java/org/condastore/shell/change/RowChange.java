package org.condastore.shell.change;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.output.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one row, as it is shown.
 *
 * @param table the table's name
 * @param key the values of the primary key; null where the server has not given one yet
 * @param operation {@code insert}, {@code update} or {@code delete}
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
		List<String> before = types(set, set.before(), tables);
		List<String> after = types(set, set.after(), tables);
		List<String> key = types(set, set.key(), tables);
		return new AbstractList<>() {
			@Override
			public RowChange get(int index) {
				@Nullable String[] tuple = tuples.get(index);
				return new RowChange(set.table(), values(set.key(), key, set.keyOf(tuple), 0),
						set.operation().toString(),
						set.before().isEmpty() ? null
								: values(besidesKey(set), before(set, before), tuple(set, tuple), 0),
						set.after().isEmpty() ? null : values(set.after(), after, asList(tuple), set.before().size()));
			}

			@Override
			public int size() {
				return tuples.size();
			}
		};
	}

	/** The key of an update is not repeated among the values. */
	private static List<String> besidesKey(RowSet set) {
		return (set.operation() == Operation.UPDATE)
				? set.before().stream().filter((column) -> !set.key().contains(column)).toList() : set.before();
	}

	private static List<String> before(RowSet set, List<String> types) {
		List<String> wanted = new ArrayList<>();
		for (String column : besidesKey(set)) {
			wanted.add(types.get(set.before().indexOf(column)));
		}
		return wanted;
	}

	private static List<@Nullable String> tuple(RowSet set, @Nullable String[] tuple) {
		List<@Nullable String> wanted = new ArrayList<>();
		for (String column : besidesKey(set)) {
			wanted.add(tuple[set.before().indexOf(column)]);
		}
		return wanted;
	}

	private static List<@Nullable String> asList(@Nullable String[] tuple) {
		List<@Nullable String> list = new ArrayList<>();
		for (String value : tuple) {
			list.add(value);
		}
		return list;
	}

	private static Map<String, StoredValue> values(List<String> columns, List<String> types,
			List<@Nullable String> tuple, int offset) {
		Map<String, StoredValue> values = new LinkedHashMap<>();
		for (int i = 0; i < columns.size(); i++) {
			values.put(columns.get(i), new StoredValue(types.get(i), tuple.get(offset + i)));
		}
		return values;
	}

	/** A column that is gone reads as text. */
	private static List<String> types(RowSet set, List<String> columns, RowTables tables) {
		return columns.stream()
			.map((column) -> tables.find(set.table())
				.flatMap((table) -> table.column(column))
				.map(RowTable.Column::type)
				.orElse("text"))
			.toList();
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
