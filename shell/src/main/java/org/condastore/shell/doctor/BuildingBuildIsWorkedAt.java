package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** B4. */
final class BuildingBuildIsWorkedAt implements Invariant {

	/** As long as build fail waits, too. */
	static final Duration TOO_LONG = Duration.ofHours(4);

	private static final Condition BUILDING = text(BUILD.STATUS).eq(DSL.inline(BuildStatus.BUILDING.name()))
		.and(BUILD.DELETED_ON.isNull());

	/**
	 * A transaction that has written or locked a row leaves its id in the row, and holds
	 * the lock of that id as long as it is open. Where several have locked the row at
	 * once the id is that of a group and tells nothing; the locks that a repair takes do
	 * not overlook them.
	 */
	private static final Condition HELD = exists(selectOne().from(DSL.table(DSL.name("pg_locks")).as("l"))
		.where(DSL.field(DSL.name("l", "locktype"), SQLDataType.CLOB).eq(DSL.inline("transactionid")),
				DSL.field(DSL.name("l", "granted"), SQLDataType.BOOLEAN).isTrue(),
				DSL.field(DSL.name("l", "pid"), SQLDataType.INTEGER)
					.ne(DSL.function("pg_backend_pid", SQLDataType.INTEGER)),
				text(DSL.field(DSL.name("l", "transactionid"))).eq(text(DSL.field(DSL.name("build", "xmax"))))));

	private static final Field<LocalDateTime> SINCE = DSL.coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON);

	@Override
	public String id() {
		return "B4";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a build that is BUILDING has a worker that is at it";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker writes BUILDING when it begins and another status when it ends. One that is killed,
				runs out of memory or loses its machine writes nothing, and the build stays BUILDING. When
				workers start they give such builds an end, but only if conda-store has Redis to ask which tasks
				are running.
				""", """
				Users see a build that never ends, and later builds have been seen to wait behind it.
				conda-store has no request that deletes it, so operators came to edit the row by hand.
				""",
				"""
						A build counts as abandoned after 4 hours, if no session of the database holds its row. It
						becomes FAILED, with the end now and a note that says so. The plan depends on the status and
						the time of start: if a worker comes back first, nothing is done. --stuck-for says what is
						long, and --celery takes what celery inspect active --json prints: a build whose task is
						there is left as it is. build fail ID does it for one build. What was installed so far stays on the disk,
						because conda-store learns of a directory only when a build is complete.
						""",
				"""
						Do not do it while a worker is at the build: it goes on, writes COMPLETED in the end, and its
						build becomes the current one. Do not delete the row: the worker's next step fails, and
						the files stay. PUT /api/v1/build/ID/cancel/ is for builds that are alive.
						""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BUILDING)
			.where(SINCE.lt(examination.now().minus(TOO_LONG)).andNot(HELD))
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is BUILDING since %s", SINCE));
	}

	@Override
	public Repair repair() {
		return repair(TOO_LONG, CeleryTasks.UNKNOWN);
	}

	/**
	 * The repair with a better proof.
	 * @param stuckFor how long a build must have been at it
	 * @param tasks what the workers say that they are at
	 */
	Repair.Rows repair(Duration stuckFor, CeleryTasks tasks) {
		return new Repair.Rows("abandoned builds become FAILED, with a note", BUILD,
				(planning) -> plan(planning, stuckFor, tasks));
	}

	private static void plan(Planning planning, Duration stuckFor, CeleryTasks tasks) {
		Condition old = BUILDING.and(SINCE.lt(planning.now().minus(stuckFor))).andNot(HELD);
		planning.sql()
			.select(BUILD.ID)
			.from(BUILD)
			.where(old, BUILD.ID.in(tasks.workers().keySet()))
			.orderBy(BUILD.ID)
			.forEach((build) -> planning.followUp("build %d is left as it is: %s is at it".formatted(build.value1(),
					tasks.workers().get(build.value1()))));
		Condition abandoned = planning.some(BUILD, old.and(BUILD.ID.notIn(tasks.workers().keySet())));
		int ended = planning.update(BUILD, abandoned,
				Assignments.set(BUILD.STATUS, BuildStatus.FAILED.name())
					.and(BUILD.ENDED_ON, planning.now())
					.and(BUILD.STARTED_ON, SINCE)
					.and(BUILD.STATUS_INFO,
							clause("ended by an operator: BUILDING since %s UTC, and no worker was at it", SINCE)),
				BUILD.SCHEDULED_ON, BUILD.DELETED_ON);
		if (ended > 0) {
			planning.followUp("PUT /api/v1/build/ID/ builds the specification of such a build again");
			planning.followUp(
					"what was installed so far stays on the disk, and conda-store does not know of it: directories named by the build keys that build show ID tells");
		}
	}

}
