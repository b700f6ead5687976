package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** E7. */
final class EnvironmentHasUsableBuild implements Invariant {

	private static final Condition USABLE = exists(selectOne().from(BUILD)
		.where(BUILD.ENVIRONMENT_ID.eq(ENVIRONMENT.ID), BuildConditions.LIVE,
				BuildConditions.is(BuildStatus.COMPLETED, BuildStatus.QUEUED, BuildStatus.BUILDING)));

	@Override
	public String id() {
		return "E7";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a live environment has a completed build, or one that is under way";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Its builds have failed or were canceled, or the completed ones were deleted. The first
				build of an environment is its current one even when it fails.
				""", """
				Users see an environment that they cannot work with.
				""", """
				build list NAMESPACE/NAME shows what became of the builds, and their logs say why.
				When the cause is mended PUT /api/v1/build/ID/ builds the specification again; a
				worker makes the result the current build. Or DELETE
				/api/v1/environment/NAMESPACE/NAME/ removes the environment.
				""", """
				Do not write COMPLETED into a build that failed: it has no files.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.where(USABLE.not())
			.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
			.detail("%s: no build of it is completed or under way", ENVIRONMENT.NAME));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"PUT /api/v1/build/ID/ builds it again, DELETE /api/v1/environment/NAMESPACE/NAME/ removes it");
	}

}
