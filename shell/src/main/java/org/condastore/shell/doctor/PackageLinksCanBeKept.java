package org.condastore.shell.doctor;

import org.condastore.schema.migration.Release;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.SOLVE;

/** U6. */
final class PackageLinksCanBeKept extends UpgradeCheck {

	private static final Field<String> SHA256 = DSL.field(DSL.name(CONDA_PACKAGE.getName(), "sha256"), String.class);

	PackageLinksCanBeKept(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U6";
	}

	@Override
	public String sentence() {
		return "a link leads from a build or solve to a package of a channel, and to each file once";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Until revision 4 the lists of packages had no foreign keys, and the same file could be stored as
				several packages of one channel. Builds were deleted without their lists; packages were stored
				without a channel.
				""", """
				conda-store's revision 4 looks for the new row of each link by channel and checksum. It fails over a
				link whose package has no channel or is gone, whose build or solve is gone, and over two links of
				one build to the same file. Nothing of the upgrade is kept, and the server does not start.
				""",
				"""
						migrate --to 4 of this program makes the same tables, keeps links to packages without a channel, counts
						two links to one file as one, and leaves out those that lead nowhere. Afterwards the release goes on from
						revision 4.
						""",
				"""
						Do not empty the tables of links: builds lose the lists of their packages, which nothing can make
						again.
						""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return runs(MigrationStep.KEYS, schema) && schema.has("build_conda_package")
				&& schema.has("solve_conda_package");
	}

	@Override
	public Findings find(Examination examination) {
		return find(examination, "build_conda_package", "build_id", BUILD, BUILD.ID)
			.and(find(examination, "solve_conda_package", "solve_id", SOLVE, SOLVE.ID))
			.first(examination.limit());
	}

	@Override
	public Repair repair() {
		return new Repair.Request("migrate --to 4 gets over it; the release goes on from there");
	}

	private static Findings find(Examination examination, String links, String column, Table<?> owners,
			Field<Integer> ownerId) {
		Field<Integer> owner = DSL.field(DSL.name(links, column), SQLDataType.INTEGER);
		Field<Integer> linked = DSL.field(DSL.name(links, "conda_package_id"), SQLDataType.INTEGER);
		Table<?> table = DSL.table(DSL.name(links));
		ViolationQuery all = ViolationQuery.of(table, links, owner, linked);
		Table<?> twice = DSL.select(owner.as("owner"), DSL.min(linked).as("first"), DSL.max(linked).as("last"))
			.from(table)
			.join(CONDA_PACKAGE)
			.on(CONDA_PACKAGE.ID.eq(linked))
			.where(CONDA_PACKAGE.CHANNEL_ID.isNotNull())
			.groupBy(owner, SHA256, CONDA_PACKAGE.CHANNEL_ID)
			.having(DSL.count().gt(1))
			.asTable("twice");
		Field<Integer> same = DSL.field(DSL.name("twice", "owner"), SQLDataType.INTEGER);
		Field<Integer> first = DSL.field(DSL.name("twice", "first"), SQLDataType.INTEGER);
		Field<Integer> last = DSL.field(DSL.name("twice", "last"), SQLDataType.INTEGER);
		return examination.find(
				all.where(DSL.notExists(DSL.selectOne().from(owners).where(ownerId.eq(owner))))
					.detail("there is no %s %%s".formatted(owners.getName()), owner),
				all.where(DSL.notExists(DSL.selectOne()
					.from(CONDA_PACKAGE)
					.where(CONDA_PACKAGE.ID.eq(linked), CONDA_PACKAGE.CHANNEL_ID.isNotNull())))
					.detail("its package has no channel, or is not there"),
				ViolationQuery.of(twice, links, same, last)
					.detail("package %s is the same file in the same channel as package %s", last, first));
	}

}
