package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.BuildArtifact;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** B11. */
final class ArtifactIsStoredOnce implements Invariant {

	private static final BuildArtifact OTHER = org.condastore.schema.jooq.Tables.BUILD_ARTIFACT.as("other");

	private static final Condition REPEATED = exists(selectOne().from(OTHER)
		.where(OTHER.BUILD_ID.eq(BUILD_ARTIFACT.BUILD_ID), OTHER.KEY.eq(BUILD_ARTIFACT.KEY),
				OTHER.ARTIFACT_TYPE.eq(BUILD_ARTIFACT.ARTIFACT_TYPE), OTHER.ID.lt(BUILD_ARTIFACT.ID)));

	@Override
	public String id() {
		return "B11";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "an artifact of a build has one row";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store looks whether there is a row with that key and inserts one if not. Two
				that do it at the same time, such as a worker and the clean-up that write the same
				logs, both insert one.
				""", """
				When the build is deleted the object is removed, and one of the rows. The other one
				stays, and leads to nothing.
				""", """
				The row with the lowest id stays, the others are deleted. They all say the same.
				""", """
				Do not delete all of them: the last one is what leads to the file.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD_ARTIFACT)
			.where(REPEATED)
			.namespace(NamespaceOf.build(BUILD_ARTIFACT.BUILD_ID))
			.detail("%s of build %s at %s is there before", BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID,
					BUILD_ARTIFACT.KEY));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("rows that repeat an older one are deleted", BUILD_ARTIFACT, ArtifactIsStoredOnce::plan);
	}

	private static void plan(Planning planning) {
		Condition first = REPEATED.not()
			.and(exists(selectOne().from(OTHER)
				.where(OTHER.BUILD_ID.eq(BUILD_ARTIFACT.BUILD_ID), OTHER.KEY.eq(BUILD_ARTIFACT.KEY),
						OTHER.ARTIFACT_TYPE.eq(BUILD_ARTIFACT.ARTIFACT_TYPE), OTHER.ID.gt(BUILD_ARTIFACT.ID))));
		planning.require(BUILD_ARTIFACT, first, BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.ARTIFACT_TYPE,
				BUILD_ARTIFACT.KEY);
		planning.delete(BUILD_ARTIFACT, planning.some(BUILD_ARTIFACT, REPEATED));
	}

}
