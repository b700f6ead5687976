package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.condastore.shell.output.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one column of a row, as people read it; a row that comes or goes is one
 * line. What the change only depends on is left out.
 *
 * @param table the table's name; empty where it is that of the line above
 * @param key of the row; empty where it is that of the line above
 * @param operation {@code insert}, {@code update} or {@code delete}; empty where it is
 * that of the line above
 * @param column its name; null for a whole row
 * @param before the value that it has, or those of all columns; null for a new row
 * @param after the value that it gets, or those of all columns; null for a row that goes
 */
record ColumnChange(String table, String key, String operation, @Nullable String column, @Nullable String before,
		@Nullable String after) {

	/** The lines of some rows. */
	static List<ColumnChange> of(List<RowChange> rows) {
		List<ColumnChange> lines = new ArrayList<>();
		rows.forEach((row) -> add(row, lines));
		return lines;
	}

	private static void add(RowChange row, List<ColumnChange> lines) {
		Map<String, StoredValue> before = row.before();
		Map<String, StoredValue> after = row.after();
		String key = StoredValue.readable(row.key());
		if (before == null || after == null) {
			lines.add(new ColumnChange(row.table(), key, row.operation(), null,
					(before != null) ? StoredValue.readable(before) : null,
					(after != null) ? StoredValue.readable(after) : null));
			return;
		}
		boolean first = true;
		for (Map.Entry<String, StoredValue> column : after.entrySet()) {
			StoredValue was = before.get(column.getKey());
			lines.add(new ColumnChange(first ? row.table() : "", first ? key : "", first ? row.operation() : "",
					column.getKey(), (was != null) ? was.readable() : null, column.getValue().readable()));
			first = false;
		}
	}

}
