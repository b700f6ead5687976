package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.output.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of a batch have come to that are only tried. New rows get keys below
 * zero, which no sequence gives: a sequence that has moved stays moved after a rollback.
 */
final class Rehearsal implements Application.Keys {

	private final boolean journal;

	private final List<BatchPlan.Row> rows = new ArrayList<>();

	private final Set<String> followUp = new LinkedHashSet<>();

	private ErrorReport.@Nullable Location where;

	private int keys;

	/**
	 * A rehearsal.
	 * @param journal whether the journal takes part
	 */
	Rehearsal(boolean journal) {
		this.journal = journal;
	}

	boolean journal() {
		return this.journal;
	}

	/** The line whose changes come next. */
	void at(ErrorReport.Location line) {
		this.where = line;
	}

	void add(Plan plan, List<RowSet> written, RowTables tables) {
		RowChange.of(written, tables).forEach((row) -> this.rows.add(new BatchPlan.Row(this.where, row)));
		this.followUp.addAll(plan.followUp());
	}

	BatchPlan plan(String change) {
		return new BatchPlan(change, List.copyOf(this.rows), List.copyOf(this.followUp));
	}

	@Override
	public RowSet keyed(RowSet set) {
		Tuples rows = new Tuples();
		for (@Nullable
		String[] row : set.rows()) {
			@Nullable String[] keyed = new String[row.length + set.key().size()];
			System.arraycopy(row, 0, keyed, 0, row.length);
			for (int i = 0; i < set.key().size(); i++) {
				this.keys--;
				keyed[row.length + i] = Integer.toString(this.keys);
			}
			rows.add(keyed);
		}
		return new RowSet(set.table(), set.operation(), set.key(), set.before(),
				Stream.concat(set.after().stream(), set.key().stream()).toList(), rows);
	}

}
