package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Release;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;

/** U7. */
final class ArtifactHasBuildBeforeKeys extends UpgradeCheck {

	ArtifactHasBuildBeforeKeys(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U7";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the build of an artifact exists";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Until revision 4 there were no foreign keys, and builds were deleted without their artifacts, by old
				releases or by hand.
				""", """
				Revision 4 deletes such artifacts, because they would break its foreign key. Its first form, until
				May 2023, failed over them. The objects that they stand for stay in the storage, and nothing knows
				them any more.
				""", """
				Note the keys before the upgrade, remove the objects from the storage, and let the migration delete
				the rows, or delete them: DELETE FROM build_artifact WHERE NOT EXISTS (SELECT FROM build WHERE build.id
				= build_id) AND build_id IS NOT NULL.
				""", """
				Do not give them to another build: deleting that one would delete what is stored under their keys.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return runs(MigrationStep.KEYS, schema);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.BUILD_ID.isNotNull()
				.andNotExists(DSL.selectOne().from(BUILD).where(BUILD.ID.eq(BUILD_ARTIFACT.BUILD_ID))))
			.detail("%s of build %s, which is gone; its key is %s", BUILD_ARTIFACT.ARTIFACT_TYPE,
					BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY));
	}

	@Override
	public Repair repair() {
		return new Repair.None("note the keys before they are deleted: nothing else knows the objects");
	}

}
