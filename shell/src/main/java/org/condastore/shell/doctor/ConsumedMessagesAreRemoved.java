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

/** G2. */
final class ConsumedMessagesAreRemoved implements Invariant {

	private static final Table<Record> TABLE = DSL.table(DSL.name("kombu_message"));

	private static final Field<Integer> ID = field("id", SQLDataType.INTEGER);

	private static final Duration OLD = Duration.ofDays(7);

	@Override
	public String id() {
		return "G2";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "messages of the task queue do not stay for more than a week after they were read";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Without Redis the workers get their tasks through tables in conda-store's database. A message that
				was read is only marked so, and nothing ever deletes it. An idle conda-store alone sends some 1,500
				a day.
				""", """
				The table grows without bound, and every worker searches it several times a second. Dumps grow with
				it.
				""", """
				Messages that were read more than 7 days ago are deleted, as many at a time as a plan may hold.
				Where conda-store has Redis by now the tables are remains of former times and can be dropped
				altogether by their owner.
				""", """
				Do not delete a message that is still visible: it is a task that waits, and a build that waits for
				it stays QUEUED.
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
			.detail("it was read, and is of %s", field("timestamp", SQLDataType.LOCALDATETIME)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("messages that were read long ago are deleted", TABLE, ConsumedMessagesAreRemoved::plan);
	}

	private static void plan(Planning planning) {
		if (planning.delete(TABLE, planning.some(TABLE, old(planning.now()))) > 0) {
			planning.followUp("VACUUM gives their space back to the table at once, autovacuum some time later");
		}
	}

	private static Condition old(LocalDateTime now) {
		return field("visible", SQLDataType.BOOLEAN).isFalse()
			.and(field("timestamp", SQLDataType.LOCALDATETIME).lt(now.minus(OLD)));
	}

	private static <T> Field<T> field(String name, DataType<T> type) {
		return DSL.field(DSL.name("kombu_message", name), type);
	}

}
