package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.CondaPackage;
import org.condastore.schema.migration.Release;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;

/** U8. */
final class PackageBuildIsUniqueWithoutChannel extends UpgradeCheck {

	private static final CondaPackage RIGHT = CONDA_PACKAGE.as("right_package");

	/** The package of the same name and version in the channel of the package build. */
	private static final Field<Integer> PACKAGE = DSL.when(CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull(), CONDA_PACKAGE.ID)
		.otherwise(RIGHT.ID);

	private static final Table<?> MOVED = DSL
		.select(CONDA_PACKAGE_BUILD.ID.as("id"), PACKAGE.as("package_id"), CONDA_PACKAGE.NAME.as("name"),
				CONDA_PACKAGE.VERSION.as("version"), CONDA_PACKAGE_BUILD.BUILD.as("build"),
				CONDA_PACKAGE_BUILD.CHANNEL_ID.as("channel_id"), CONDA_PACKAGE_BUILD.SUBDIR.as("subdir"),
				DSL.count()
					.over(DSL.partitionBy(PACKAGE, CONDA_PACKAGE_BUILD.SUBDIR, CONDA_PACKAGE_BUILD.BUILD,
							CONDA_PACKAGE_BUILD.BUILD_NUMBER, CONDA_PACKAGE_BUILD.SHA256))
					.as("same"))
		.from(CONDA_PACKAGE_BUILD)
		.join(CONDA_PACKAGE)
		.on(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID))
		.leftJoin(RIGHT)
		.on(RIGHT.CHANNEL_ID.eq(CONDA_PACKAGE_BUILD.CHANNEL_ID), RIGHT.NAME.eq(CONDA_PACKAGE.NAME),
				RIGHT.VERSION.eq(CONDA_PACKAGE.VERSION))
		.asTable("moved");

	private static final Field<Integer> CHANNEL_ID = field("channel_id", Integer.class);

	private static final Condition ASTRAY = field("package_id", Integer.class).isNull();

	PackageBuildIsUniqueWithoutChannel(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U8";
	}

	@Override
	public String sentence() {
		return "a package build has a package in its channel, and is one of a kind without the channel";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The unique key of package builds holds the channel. Storing the packages of a finished build leaves
				it NULL, which is equal to nothing, so the same package build is there twice. Until the end of 2024
				package builds were attached to packages of the wrong channel, too.
				""", """
				Release 2025.1.1 takes the channel away from package builds. First it attaches each to the package
				of the same name and version in its channel, and fails if there is none. Then it makes a unique key
				without the channel, and fails over what is there twice. The server does not start.
				""", """
				Start release 2025.2.1 or later instead: it keeps the channel. Otherwise repair apply C2 C1 merges
				what is there twice and puts the channels right.
				""", """
				Do not delete one of two package builds by hand: builds lose it from their lists.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return runs(MigrationStep.WITHDRAWN, schema) && schema.has(CONDA_PACKAGE_BUILD)
				&& schema.has(CONDA_PACKAGE_BUILD.CHANNEL_ID);
	}

	@Override
	public Findings find(Examination examination) {
		Field<String> detail = DSL
			.when(ASTRAY,
					ViolationQuery.clause("%s %s is not a package of its channel %s", field("name", String.class),
							field("version", String.class), CHANNEL_ID))
			.otherwise(ViolationQuery.clause("%s %s %s is there more than once", field("name", String.class),
					field("version", String.class), field("build", String.class)));
		return examination.find(ViolationQuery.of(MOVED, CONDA_PACKAGE_BUILD.getName(), field("id", Integer.class))
			.where(ASTRAY.or(field("same", Integer.class).gt(1).and(field("subdir", String.class).isNotNull())))
			.detail(detail));
	}

	@Override
	public Repair repair() {
		return new Repair.Request("start release 2025.2.1 or later, or repair apply C2 C1 first");
	}

	private static <T> Field<T> field(String name, Class<T> type) {
		return DSL.field(DSL.name("moved", name), type);
	}

}
