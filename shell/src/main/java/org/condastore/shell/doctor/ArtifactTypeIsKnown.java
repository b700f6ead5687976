package org.condastore.shell.doctor;

import java.util.Arrays;
import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** B2. */
final class ArtifactTypeIsKnown implements Invariant {

	private static final List<String> KNOWN = Arrays.stream(ArtifactType.values()).map(Enum::name).toList();

	private static final Condition UNKNOWN_TYPE = text(BUILD_ARTIFACT.ARTIFACT_TYPE).notIn(KNOWN);

	private static final Field<String> SPELLED = DSL.replace(DSL.upper(DSL.trim(BUILD_ARTIFACT.ARTIFACT_TYPE)),
			DSL.inline("-"), DSL.inline("_"));

	private static final Condition MISSPELLED = UNKNOWN_TYPE.and(SPELLED.in(KNOWN));

	/** conda-store removes a build's directory without looking at the key. */
	private static final Condition POINTS_NOWHERE = BUILD_ARTIFACT.KEY.isNull()
		.and(SPELLED.ne(DSL.inline(ArtifactType.DIRECTORY.name())));

	private static final Condition BROKEN = UNKNOWN_TYPE.or(BUILD_ARTIFACT.BUILD_ID.isNull())
		.or(BUILD_ARTIFACT.KEY.isNull());

	@Override
	public String id() {
		return "B2";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "an artifact has a build, a key and a type that conda-store knows";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Types are plain text since revision 11, and build and key may be NULL. Rows of types that only
				older or newer releases write stay behind when the release changes; the rest is done by hand.
				""", """
				Whatever reads the artifacts of a build fails over a type that it does not know: lists of
				builds, downloads, and the task that should delete the build. Releases 2025.1.1 and 2025.2.1
				stumbled in that way over old rows of DOCKER_BLOB, which all others know. An artifact of no
				build is never removed.
				""", """
				A type that is only spelled wrongly gets its right spelling. A row without a key points to
				nothing, so it is deleted, unless it stands for the directory of a build. A row
				without a build but with a key is the last trace of an object in the storage, and a type that
				resembles none has to be understood first: both are left to the operator, as artifact list
				shows them.
				""", """
				Do not delete a row whose object still exists: nothing else knows that it is there.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD_ARTIFACT)
			.where(BROKEN)
			.namespace(NamespaceOf.build(BUILD_ARTIFACT.BUILD_ID))
			.detail(DSL
				.when(BUILD_ARTIFACT.BUILD_ID.isNull(), clause("it is of no build, with key %s", BUILD_ARTIFACT.KEY))
				.when(BUILD_ARTIFACT.KEY.isNull(),
						clause("%s of build %s has no key", BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID))
				.otherwise(
						clause("its type is %s, of build %s", BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("types are spelled right, rows that point to nothing are deleted", BUILD_ARTIFACT,
				ArtifactTypeIsKnown::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD_ARTIFACT, planning.some(BUILD_ARTIFACT, MISSPELLED.andNot(POINTS_NOWHERE)),
				Assignments.set(BUILD_ARTIFACT.ARTIFACT_TYPE, SPELLED), BUILD_ARTIFACT.KEY);
		planning.delete(BUILD_ARTIFACT, planning.some(BUILD_ARTIFACT, POINTS_NOWHERE));
		int left = planning.sql()
			.fetchCount(BUILD_ARTIFACT, BROKEN.andNot(POINTS_NOWHERE)
				.andNot(MISSPELLED.and(BUILD_ARTIFACT.BUILD_ID.isNotNull()).and(BUILD_ARTIFACT.KEY.isNotNull())));
		if (left > 0) {
			planning
				.followUp("%,d artifacts are left as they are: doctor --check B2 shows them, doctor explain B2 says why"
					.formatted(left));
		}
	}

}
