package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.jooq.tables.Build;
import org.condastore.schema.jooq.tables.Specification;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** E2. */
final class CurrentBuildBelongsToEnvironment implements Invariant {

	private static final Build CURRENT = org.condastore.schema.jooq.Tables.BUILD.as("current_build");

	private static final Specification CURRENT_SPECIFICATION = org.condastore.schema.jooq.Tables.SPECIFICATION
		.as("current_specification");

	private static final Build OWN = org.condastore.schema.jooq.Tables.BUILD.as("own");

	private static final Specification OWN_SPECIFICATION = org.condastore.schema.jooq.Tables.SPECIFICATION
		.as("own_specification");

	private static final Table<?> WITH_CURRENT_BUILD = ENVIRONMENT.leftJoin(CURRENT)
		.on(CURRENT.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
		.leftJoin(CURRENT_SPECIFICATION)
		.on(CURRENT_SPECIFICATION.ID.eq(CURRENT.SPECIFICATION_ID));

	/** The newest build that can be the current one; NULL if there is none. */
	private static final Field<Integer> NEWEST = DSL.field(DSL.select(DSL.max(OWN.ID))
		.from(OWN)
		.join(OWN_SPECIFICATION)
		.on(OWN_SPECIFICATION.ID.eq(OWN.SPECIFICATION_ID))
		.where(OWN.ENVIRONMENT_ID.eq(ENVIRONMENT.ID), OWN.DELETED_ON.isNull(),
				text(OWN.STATUS).eq(DSL.inline(BuildStatus.COMPLETED.name())),
				OWN_SPECIFICATION.NAME.eq(ENVIRONMENT.NAME)));

	private static final Condition MISSING = CURRENT.ID.isNull();

	private static final Condition FOREIGN = CURRENT.ENVIRONMENT_ID.ne(ENVIRONMENT.ID);

	private static final Condition OTHER_NAME = CURRENT_SPECIFICATION.NAME.isDistinctFrom(ENVIRONMENT.NAME);

	private static final Condition DELETED = CURRENT.DELETED_ON.isNotNull();

	private static final Condition UNFINISHED = text(CURRENT.STATUS)
		.isDistinctFrom(DSL.inline(BuildStatus.COMPLETED.name()));

	@Override
	public String id() {
		return "E2";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the current build of an environment is its own, of its name, live, and completed if one is";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store makes the first build of an environment the current one at once, whatever becomes
				of it, and later the one that completed last. A request can choose another: it is only checked
				that the build is COMPLETED and that its specification has the environment's name, not that
				it is one of the environment's builds. And the current build can be deleted like any other.
				""", """
				Users get an environment without files, or that of another namespace. A
				build that is the current one of some other environment cannot be deleted: its
				environment, and its namespace, stay half deleted for ever.
				""",
				"""
						The environment's newest completed build that is not deleted becomes the current one. conda-store shows it at
						once; the link on the disk, which users work with, is moved by a worker
						when the request is made that the plan names. Where the environment has no such build
						nothing is changed: it has to be built again.
						""",
				"""
						Do not set the column to NULL: every list that holds the environment fails then. Do not choose a
						build of another environment.
						""");
	}

	@Override
	public Findings find(Examination examination) {
		Field<Integer> id = ENVIRONMENT.CURRENT_BUILD_ID;
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.joined(CandidateBuilds.with(WITH_CURRENT_BUILD))
			.where(broken(CandidateBuilds.COMPLETED))
			.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
			.detail(DSL.when(MISSING, clause("%s: its current build %s does not exist", ENVIRONMENT.NAME, id))
				.when(FOREIGN,
						clause("%s: its current build %s is one of environment %s", ENVIRONMENT.NAME, id,
								CURRENT.ENVIRONMENT_ID))
				.when(OTHER_NAME,
						clause("%s: its current build %s is of a specification named %s", ENVIRONMENT.NAME, id,
								CURRENT_SPECIFICATION.NAME))
				.when(DELETED,
						clause("%s: its current build %s was deleted %s", ENVIRONMENT.NAME, id, CURRENT.DELETED_ON))
				.otherwise(clause("%s: its current build %s is %s, and build %s is completed", ENVIRONMENT.NAME, id,
						CURRENT.STATUS, CandidateBuilds.COMPLETED))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the newest completed build of its own becomes the current one", ENVIRONMENT,
				CurrentBuildBelongsToEnvironment::plan);
	}

	/**
	 * Which environments break it.
	 * @param newest the newest build that can be the current one; NULL if there is none
	 */
	private static Condition broken(Field<Integer> newest) {
		return ENVIRONMENT.DELETED_ON.isNull()
			.and(ENVIRONMENT.CURRENT_BUILD_ID.isNotNull())
			.and(MISSING.or(FOREIGN).or(OTHER_NAME).or(DELETED).or(UNFINISHED.and(newest.isNotNull())));
	}

	private static void plan(Planning planning) {
		Condition broken = ENVIRONMENT.ID.in(DSL.select(ENVIRONMENT.ID).from(WITH_CURRENT_BUILD).where(broken(NEWEST)));
		int changed = planning.update(ENVIRONMENT, broken.and(NEWEST.isNotNull()),
				Assignments.set(ENVIRONMENT.CURRENT_BUILD_ID, NEWEST), ENVIRONMENT.DELETED_ON);
		planning.guard(Guard.COMPLETED_CURRENT_BUILD);
		Condition named = broken.and(NEWEST.isNotNull());
		if (changed > Examination.FEW) {
			planning.followUp(
					"the links on the disk lead to the old builds: PUT /api/v1/environment/NAMESPACE/NAME/ with {\"build_id\": the new one} makes a worker move one");
		}
		else {
			requests(planning, named).forEach(planning::followUp);
		}
		int left = planning.sql().fetchCount(ENVIRONMENT, broken.and(NEWEST.isNull()));
		if (left > 0) {
			planning.followUp(
					"%,d environments have no completed build of their own: PUT /api/v1/build/ID/ builds the specification of one again"
						.formatted(left));
		}
	}

	private static List<String> requests(Planning planning, Condition which) {
		return planning.sql()
			.select(NAMESPACE.NAME, ENVIRONMENT.NAME, NEWEST)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(which)
			.orderBy(ENVIRONMENT.ID)
			.fetch((row) -> "PUT /api/v1/environment/%s/%s/ with {\"build_id\": %s} makes a worker move the link on the disk"
				.formatted(row.value1(), row.value2(), row.value3()));
	}

}
