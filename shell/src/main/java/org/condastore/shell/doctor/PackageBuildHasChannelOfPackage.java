package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.CondaPackageBuild;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

/** C1. */
final class PackageBuildHasChannelOfPackage implements Invariant {

	private static final CondaPackageBuild OTHER = CONDA_PACKAGE_BUILD.as("other");

	private static final Condition BROKEN = CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull()
		.or(CONDA_PACKAGE_BUILD.PACKAGE_ID.isNull())
		.or(CONDA_PACKAGE_BUILD.CHANNEL_ID.ne(CONDA_PACKAGE.CHANNEL_ID));

	private static final Field<Integer> CHANNEL_OF_PACKAGE = DSL
		.field(select(CONDA_PACKAGE.CHANNEL_ID).from(CONDA_PACKAGE)
			.where(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID)));

	/** Filling in the channel would make it the same row twice, or keep it so. */
	private static final Condition DUPLICATED = DSL.exists(selectOne().from(OTHER)
		.where(OTHER.PACKAGE_ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID), OTHER.BUILD.eq(CONDA_PACKAGE_BUILD.BUILD),
				OTHER.BUILD_NUMBER.eq(CONDA_PACKAGE_BUILD.BUILD_NUMBER), OTHER.SHA256.eq(CONDA_PACKAGE_BUILD.SHA256),
				OTHER.SUBDIR.isNotDistinctFrom(CONDA_PACKAGE_BUILD.SUBDIR), OTHER.ID.ne(CONDA_PACKAGE_BUILD.ID)));

	private static final Condition FILLABLE = CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull()
		.and(DSL.exists(selectOne().from(CONDA_PACKAGE)
			.where(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID), CONDA_PACKAGE.CHANNEL_ID.isNotNull())))
		.andNot(DUPLICATED);

	@Override
	public String id() {
		return "C1";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a package build is of the channel that its package is of";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Reading a channel's index stores the channel with each package build. Storing the packages of
				a finished build or solve does not: such rows have no channel. Before the end of 2024 builds
				were also linked to the package of that name and version in another channel.
				""", """
				NULL is not equal to NULL in a unique key, so the same package build can be stored again and
				again. What reads packages by their channel misses these rows, and reading an index may fail
				over what became of them.
				""", """
				A row without a channel gets that of its package, unless the same package build is there a
				second time: then the two have to be merged first, which is what C2 is about. Rows whose channel
				is another one than their package's are left as they are, because the database does not say which of the
				two is true, and so are rows without a package. C5 is about packages without a channel.
				""", """
				Do not delete such rows: the package lists of builds go with them, without a word.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(CONDA_PACKAGE_BUILD) && schema.has(CONDA_PACKAGE_BUILD.CHANNEL_ID);
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(CONDA_PACKAGE_BUILD)
			.joined(CONDA_PACKAGE_BUILD.leftJoin(CONDA_PACKAGE).on(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID)))
			.where(ViolationQuery.rare(BROKEN))
			.detail(DSL.when(CONDA_PACKAGE_BUILD.PACKAGE_ID.isNull(), clause("it has no package"))
				.when(CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull(),
						clause("%s %s %s has no channel", CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION,
								CONDA_PACKAGE_BUILD.BUILD))
				.otherwise(clause("%s %s %s is of channel %s, its package of channel %s", CONDA_PACKAGE.NAME,
						CONDA_PACKAGE.VERSION, CONDA_PACKAGE_BUILD.BUILD, CONDA_PACKAGE_BUILD.CHANNEL_ID,
						CONDA_PACKAGE.CHANNEL_ID))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("a missing channel becomes that of the package", CONDA_PACKAGE_BUILD,
				PackageBuildHasChannelOfPackage::plan);
	}

	private static void plan(Planning planning) {
		planning.update(CONDA_PACKAGE_BUILD, planning.some(CONDA_PACKAGE_BUILD, FILLABLE),
				Assignments.set(CONDA_PACKAGE_BUILD.CHANNEL_ID, CHANNEL_OF_PACKAGE), CONDA_PACKAGE_BUILD.PACKAGE_ID);
		int left = planning.sql()
			.fetchCount(
					CONDA_PACKAGE_BUILD.leftJoin(CONDA_PACKAGE).on(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID)),
					BROKEN.andNot(FILLABLE));
		if (left > 0) {
			planning.followUp(
					"%,d package builds are left as they are: doctor --check C1 shows them, doctor explain C1 says why"
						.formatted(left));
		}
	}

}
