package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** G4. */
final class TaskResultsAreRemoved implements Invariant {

	private static final Table<Record> TABLE = DSL.table(DSL.name("celery_taskmeta"));

	private static final Field<Integer> ID = field("id", SQLDataType.INTEGER);

	private static final Duration OLD = Duration.ofDays(2);

	@Override
	public String id() {
		return "G4";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "results of tasks do not stay for more than two days";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Without Redis the results of tasks are stored in conda-store's database. Celery removes those of the
				day before once a day, if its scheduler happens to run at that hour; a server that is stopped at
				night keeps them all.
				""", """
				The table grows, with a traceback of every task that ever failed. Nothing reads the results.
				""", """
				Results older than 2 days are deleted, as many at a time as a plan may hold. Where conda-store has
				Redis by now the table is a remain of former times and can be dropped by its owner.
				""", """
				Do not delete the results of today: whoever waits for a task waits for its row.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(TABLE);
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(TABLE, TABLE.getName(), ID)
			.where(old(examination.now()))
			.detail("%s ended %s", field("status", SQLDataType.CLOB), field("date_done", SQLDataType.LOCALDATETIME)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("results of tasks that ended long ago are deleted", TABLE, TaskResultsAreRemoved::plan);
	}

	private static void plan(Planning planning) {
		if (planning.delete(TABLE, planning.some(TABLE, old(planning.now()))) > 0) {
			planning.followUp("VACUUM gives their space back to the table at once, autovacuum some time later");
		}
	}

	private static Condition old(LocalDateTime now) {
		return field("date_done", SQLDataType.LOCALDATETIME).lt(now.minus(OLD));
	}

	private static <T> Field<T> field(String name, DataType<T> type) {
		return DSL.field(DSL.name("celery_taskmeta", name), type);
	}

}
