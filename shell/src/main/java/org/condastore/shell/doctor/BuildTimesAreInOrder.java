package org.condastore.shell.doctor;

import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.jooq.Condition;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.shell.doctor.ViolationQuery.clause;

/** B6. */
final class BuildTimesAreInOrder implements Invariant {

	private static final Condition BEGAN_BEFORE = BUILD.STARTED_ON.lt(aMinuteBefore(BUILD.SCHEDULED_ON));

	private static final Condition ENDED_BEFORE = BUILD.ENDED_ON
		.lt(aMinuteBefore(DSL.coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON)));

	private static final Condition DELETED_BEFORE = BUILD.DELETED_ON.lt(aMinuteBefore(BUILD.SCHEDULED_ON));

	@Override
	public String id() {
		return "B6";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a build was scheduled before it began, began before it ended, and was deleted last";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server writes the time of scheduling, workers write start and end, each by the
				clock of its own machine. Clocks that differ, or rows changed by hand, put the times
				out of order. A minute of difference is not told.
				""", """
				Durations become negative, and sorting by time misleads. conda-store does not act on
				it, with one exception: the time of scheduling is part of the key of the build.
				""", """
				Set the clocks of the machines by a time server. Nothing tells which of the times was
				right.
				""", """
				Do not change scheduled_on of a build with files: it changes the address of all of
				them.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BEGAN_BEFORE.or(ENDED_BEFORE).or(DELETED_BEFORE))
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail(DSL
				.when(BEGAN_BEFORE, clause("it began %s and was scheduled %s", BUILD.STARTED_ON, BUILD.SCHEDULED_ON))
				.when(ENDED_BEFORE,
						clause("it ended %s and began %s", BUILD.ENDED_ON,
								DSL.coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON)))
				.otherwise(clause("it was deleted %s and scheduled %s", BUILD.DELETED_ON, BUILD.SCHEDULED_ON))));
	}

	@Override
	public Repair repair() {
		return new Repair.None("nothing tells which of the times is right");
	}

	private static Field<LocalDateTime> aMinuteBefore(Field<LocalDateTime> time) {
		return DSL.localDateTimeSub(time, 1, DatePart.MINUTE);
	}

}
