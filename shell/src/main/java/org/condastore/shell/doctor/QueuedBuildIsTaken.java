package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

import org.condastore.schema.catalog.RowTables;
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
import static org.jooq.impl.DSL.selectOne;

/** B5. */
final class QueuedBuildIsTaken implements Invariant {

	private static final Duration TOO_LONG = Duration.ofDays(1);

	private static final String MESSAGES = "kombu_message";

	private static final Field<Boolean> VISIBLE = DSL.field(DSL.name(MESSAGES, "visible"), SQLDataType.BOOLEAN);

	private static final Field<LocalDateTime> SENT = DSL.field(DSL.name(MESSAGES, "timestamp"),
			SQLDataType.LOCALDATETIME);

	private static final Field<String> PAYLOAD = DSL.field(DSL.name(MESSAGES, "payload"), SQLDataType.CLOB);

	/** The id of the build that a message is about; NULL if it is about anything else. */
	private static final Field<String> BUILD_OF_MESSAGE = DSL.field("substring({0} from {1})", SQLDataType.CLOB,
			PAYLOAD, DSL.inline("build-([0-9]+)-environment"));

	/** The messages are read once, not once for each build. */
	private static final Condition NO_MESSAGE = text(BUILD.ID).notIn(DSL.select(BUILD_OF_MESSAGE)
		.from(DSL.table(DSL.name(MESSAGES)))
		.where(VISIBLE.isTrue(), PAYLOAD.contains(DSL.inline("-environment")), BUILD_OF_MESSAGE.isNotNull()));

	@Override
	public String id() {
		return "B5";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a build is QUEUED for less than a day";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server makes the row, and sends a message that tells a worker to build it. The
				message is lost when the queue is emptied or a worker dies with it, and canceling a
				build that waits removes the message but leaves the status as it is. conda-store's own
				clean-up looks at builds that are BUILDING only.
				""", """
				Users see a build that never begins. conda-store has no request that deletes it.
				""", """
				If the task queue is in this database, builds without a waiting message are found, and
				become CANCELED with a note. If it is in Redis the database does not know whether a
				message waits: make sure that the queue is empty, or that PUT /api/v1/build/ID/cancel/
				has revoked the task; then build cancel ID does it for one build. PUT
				/api/v1/build/ID/ builds the specification again.
				""", """
				Do not write QUEUED or BUILDING to start it again: the column starts nothing. Do not
				give a build an end whose message still waits: a worker builds it all the same.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		Condition lost = queueIn(examination.schema().tables()) ? NO_MESSAGE : DSL.noCondition();
		return examination.find(ViolationQuery.of(BUILD)
			.where(waiting(examination.now()))
			.where(lost)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is QUEUED since %s", BUILD.SCHEDULED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("builds of which the queue in this database knows nothing become CANCELED", BUILD,
				QueuedBuildIsTaken::plan);
	}

	private static void plan(Planning planning) {
		Condition waiting = waiting(planning.now());
		// What is left of a queue that has moved to Redis says nothing about builds.
		if (queueIn(planning.tables()) && planning.sql()
			.fetchExists(
					selectOne().from(DSL.table(DSL.name(MESSAGES))).where(SENT.gt(planning.now().minus(TOO_LONG))))) {
			int ended = planning
				.update(BUILD, planning.some(BUILD, waiting.and(NO_MESSAGE)),
						Assignments.set(BUILD.STATUS, BuildStatus.CANCELED.name())
							.and(BUILD.ENDED_ON, planning.now())
							.and(BUILD.STATUS_INFO, clause(
									"ended by an operator: QUEUED since %s UTC, and no message waited for a worker",
									BUILD.SCHEDULED_ON)),
						BUILD.STARTED_ON, BUILD.SCHEDULED_ON, BUILD.DELETED_ON);
			if (ended > 0) {
				planning.followUp("PUT /api/v1/build/ID/ builds the specification of such a build again");
			}
		}
		else if (planning.sql().fetchExists(selectOne().from(BUILD).where(waiting))) {
			planning.followUp(
					"this database does not hold the task queue, so nothing says whether a worker will still take these builds: build cancel ID gives one an end when that is sure");
		}
	}

	private static Condition waiting(LocalDateTime now) {
		return BuildConditions.is(BuildStatus.QUEUED)
			.and(BuildConditions.LIVE)
			.and(BUILD.SCHEDULED_ON.lt(now.minus(TOO_LONG)));
	}

	private static boolean queueIn(RowTables tables) {
		return tables.find(MESSAGES)
			.filter((found) -> List.of(VISIBLE, SENT, PAYLOAD)
				.stream()
				.allMatch((column) -> found.column(column.getName()).isPresent()))
			.isPresent();
	}

}
