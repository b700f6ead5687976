package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SOLVE_CONDA_PACKAGE_BUILD;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** C4. */
final class PackageListRefersToPackageBuilds implements Invariant {

	/** Two conditions NOT EXISTS with OR between them would be asked of each row. */
	private static final Table<?> OF_BUILDS = BUILD_CONDA_PACKAGE_BUILD.leftJoin(CONDA_PACKAGE_BUILD)
		.on(CONDA_PACKAGE_BUILD.ID.eq(BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID))
		.leftJoin(BUILD)
		.on(BUILD.ID.eq(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID));

	private static final Table<?> OF_SOLVES = SOLVE_CONDA_PACKAGE_BUILD.leftJoin(CONDA_PACKAGE_BUILD)
		.on(CONDA_PACKAGE_BUILD.ID.eq(SOLVE_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID))
		.leftJoin(SOLVE)
		.on(SOLVE.ID.eq(SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID));

	private static final Condition LOST_OF_BUILD = lost(BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID)
		.or(notExists(selectOne().from(BUILD).where(BUILD.ID.eq(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID))));

	private static final Condition LOST_OF_SOLVE = lost(SOLVE_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID)
		.or(notExists(selectOne().from(SOLVE).where(SOLVE.ID.eq(SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID))));

	@Override
	public String id() {
		return "C4";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the package list of a build or a solve names package builds that there are";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Foreign keys keep the links and what they lead to together, as long as they are there: a restore
				that switched them off, or a database without them, leaves links that lead nowhere.
				""", """
				The list of packages of the build is shorter than what was installed. A foreign key that is missing
				cannot be made while there are such rows.
				""", """
				Links that lead to nothing are deleted: what they named is gone already. The lockfile of the build,
				which conda-store keeps, still says what was installed.
				""", """
				Do not insert package builds by hand to fill the gap: they are told apart by hashes that nobody
				knows any more.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(BUILD_CONDA_PACKAGE_BUILD) && schema.has(SOLVE_CONDA_PACKAGE_BUILD);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(
				ViolationQuery.of(BUILD_CONDA_PACKAGE_BUILD)
					.joined(OF_BUILDS)
					.where(CONDA_PACKAGE_BUILD.ID.isNull().or(BUILD.ID.isNull()))
					.namespace(NamespaceOf.build(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID))
					.detail("build %s names package build %s", BUILD_CONDA_PACKAGE_BUILD.BUILD_ID,
							BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID),
				ViolationQuery.of(SOLVE_CONDA_PACKAGE_BUILD)
					.joined(OF_SOLVES)
					.where(CONDA_PACKAGE_BUILD.ID.isNull().or(SOLVE.ID.isNull()))
					.detail("solve %s names package build %s", SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID,
							SOLVE_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("links that lead to nothing are deleted", BUILD_CONDA_PACKAGE_BUILD,
				PackageListRefersToPackageBuilds::plan);
	}

	private static void plan(Planning planning) {
		planning.delete(BUILD_CONDA_PACKAGE_BUILD, planning.some(BUILD_CONDA_PACKAGE_BUILD, LOST_OF_BUILD));
		planning.delete(SOLVE_CONDA_PACKAGE_BUILD, planning.some(SOLVE_CONDA_PACKAGE_BUILD, LOST_OF_SOLVE));
	}

	private static Condition lost(Field<Integer> packageBuild) {
		return notExists(selectOne().from(CONDA_PACKAGE_BUILD).where(CONDA_PACKAGE_BUILD.ID.eq(packageBuild)));
	}

}
