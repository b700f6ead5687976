package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B13. */
final class BuildingBuildHasTimeOfStart implements Invariant {

	private static final Condition BROKEN = BuildConditions.is(BuildStatus.BUILDING)
		.and(BuildConditions.LIVE)
		.and(BUILD.STARTED_ON.isNull());

	@Override
	public String id() {
		return "B13";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a build that is BUILDING has a time of start";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker writes both together. Only a status that was written by hand comes without
				the time, often by somebody who wanted to start the build again.
				""", """
				When workers start they give builds an end that no worker is at any more. This
				clean-up computes with the time of start, and fails for all builds over one without
				it.
				""", """
				The time of start becomes that of scheduling, so that the clean-up works again and the
				build is seen to be old. If no worker is at it, B4 gives it an end after some hours.
				""", """
				Do not write the present time: the build would look as if it had just begun, for
				hours.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is BUILDING without a time of start, scheduled %s", BUILD.SCHEDULED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the time of start becomes that of scheduling", BUILD,
				BuildingBuildHasTimeOfStart::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, planning.some(BUILD, BROKEN),
				Assignments.set(BUILD.STARTED_ON,
						DSL.coalesce(BUILD.SCHEDULED_ON, DSL.val(planning.now(), BUILD.STARTED_ON))),
				BUILD.STATUS, BUILD.SCHEDULED_ON, BUILD.DELETED_ON);
	}

}
