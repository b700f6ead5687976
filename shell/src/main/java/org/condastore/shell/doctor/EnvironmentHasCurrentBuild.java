package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.jooq.tables.Build;
import org.condastore.schema.jooq.tables.Specification;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.clause;

/** E1. */
final class EnvironmentHasCurrentBuild implements Invariant {

	private static final Build OWN = org.condastore.schema.jooq.Tables.BUILD.as("own");

	private static final Specification OWN_SPECIFICATION = org.condastore.schema.jooq.Tables.SPECIFICATION
		.as("own_specification");

	private static final Condition BROKEN = ENVIRONMENT.DELETED_ON.isNull().and(ENVIRONMENT.CURRENT_BUILD_ID.isNull());

	private static final Condition OWN_LIVE = OWN.ENVIRONMENT_ID.eq(ENVIRONMENT.ID).and(OWN.DELETED_ON.isNull());

	/** The newest one that a request could choose; NULL if there is none. */
	private static final Field<Integer> COMPLETED = DSL.field(DSL.select(DSL.max(OWN.ID))
		.from(OWN)
		.join(OWN_SPECIFICATION)
		.on(OWN_SPECIFICATION.ID.eq(OWN.SPECIFICATION_ID))
		.where(OWN_LIVE, BuildConditions.is(OWN.STATUS, BuildStatus.COMPLETED),
				OWN_SPECIFICATION.NAME.eq(ENVIRONMENT.NAME)));

	private static final Field<Integer> NEWEST = DSL.coalesce(COMPLETED,
			DSL.field(DSL.select(DSL.max(OWN.ID)).from(OWN).where(OWN_LIVE)));

	@Override
	public String id() {
		return "E1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a live environment has a current build";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server makes the environment first, then its first build, and then makes that the
				current one. If it cannot reach the task queue in between, or finds the disk too full
				for a build, the environment stays without.
				""", """
				conda-store's answers cannot hold an environment without a current build: every page
				of the list of environments on which it appears is an error.
				""", """
				The newest completed build of the environment's own becomes the current one, or the
				newest one of any status, as at first. Where there is no live build the environment is
				marked as deleted; environment restore takes that back. The link on the disk is moved
				by a worker, for a completed build, when the request is made that the plan names.
				""", """
				Do not leave it as it is: the rest of the list cannot be seen either. Do not choose a
				build of another environment.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		Field<Integer> best = DSL.coalesce(CandidateBuilds.COMPLETED, CandidateBuilds.NEWEST);
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.joined(CandidateBuilds.with(ENVIRONMENT))
			.where(BROKEN)
			.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
			.detail(DSL
				.when(best.isNotNull(),
						clause("%s: it has no current build; the best one is %s", ENVIRONMENT.NAME, best))
				.otherwise(clause("%s: it has no current build, and no other live one", ENVIRONMENT.NAME))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows(
				"its newest completed build becomes the current one, or the newest; without any it is deleted",
				ENVIRONMENT, EnvironmentHasCurrentBuild::plan);
	}

	private static void plan(Planning planning) {
		Condition chosen = BUILD.ID.in(DSL.select(NEWEST).from(ENVIRONMENT).where(BROKEN).and(NEWEST.isNotNull()));
		planning.require(BUILD, chosen, BUILD.STATUS, BUILD.DELETED_ON);
		List<String> requests = planning.sql()
			.select(NAMESPACE.NAME, ENVIRONMENT.NAME, COMPLETED)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(BROKEN)
			.and(COMPLETED.isNotNull())
			.orderBy(ENVIRONMENT.ID)
			.limit(Examination.FEW)
			.fetch((row) -> "PUT /api/v1/environment/%s/%s/ with {\"build_id\": %s} makes a worker move the link on the disk"
				.formatted(row.value1(), row.value2(), row.value3()));
		planning.update(ENVIRONMENT, BROKEN.and(NEWEST.isNotNull()),
				Assignments.set(ENVIRONMENT.CURRENT_BUILD_ID, NEWEST), ENVIRONMENT.DELETED_ON);
		int deleted = planning.update(ENVIRONMENT, BROKEN.and(NEWEST.isNull()),
				Assignments.set(ENVIRONMENT.DELETED_ON, planning.now()), ENVIRONMENT.CURRENT_BUILD_ID);
		requests.forEach(planning::followUp);
		if (deleted > 0) {
			planning.followUp(
					"DELETE /api/v1/environment/NAMESPACE/NAME/ makes a worker remove what was marked as deleted; environment restore NAMESPACE/NAME takes it back when it has a build");
		}
	}

}
