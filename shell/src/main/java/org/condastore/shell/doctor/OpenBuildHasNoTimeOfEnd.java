package org.condastore.shell.doctor;

import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B16. */
final class OpenBuildHasNoTimeOfEnd implements Invariant {

	private static final Condition BROKEN = BuildConditions.OPEN.and(BuildConditions.LIVE)
		.and(BUILD.ENDED_ON.isNotNull());

	@Override
	public String id() {
		return "B16";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a build that is QUEUED or BUILDING has no time of end";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Workers take every build of which they find a message, whatever its status is, and
				write BUILDING without removing an older end. So it happens when a canceled build is
				taken all the same. Or the status was set back by hand, to start the build again,
				which does not start it.
				""", """
				The build looks as if it had ended before it began.
				""", """
				The time of end is removed. The worker that is at the build writes it when it has
				finished. If nobody is at it, B4 and B5 tell of it when enough time has passed.
				""", """
				Do not give the build a status that it does not have to make it fit its end: a worker
				may be at it.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s, and ended %s", BUILD.STATUS, BUILD.ENDED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the time of end is removed", BUILD, OpenBuildHasNoTimeOfEnd::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, planning.some(BUILD, BROKEN), Assignments.set(BUILD.ENDED_ON, (LocalDateTime) null),
				BUILD.STATUS, BUILD.DELETED_ON);
	}

}
