package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.shell.doctor.ViolationQuery.clause;

/** B14. */
final class BuildHasTimeOfScheduling implements Invariant {

	private static final Condition BROKEN = BUILD.SCHEDULED_ON.isNull();

	/** Of such builds only, which are few. */
	private static final Table<?> ARTIFACTS = ViolationQuery.once("artifacts",
			DSL.selectDistinct(BUILD_ARTIFACT.BUILD_ID)
				.from(BUILD_ARTIFACT)
				.where(BUILD_ARTIFACT.BUILD_ID.in(DSL.select(BUILD.ID).from(BUILD).where(BROKEN))));

	private static final Field<Integer> WITH_ARTIFACTS = DSL.field(DSL.name("artifacts", "build_id"),
			SQLDataType.INTEGER);

	@Override
	public String id() {
		return "B14";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a build has the time when it was scheduled";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store writes it when it makes the build. Only a row that was inserted or changed
				by hand has none.
				""", """
				Every list with the build is an error. The time is part of the key of the build too,
				and so of the address of all its files: without it conda-store finds none of them.
				""", """
				Where the build has no artifacts it gets the time of its start or end, or the present
				one: there is nothing that an address could lead to. Where it has artifacts their keys
				contain the true time: version 1 as YYYYMMDD-HHMMSS-ffffff, version 2 in seconds since
				1970. artifact list shows them, row set build ID scheduled_on=TIME writes it.
				""", """
				Do not invent a time for a build with files: it changes the key, and conda-store looks
				in the wrong place from then on, also when it deletes.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.joined(BUILD.leftJoin(ARTIFACTS).on(WITH_ARTIFACTS.eq(BUILD.ID)))
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail(DSL
				.when(WITH_ARTIFACTS.isNotNull(),
						clause("it is %s without a time of scheduling, and has artifacts", BUILD.STATUS))
				.otherwise(clause("it is %s without a time of scheduling", BUILD.STATUS))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("a build without artifacts gets the time of its start or end, or the present one", BUILD,
				BuildHasTimeOfScheduling::plan);
	}

	private static void plan(Planning planning) {
		Condition mendable = BROKEN.andNot(BuildConditions.HAS_ARTIFACTS);
		planning.update(BUILD, planning.some(BUILD, mendable),
				Assignments.set(BUILD.SCHEDULED_ON,
						DSL.coalesce(BUILD.STARTED_ON, BUILD.ENDED_ON, DSL.val(planning.now(), BUILD.SCHEDULED_ON))),
				BUILD.STARTED_ON, BUILD.ENDED_ON);
		int left = planning.sql().fetchCount(BUILD, BROKEN.and(BuildConditions.HAS_ARTIFACTS));
		if (left > 0) {
			planning.followUp(
					"%,d builds have artifacts, whose keys contain the true time: artifact list shows them, row set build ID scheduled_on=TIME writes it"
						.formatted(left));
		}
	}

}
