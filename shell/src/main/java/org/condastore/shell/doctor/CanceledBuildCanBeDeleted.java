package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B8. */
final class CanceledBuildCanBeDeleted implements Invariant {

	private static final Duration LONG_AGO = Duration.ofDays(30);

	@Override
	public String id() {
		return "B8";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a build that was CANCELED a month ago is deleted";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store deletes builds that are FAILED or COMPLETED. It has forgotten those that
				were canceled: neither the API nor the web pages can delete one.
				""", """
				The build stays in every list, and what it has left on the disk stays too. Retention
				rules do not reach it.
				""", """
				The status becomes FAILED, with a note that says what it was; conda-store treats both
				alike in everything else. Then DELETE /api/v1/build/ID/ is accepted, and makes a
				worker remove the files. Whoever wants to keep the status leaves it as it is.
				""", """
				Do not delete the row: its artifacts are all that leads to the files.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(forgotten(examination.now()))
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is CANCELED since %s", DSL.coalesce(BUILD.ENDED_ON, BUILD.SCHEDULED_ON)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("CANCELED becomes FAILED, which conda-store can delete", BUILD,
				CanceledBuildCanBeDeleted::plan);
	}

	private static void plan(Planning planning) {
		int changed = planning.update(BUILD, planning.some(BUILD, forgotten(planning.now())),
				Assignments.set(BUILD.STATUS, BuildStatus.FAILED.name())
					.and(BUILD.STATUS_INFO,
							DSL.coalesce(BUILD.STATUS_INFO,
									DSL.inline("repaired by an operator: the status was CANCELED"))),
				BUILD.ENDED_ON, BUILD.DELETED_ON);
		if (changed > 0) {
			planning.followUp("DELETE /api/v1/build/ID/ makes a worker remove the files of such a build");
		}
	}

	private static Condition forgotten(LocalDateTime now) {
		return BuildConditions.is(BuildStatus.CANCELED)
			.and(BuildConditions.LIVE)
			.and(DSL.coalesce(BUILD.ENDED_ON, BUILD.SCHEDULED_ON).lt(now.minus(LONG_AGO)));
	}

}
