package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.jooq.tables.CondaPackage;
import org.condastore.schema.jooq.tables.CondaPackageBuild;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.SOLVE_CONDA_PACKAGE_BUILD;

/** C2. */
final class PackageBuildIsStoredOnce implements Invariant {

	private static final CondaPackageBuild MEMBER = CONDA_PACKAGE_BUILD.as("member");

	private static final CondaPackage PACKAGE_OF_MEMBER = CONDA_PACKAGE.as("package_of_member");

	private static final CondaPackageBuild SUSPECT = CONDA_PACKAGE_BUILD.as("suspect");

	private static final CondaPackage PACKAGE_OF_SUSPECT = CONDA_PACKAGE.as("package_of_suspect");

	private static final Field<Integer> SURPLUS = DSL.field(DSL.name("ranked", "surplus"), SQLDataType.INTEGER);

	private static final Field<Integer> TARGET = DSL.field(DSL.name("ranked", "target"), SQLDataType.INTEGER);

	/** Any channel is better than none where the package has none either. */
	private static final Field<Boolean> WITHOUT_ITS_CHANNEL = DSL
		.coalesce(DSL.field(MEMBER.CHANNEL_ID.ne(PACKAGE_OF_MEMBER.CHANNEL_ID)), DSL.field(MEMBER.CHANNEL_ID.isNull()));

	/**
	 * Of all package builds of which several may be there, with the one that stays. The
	 * unique key keeps others from being there twice, so most are never sorted.
	 */
	private static final Table<?> RANKED = DSL
		.select(MEMBER.ID.as("surplus"), MEMBER.BUILD, PACKAGE_OF_MEMBER.NAME, PACKAGE_OF_MEMBER.VERSION, DSL
			.firstValue(MEMBER.ID)
			.over(DSL.partitionBy(MEMBER.PACKAGE_ID, MEMBER.SUBDIR, MEMBER.BUILD, MEMBER.BUILD_NUMBER, MEMBER.SHA256)
				.orderBy(WITHOUT_ITS_CHANNEL, DSL.field(MEMBER.SIZE.lt(DSL.inline(0).cast(MEMBER.SIZE))), MEMBER.ID))
			.as("target"))
		.from(MEMBER)
		.join(PACKAGE_OF_MEMBER)
		.on(PACKAGE_OF_MEMBER.ID.eq(MEMBER.PACKAGE_ID))
		.where(MEMBER.PACKAGE_ID.in(DSL.select(SUSPECT.PACKAGE_ID)
			.from(SUSPECT)
			.join(PACKAGE_OF_SUSPECT)
			.on(PACKAGE_OF_SUSPECT.ID.eq(SUSPECT.PACKAGE_ID))
			.where(ViolationQuery.rare(SUSPECT.CHANNEL_ID.isNull()
				.or(SUSPECT.SUBDIR.isNull())
				.or(SUSPECT.CHANNEL_ID.isDistinctFrom(PACKAGE_OF_SUSPECT.CHANNEL_ID))))))
		.asTable("ranked");

	@Override
	public String id() {
		return "C2";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a package build is stored once";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The unique key of package builds holds the channel, and NULL is not equal to NULL in it. Reading a
				channel's index stores a package build with its channel; storing the packages of a finished build or
				solve stores it without, and does so again when another does at the same time.
				""", """
				The same package is shown twice. Its builds are named by some lists under one id and by some under
				the other, so who asks which builds use it misses some. The channel cannot be filled in, and release
				2025.1.1 could not upgrade such a database at all.
				""", """
				The package builds are merged. One stays: that with the channel of its package, else one whose size
				is known, else the first. The lists of builds and solves that name another one name it from then on,
				once each, and then the others are deleted. All of it is in the plan, row by row, and undo brings it
				back. Without the indexes that migrate makes this is slow. C1 fills in the channel afterwards.
				""", """
				Do not delete a duplicate before its links were moved: the server takes the links along without a
				word, and builds lose packages from their lists.
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
		return examination.find(ViolationQuery.of(RANKED, CONDA_PACKAGE_BUILD.getName(), SURPLUS)
			.where(SURPLUS.ne(TARGET))
			.detail("%s %s %s is there as %s too", ranked(PACKAGE_OF_MEMBER.NAME), ranked(PACKAGE_OF_MEMBER.VERSION),
					ranked(MEMBER.BUILD), TARGET));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("lists name the package build that stays, then its duplicates are deleted",
				CONDA_PACKAGE_BUILD, PackageBuildIsStoredOnce::plan);
	}

	private static Field<String> ranked(Field<String> column) {
		return DSL.field(DSL.name("ranked", column.getName()), column.getDataType());
	}

	private static void plan(Planning planning) {
		Merge merge = Merge.of(planning.sql()
			.select(SURPLUS, TARGET)
			.from(RANKED)
			.where(planning.someGroups(RANKED, SURPLUS.ne(TARGET), TARGET))
			.orderBy(SURPLUS)
			.fetch());
		planning.require(CONDA_PACKAGE_BUILD, CONDA_PACKAGE_BUILD.ID.eq(DSL.any(merge.targets())),
				CONDA_PACKAGE_BUILD.PACKAGE_ID, CONDA_PACKAGE_BUILD.SUBDIR, CONDA_PACKAGE_BUILD.BUILD,
				CONDA_PACKAGE_BUILD.BUILD_NUMBER, CONDA_PACKAGE_BUILD.SHA256);
		merge.link(planning, BUILD_CONDA_PACKAGE_BUILD.BUILD_ID, BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID);
		merge.link(planning, SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID, SOLVE_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID);
		// With the links that lead to them, which are in the plan like everything else.
		planning.delete(CONDA_PACKAGE_BUILD, CONDA_PACKAGE_BUILD.ID.eq(DSL.any(merge.surplus())));
	}

	/**
	 * Package builds that go, each with the one that stays.
	 *
	 * @param surplus ids, ascending
	 * @param targets an id for each
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Merge(Integer[] surplus, Integer[] targets) {

		private static final Field<Integer> GOES = DSL.field(DSL.name("merge", "surplus"), SQLDataType.INTEGER);

		private static final Field<Integer> STAYS = DSL.field(DSL.name("merge", "target"), SQLDataType.INTEGER);

		static Merge of(List<Record2<Integer, Integer>> pairs) {
			return new Merge(pairs.stream().map(Record2::value1).toArray(Integer[]::new),
					pairs.stream().map(Record2::value2).toArray(Integer[]::new));
		}

		/** The pairs as a table of a statement. */
		private Table<?> table() {
			return DSL.table("unnest({0}, {1})", DSL.val(this.surplus), DSL.val(this.targets))
				.as("merge", "surplus", "target");
		}

		/** What is linked to one that goes is linked to the one that stays. */
		void link(Planning planning, TableField<?, Integer> owner, TableField<?, Integer> packageBuild) {
			Table<?> links = packageBuild.getTable();
			Table<?> present = links.as("present");
			Condition linked = DSL.exists(DSL.selectOne()
				.from(present)
				.where(present.field(owner).eq(owner), present.field(packageBuild).eq(STAYS)));
			planning.insert(links,
					DSL.selectDistinct(owner, STAYS.as(packageBuild))
						.from(links)
						.join(table())
						.on(packageBuild.eq(GOES))
						.where(DSL.not(linked)));
		}

	}

}
