package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.artifact.ArtifactType;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** B10. */
final class ArtifactKeyIsThatOfBuild implements Invariant {

	/** Of older types conda-store no longer makes any, and knows no key. */
	private static final List<String> KEYED = List.of(ArtifactType.LOGS.name(), ArtifactType.LOCKFILE.name(),
			ArtifactType.DIRECTORY.name(), ArtifactType.YAML.name(), ArtifactType.CONDA_PACK.name(),
			ArtifactType.CONSTRUCTOR_INSTALLER.name());

	private static final Condition IS_DIRECTORY = text(BUILD_ARTIFACT.ARTIFACT_TYPE)
		.eq(DSL.inline(ArtifactType.DIRECTORY.name()));

	private static final Field<String> KEY = DSL.field(DSL.name("keyed", "build_key"), SQLDataType.CLOB);

	private static final Field<String> NAMESPACE_NAME = DSL.field(DSL.name("keyed", "namespace"), SQLDataType.VARCHAR);

	private static final Field<Integer> VERSION = DSL.field(DSL.name("keyed", "version"), SQLDataType.INTEGER);

	/** Release 0.4.15 wrote lockfiles with an empty key. */
	private static final Condition OTHER_KEY = BUILD_ARTIFACT.KEY.ne(DSL.inline(""))
		.and(DSL.when(IS_DIRECTORY, DSL.right(BUILD_ARTIFACT.KEY, DSL.length(KEY)).ne(KEY))
			.otherwise(DSL
				.field(DSL.position(BUILD_ARTIFACT.KEY, DSL.concat(DSL.inline("/"), KEY, DSL.inline("."))).eq(0)))
			.eq(DSL.inline(true)));

	private static final Condition OTHER_NAMESPACE = IS_DIRECTORY.and(VERSION.lt(DSL.inline(BuildKeyOf.HASHED_VERSION)))
		.and(DSL.position(BUILD_ARTIFACT.KEY, NAMESPACE_NAME).eq(0));

	@Override
	public String id() {
		return "B10";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the key of an artifact contains the key of its build, and its directory the namespace";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store computes the key of a build anew whenever it needs it, from the hash and
				the name of the specification, the time of scheduling, the id of the build and, in
				version 3, the namespace. Whoever changes one of these afterwards, or renames a
				namespace or an environment by hand, moves the address away from the files.
				""", """
				Downloads find nothing. Deletion removes what is at the computed address, which is
				nothing, and the files stay on the disk.
				""", """
				Find out what was changed: the journal knows what this shell has done. To write the
				old value back puts everything right. Otherwise build the environment again, and
				remove the old files by the keys that artifact list shows.
				""", """
				Do not write other keys into the rows: no file moves with them, and conda environments
				cannot be moved at all.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(BUILD.BUILD_KEY_VERSION);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD_ARTIFACT)
			.joined(BUILD_ARTIFACT.join(keyed(examination.schema()))
				.on(DSL.field(DSL.name("keyed", "id"), SQLDataType.INTEGER).eq(BUILD_ARTIFACT.BUILD_ID)))
			.where(text(BUILD_ARTIFACT.ARTIFACT_TYPE).in(KEYED))
			.where(OTHER_KEY.or(OTHER_NAMESPACE))
			.namespace(NAMESPACE_NAME)
			.detail(DSL
				.when(OTHER_KEY,
						clause("%s of build %s is at %s, and its key is %s", BUILD_ARTIFACT.ARTIFACT_TYPE,
								BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY, KEY))
				.otherwise(clause("%s of build %s is at %s, which is not of its namespace",
						BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY))));
	}

	@Override
	public Repair repair() {
		return new Repair.None(
				"what was changed has to be written back by whoever knows it; files do not move with their keys");
	}

	/** The key of each build is computed once. */
	private static Table<?> keyed(ExaminedSchema schema) {
		return DSL
			.select(BUILD.ID, BUILD.BUILD_KEY_VERSION.as("version"), NAMESPACE.NAME.as("namespace"),
					BuildKeyOf.build(schema.has(BUILD.HASH)).as("build_key"))
			.from(BuildKeyOf.builds())
			// Otherwise it would be computed for each artifact, and twice.
			.offset(0)
			.asTable("keyed");
	}

}
