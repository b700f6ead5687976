package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B12. */
final class BuildKeyVersionIsKnown implements Invariant {

	private static final Condition BROKEN = BUILD.BUILD_KEY_VERSION.notBetween(DSL.inline(BuildKeyOf.FIRST_VERSION),
			DSL.inline(BuildKeyOf.HASHED_VERSION));

	@Override
	public String id() {
		return "B12";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "the version of the key of a build is 1, 2 or 3";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store writes the version that it is configured for. Another one comes from a row
				that was inserted by hand, or from a newer conda-store whose upgrade was taken back.
				An INSERT that leaves the column out gets 1, the default of the database, not that of
				the application, which is 2.
				""", """
				conda-store cannot compute the key, and fails wherever it needs it: when it builds,
				when it deletes, and when it shows where the files are.
				""", """
				A build without artifacts gets version 2, as new builds have: no address leads to it
				yet. Where there are artifacts their keys show the version: a hash of 64 digits in
				front is version 1, one of 8 digits is 2, and 32 digits alone are 3. row set build ID
				build_key_version=N writes it.
				""", """
				Do not change the version of a build with files to anything but what its keys show:
				the files have the old address.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(BUILD.BUILD_KEY_VERSION);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s, and the version of its key is %s", BUILD.STATUS, BUILD.BUILD_KEY_VERSION));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("a build without artifacts gets version 2", BUILD, BuildKeyVersionIsKnown::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, planning.some(BUILD, BROKEN.andNot(BuildConditions.HAS_ARTIFACTS)),
				Assignments.set(BUILD.BUILD_KEY_VERSION, BuildKeyOf.USUAL_VERSION));
		int left = planning.sql().fetchCount(BUILD, BROKEN.and(BuildConditions.HAS_ARTIFACTS));
		if (left > 0) {
			planning.followUp(
					"%,d builds have artifacts, whose keys show the version: artifact list shows them, row set build ID build_key_version=N writes it"
						.formatted(left));
		}
	}

}
