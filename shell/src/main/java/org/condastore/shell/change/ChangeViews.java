package org.condastore.shell.change;

import org.condastore.shell.output.View;

/** How changes and the journal read. */
final class ChangeViews {

	private static final View<RowChange> ROWS = View.<RowChange>of("rows")
		.text("table", RowChange::table)
		.columns("key", RowChange::key)
		.text("operation", RowChange::operation)
		.columns("before", RowChange::before)
		.columns("after", RowChange::after);

	private static final View<ColumnChange> COLUMNS = View.<ColumnChange>of("rows")
		.text("table", ColumnChange::table)
		.text("key", ColumnChange::key)
		.text("operation", ColumnChange::operation)
		.text("column", ColumnChange::column)
		.text("before", ColumnChange::before)
		.text("after", ColumnChange::after);

	private static final View<ChangeReport.Total> TOTALS = View.<ChangeReport.Total>of("rows")
		.text("table", ChangeReport.Total::table)
		.text("operation", ChangeReport.Total::operation)
		.number("rows", ChangeReport.Total::rows);

	private static final View<ChangeReport> CHANGE = View.<ChangeReport>of("changes")
		.text("change", ChangeReport::change);

	static final View<ChangeReport> PLANNED = CHANGE.rows("rows", ChangeReport::rows, ROWS)
		.texts("follow_up", ChangeReport::followUp);

	static final View<ChangeReport> DONE = CHANGE.number("change_id", ChangeReport::changeId)
		.rows("rows", ChangeReport::rows, ROWS)
		.texts("follow_up", ChangeReport::followUp);

	/** For people. */
	static final View<ChangeReport> PLANNED_COLUMNS = CHANGE.rows("rows", ChangeReport::columns, COLUMNS)
		.texts("follow_up", ChangeReport::followUp);

	static final View<ChangeReport> DONE_COLUMNS = CHANGE.number("change_id", ChangeReport::changeId)
		.rows("rows", ChangeReport::columns, COLUMNS)
		.texts("follow_up", ChangeReport::followUp);

	/** For people too, of whom nobody reads a thousand rows. */
	static final View<ChangeReport> PLANNED_TOTALS = CHANGE.rows("rows", ChangeReport::totals, TOTALS)
		.texts("follow_up", ChangeReport::followUp);

	static final View<ChangeReport> DONE_TOTALS = CHANGE.number("change_id", ChangeReport::changeId)
		.rows("rows", ChangeReport::totals, TOTALS)
		.texts("follow_up", ChangeReport::followUp);

	private static final View<ChangeReport> ONE_OF_TURN = View.<ChangeReport>of("changes")
		.text("change", ChangeReport::change)
		.number("rows", ChangeReport::size)
		.number("change_id", ChangeReport::changeId);

	private static final View<TurnReport> TURN = View.<TurnReport>of("changes")
		.text("change", (turn) -> turn.together().change())
		.rows("changes", TurnReport::changes, ONE_OF_TURN);

	static final View<TurnReport> TURN_ROWS = TURN.rows("rows", (turn) -> turn.together().rows(), ROWS)
		.texts("follow_up", (turn) -> turn.together().followUp());

	/** For people. */
	static final View<TurnReport> TURN_COLUMNS = TURN.rows("rows", (turn) -> turn.together().columns(), COLUMNS)
		.texts("follow_up", (turn) -> turn.together().followUp());

	/** For people too, of whom nobody reads a thousand rows. */
	static final View<TurnReport> TURN_TOTALS = TURN.rows("rows", (turn) -> turn.together().totals(), TOTALS)
		.texts("follow_up", (turn) -> turn.together().followUp());

	private static final View<BatchPlan.Row> BATCH_ROWS = View.<BatchPlan.Row>of("rows")
		.text("line", BatchPlan.Row::line)
		.text("table", (row) -> row.change().table())
		.columns("key", (row) -> row.change().key())
		.text("operation", (row) -> row.change().operation())
		.columns("before", (row) -> row.change().before())
		.columns("after", (row) -> row.change().after());

	private static final View<BatchPlan.Column> BATCH_ROW_COLUMNS = View.<BatchPlan.Column>of("rows")
		.text("line", BatchPlan.Column::line)
		.text("table", (column) -> column.change().table())
		.text("key", (column) -> column.change().key())
		.text("operation", (column) -> column.change().operation())
		.text("column", (column) -> column.change().column())
		.text("before", (column) -> column.change().before())
		.text("after", (column) -> column.change().after());

	private static final View<BatchPlan> WHOLE_BATCH = View.<BatchPlan>of("batches").text("change", BatchPlan::change);

	static final View<BatchPlan> BATCH = WHOLE_BATCH.rows("rows", BatchPlan::rows, BATCH_ROWS)
		.texts("follow_up", BatchPlan::followUp);

	static final View<BatchPlan> BATCH_COLUMNS = WHOLE_BATCH.rows("rows", BatchPlan::columns, BATCH_ROW_COLUMNS)
		.texts("follow_up", BatchPlan::followUp);

	static final View<BatchPlan> BATCH_TOTALS = WHOLE_BATCH.rows("rows", BatchPlan::totals, TOTALS)
		.texts("follow_up", BatchPlan::followUp);

	static final View<JournalLine> JOURNAL = View.<JournalLine>of("changes")
		.number("id", JournalLine::id)
		.time("changed_on", (line) -> line.entry().changedOn())
		.text("state", JournalLine::state)
		.text("change", (line) -> line.entry().change())
		.number("rows", (line) -> line.entry().rows())
		.text("database_user", (line) -> line.entry().databaseUser())
		.text("operating_system_user", (line) -> line.entry().operatingSystemUser())
		.text("reason", (line) -> line.entry().reason())
		.text("command", (line) -> line.entry().command())
		.notInTable()
		.number("undoes", (line) -> line.entry().undoes())
		.notInTable()
		.number("redoes", (line) -> line.entry().redoes())
		.notInTable()
		.digest("hash", (line) -> line.entry().hash())
		.notInTable();

	private static final View<JournalDetail> ENTRY = View.<JournalDetail>of("changes")
		.number("id", (detail) -> detail.line().id())
		.time("changed_on", (detail) -> detail.line().entry().changedOn())
		.text("state", (detail) -> detail.line().state())
		.text("change", (detail) -> detail.line().entry().change())
		.text("command", (detail) -> detail.line().entry().command())
		.text("reason", (detail) -> detail.line().entry().reason())
		.text("database_user", (detail) -> detail.line().entry().databaseUser())
		.text("operating_system_user", (detail) -> detail.line().entry().operatingSystemUser())
		.number("undoes", (detail) -> detail.line().entry().undoes())
		.number("redoes", (detail) -> detail.line().entry().redoes())
		.digest("previous_hash", (detail) -> detail.line().entry().previousHash())
		.digest("hash", (detail) -> detail.line().entry().hash());

	static final View<JournalDetail> JOURNAL_ENTRY = ENTRY.rows("rows", JournalDetail::rows, ROWS);

	static final View<JournalDetail> JOURNAL_ENTRY_COLUMNS = ENTRY.rows("rows",
			(detail) -> ColumnChange.of(detail.rows()), COLUMNS);

	static final View<JournalRepository.Verification> VERIFICATION = View.<JournalRepository.Verification>of("journals")
		.number("changes", JournalRepository.Verification::changes)
		.digest("hash", JournalRepository.Verification::hash)
		.texts("problems", JournalRepository.Verification::problems);

	static final View<JournalCommands.Pruned> PRUNED = View.<JournalCommands.Pruned>of("journals")
		.flag("dry_run", JournalCommands.Pruned::dryRun)
		.number("changes", JournalCommands.Pruned::changes);

	private ChangeViews() {
	}

}
