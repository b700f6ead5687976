package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.build.BuildStatus;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** B9. */
final class CompletedBuildHasArtifacts implements Invariant {

	private static final Field<Boolean> DIRECTORY = DSL.boolOr(is(ArtifactType.DIRECTORY));

	private static final Field<Boolean> LOCKFILE = DSL.boolOr(is(ArtifactType.LOCKFILE));

	private static final Field<Boolean> LOGS = DSL.boolOr(is(ArtifactType.LOGS));

	/** All artifacts are read once. */
	private static final Table<?> KNOWN = DSL
		.select(BUILD_ARTIFACT.BUILD_ID, DIRECTORY.as("directory"), LOCKFILE.as("lockfile"), LOGS.as("logs"))
		.from(BUILD_ARTIFACT)
		.groupBy(BUILD_ARTIFACT.BUILD_ID)
		.asTable("known");

	private static final Field<String> MISSING = DSL.function("concat_ws", SQLDataType.CLOB, DSL.inline(", "),
			missing("directory"), missing("lockfile"), missing("logs"));

	@Override
	public String id() {
		return "B9";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a completed build has a directory, a lockfile and logs";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker writes the lockfile and the logs while it is at the build, and the directory
				when it is complete. One of them is missing if somebody wrote COMPLETED by hand,
				removed rows, or restored them in part.
				""", """
				Without the row of the directory conda-store does not know of the files: users may
				have nothing to work with, and deletion leaves the files on the disk. Without the
				lockfile or the logs their pages are errors.
				""", """
				Look whether the directory exists: build show ID tells the key that names it. PUT
				/api/v1/build/ID/ builds the specification again, and what is in doubt can be deleted
				then.
				""", """
				Do not insert a row for a directory that nobody has seen: the task that deletes the
				build removes what is found there.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.joined(BUILD.leftJoin(KNOWN)
				.on(DSL.field(DSL.name("known", "build_id"), SQLDataType.INTEGER).eq(BUILD.ID)))
			.where(BuildConditions.is(BuildStatus.COMPLETED))
			.where(BuildConditions.LIVE)
			.where(has("directory").and(has("lockfile")).and(has("logs")).not())
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is COMPLETED without %s", MISSING));
	}

	@Override
	public Repair repair() {
		return new Repair.None("only somebody who sees the disk knows whether the files are there");
	}

	private static Condition is(ArtifactType type) {
		return text(BUILD_ARTIFACT.ARTIFACT_TYPE).eq(DSL.inline(type.name()));
	}

	/** Of a build without any artifacts nothing is known. */
	private static Condition has(String what) {
		return DSL.condition(DSL.coalesce(DSL.field(DSL.name("known", what), SQLDataType.BOOLEAN), DSL.inline(false)));
	}

	private static Field<String> missing(String what) {
		return DSL.when(has(what).not(), DSL.inline(what));
	}

}
