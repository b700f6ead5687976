package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B3. */
final class BuildHasSize implements Invariant {

	@Override
	public String id() {
		return "B3";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a build has a size";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store writes 0 when it makes a build, and the size of the directory when the
				build is complete. Only a row that was inserted by hand has none.
				""", """
				conda-store's answers cannot hold a build without a size: every list with it is an
				error, and so is the page of its environment.
				""", """
				The size becomes 0. If the build has files, usage counts too little of them, and
				nothing else goes by it.
				""", """
				Do not estimate it: what is not measured should not look as if it were.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BUILD.SIZE.isNull())
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s, and its size is NULL", BUILD.STATUS));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the size becomes 0", BUILD, BuildHasSize::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, planning.some(BUILD, BUILD.SIZE.isNull()), Assignments.set(BUILD.SIZE, 0L));
	}

}
