package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B15. */
final class EndedBuildHasTimeOfEnd implements Invariant {

	private static final Condition BROKEN = BuildConditions.ENDED.and(BUILD.ENDED_ON.isNull());

	@Override
	public String id() {
		return "B15";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a build that has ended has a time of end";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The worker writes status and end together. A status that was changed by hand, as
				operators do with builds that are stuck, has no end.
				""", """
				How long the build took cannot be told, and whatever selects builds by their end
				leaves it out.
				""", """
				The end becomes the time of the start or, if there is none either, that of scheduling:
				certainly not too late.
				""", """
				Do not change scheduled_on to make the times fit: it changes the address of the files
				of the build.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s without a time of end", BUILD.STATUS));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the end becomes the time of start or of scheduling", BUILD,
				EndedBuildHasTimeOfEnd::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, planning.some(BUILD, BROKEN),
				Assignments.set(BUILD.ENDED_ON,
						DSL.coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON, DSL.val(planning.now(), BUILD.ENDED_ON))),
				BUILD.STATUS, BUILD.STARTED_ON, BUILD.SCHEDULED_ON);
	}

}
