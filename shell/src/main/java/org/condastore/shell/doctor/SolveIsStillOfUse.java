package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.SOLVE;

/** P5. */
final class SolveIsStillOfUse implements Invariant {

	private static final Duration LONG = Duration.ofDays(30);

	@Override
	public String id() {
		return "P5";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a solve that has ended is kept for no longer than a month";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A solve is the answer to somebody who asked which packages a specification would get. conda-store
				keeps it for ever, with the list of its packages.
				""", """
				Nothing refers to a solve once it was answered. Its list has some hundreds of rows, and makes each
				package build that it names slow to delete. It also keeps the specification.
				""", """
				Solves that ended more than 30 days ago are deleted with their lists. solve purge does the same with
				other ages.
				""", """
				Do not delete a solve that is running: the worker fails when it has found the packages.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination
			.find(ViolationQuery.of(SOLVE).where(ended(examination.now())).detail("it ended %s", SOLVE.ENDED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("solves that ended long ago are deleted with their lists", SOLVE,
				SolveIsStillOfUse::plan);
	}

	private static void plan(Planning planning) {
		planning.delete(SOLVE, planning.some(SOLVE, ended(planning.now())));
	}

	private static Condition ended(LocalDateTime now) {
		return SOLVE.ENDED_ON.lt(now.minus(LONG));
	}

}
