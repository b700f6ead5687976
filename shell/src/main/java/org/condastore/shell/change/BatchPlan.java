package org.condastore.shell.change;

import java.util.List;

import org.condastore.shell.output.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * What all lines of a batch would do.
 *
 * @param change the batch, in words
 * @param rows each row as each line would find and leave it
 * @param followUp what would be left to do where the database does not reach
 */
record BatchPlan(String change, List<Row> rows, List<String> followUp) {

	/**
	 * A row and the line that would write it.
	 *
	 * @param where null if it is not known
	 */
	record Row(ErrorReport.@Nullable Location where, RowChange change) {

		String line() {
			return (this.where != null) ? "%s:%d".formatted(this.where.file(), this.where.line()) : "";
		}

	}

	/** A column of a row, for people. */
	record Column(String line, ColumnChange change) {
	}

	/**
	 * How many rows of a table have the same done to them.
	 */
	List<ChangeReport.Total> totals() {
		ChangeReport.Totals totals = new ChangeReport.Totals();
		this.rows.forEach((row) -> totals.add(row.change().table(), row.change().operation(), 1));
		return totals.list();
	}

	List<Column> columns() {
		return this.rows.stream()
			.flatMap((row) -> ColumnChange.of(List.of(row.change()))
				.stream()
				.map((column) -> new Column(column.table().isEmpty() ? "" : row.line(), column)))
			.toList();
	}

}
