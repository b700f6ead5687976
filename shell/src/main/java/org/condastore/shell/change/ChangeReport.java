package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.condastore.schema.catalog.RowTables;
import org.jspecify.annotations.Nullable;

/**
 * What a command did to rows, or would do.
 *
 * @param change what was asked for
 * @param changeId under which the journal keeps it; null in a plan, and where nothing was
 * written or kept
 * @param rows what was or would be done to each row, in that order
 * @param totals the same without the single rows
 * @param followUp what is left to do where the database does not reach
 */
record ChangeReport(String change, @Nullable Long changeId, List<RowChange> rows, List<Total> totals,
		List<String> followUp) {

	static ChangeReport of(Plan plan, List<RowSet> rows, @Nullable Long changeId, RowTables tables) {
		return new ChangeReport(plan.change(), changeId, RowChange.of(rows, tables), totals(rows), plan.followUp());
	}

	/**
	 * Several changes as one, which the journal does not keep as one.
	 * @param change what was asked for, all in all
	 */
	static ChangeReport together(String change, List<ChangeReport> parts) {
		Map<List<String>, Integer> counts = new LinkedHashMap<>();
		Set<String> followUp = new LinkedHashSet<>();
		for (ChangeReport part : parts) {
			part.totals()
				.forEach(
						(total) -> counts.merge(List.of(total.table(), total.operation()), total.rows(), Integer::sum));
			followUp.addAll(part.followUp());
		}
		return new ChangeReport(change, null, RowChange.together(parts.stream().map(ChangeReport::rows).toList()),
				totals(counts), List.copyOf(followUp));
	}

	/**
	 * How many rows of a table have the same done to them.
	 *
	 * @param rows how many
	 */
	record Total(String table, String operation, int rows) {
	}

	/** The rows column by column. */
	List<ColumnChange> columns() {
		return ColumnChange.of(this.rows);
	}

	private static List<Total> totals(List<RowSet> sets) {
		Map<List<String>, Integer> counts = new LinkedHashMap<>();
		for (RowSet set : sets) {
			counts.merge(List.of(set.table(), set.operation().toString()), set.rows().size(), Integer::sum);
		}
		return totals(counts);
	}

	private static List<Total> totals(Map<List<String>, Integer> counts) {
		List<Total> totals = new ArrayList<>();
		counts.forEach((key, count) -> totals.add(new Total(key.get(0), key.get(1), count)));
		return totals;
	}

}
