package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.CondaPackage;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;

/** C5. */
final class PackageHasChannel implements Invariant {

	private static final CondaPackage OTHER = CONDA_PACKAGE.as("other");

	private static final Table<?> WITH_CHANNEL = CONDA_PACKAGE.leftJoin(CONDA_CHANNEL)
		.on(CONDA_CHANNEL.ID.eq(CONDA_PACKAGE.CHANNEL_ID));

	/** NULL unless its package builds agree. */
	private static final Field<Integer> CHANNEL_OF_BUILDS = DSL.field(DSL
		.select(DSL.when(DSL.min(CONDA_PACKAGE_BUILD.CHANNEL_ID).eq(DSL.max(CONDA_PACKAGE_BUILD.CHANNEL_ID)),
				DSL.min(CONDA_PACKAGE_BUILD.CHANNEL_ID)))
		.from(CONDA_PACKAGE_BUILD)
		.where(CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID)));

	/** Two of one name would become the same. */
	private static final Condition CLAIMED = DSL.exists(DSL.selectOne()
		.from(OTHER)
		.where(OTHER.NAME.eq(CONDA_PACKAGE.NAME), OTHER.VERSION.eq(CONDA_PACKAGE.VERSION),
				OTHER.ID.ne(CONDA_PACKAGE.ID), OTHER.CHANNEL_ID.isNull().or(OTHER.CHANNEL_ID.eq(CHANNEL_OF_BUILDS))));

	@Override
	public String id() {
		return "C5";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a package is of a channel that there is";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The column may be NULL, and packages that were stored by the first releases or by hand may have no
				channel.
				""", """
				conda-store shows the channel with each package of a build, and finds packages by it when it stores
				those of the next build: without one it stores the package again.
				""", """
				A package whose package builds are all of one channel becomes a package of that channel, unless the
				channel has the same name and version already. The others are left as they are, because nothing says
				where they came from.
				""", """
				Do not delete such a package: package builds are of it, and the lists of builds name them.
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
		return examination.find(ViolationQuery.of(CONDA_PACKAGE)
			.joined(WITH_CHANNEL)
			.where(CONDA_CHANNEL.ID.isNull())
			.detail("%s %s is of channel %s", CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_PACKAGE.CHANNEL_ID));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("a missing channel becomes that of the package builds", CONDA_PACKAGE,
				PackageHasChannel::plan);
	}

	private static void plan(Planning planning) {
		Condition fillable = CONDA_PACKAGE.CHANNEL_ID.isNull().and(CHANNEL_OF_BUILDS.isNotNull()).andNot(CLAIMED);
		planning.update(CONDA_PACKAGE, planning.some(CONDA_PACKAGE, fillable),
				Assignments.set(CONDA_PACKAGE.CHANNEL_ID, CHANNEL_OF_BUILDS), CONDA_PACKAGE.NAME,
				CONDA_PACKAGE.VERSION);
		int left = planning.sql().fetchCount(WITH_CHANNEL, CONDA_CHANNEL.ID.isNull().andNot(fillable));
		if (left > 0) {
			planning
				.followUp("%,d packages are left as they are: doctor --check C5 shows them, doctor explain C5 says why"
					.formatted(left));
		}
	}

}
