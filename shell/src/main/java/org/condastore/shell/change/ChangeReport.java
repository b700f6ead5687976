package org.condastore.shell.change;

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
		Totals totals = new Totals();
		Set<String> followUp = new LinkedHashSet<>();
		for (ChangeReport part : parts) {
			part.totals().forEach((total) -> totals.add(total.table(), total.operation(), total.rows()));
			followUp.addAll(part.followUp());
		}
		return new ChangeReport(change, null, RowChange.together(parts.stream().map(ChangeReport::rows).toList()),
				totals.list(), List.copyOf(followUp));
	}

	/**
	 * How many rows of a table have the same done to them.
	 *
	 * @param rows how many
	 */
	record Total(String table, String operation, int rows) {
	}

	/** How many rows. */
	int size() {
		return this.totals.stream().mapToInt(Total::rows).sum();
	}

	/** The same without its rows, which may be too many to be kept. */
	ChangeReport counted() {
		return new ChangeReport(this.change, this.changeId, List.of(), this.totals, this.followUp);
	}

	/** The rows column by column. */
	List<ColumnChange> columns() {
		return ColumnChange.of(this.rows);
	}

	private static List<Total> totals(List<RowSet> sets) {
		Totals totals = new Totals();
		sets.forEach((set) -> totals.add(set.table(), set.operation().toString(), set.rows().size()));
		return totals.list();
	}

	/** Adds rows up. */
	static final class Totals {

		private final Map<List<String>, Integer> counts = new LinkedHashMap<>();

		void add(String table, String operation, int rows) {
			this.counts.merge(List.of(table, operation), rows, Integer::sum);
		}

		List<Total> list() {
			return this.counts.entrySet()
				.stream()
				.map((count) -> new Total(count.getKey().get(0), count.getKey().get(1), count.getValue()))
				.toList();
		}

	}

}
