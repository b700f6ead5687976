package org.condastore.shell.doctor;

import java.util.Arrays;
import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** B1. */
final class BuildStatusIsKnown implements Invariant {

	private static final List<String> KNOWN = Arrays.stream(BuildStatus.values()).map(Enum::name).toList();

	private static final Condition BROKEN = BUILD.STATUS.isNull().or(text(BUILD.STATUS).notIn(KNOWN));

	/** What was meant if only the spelling is wrong. */
	private static final Field<String> SPELLED = DSL.upper(DSL.trim(BUILD.STATUS));

	private static final Condition HAS_DIRECTORY = exists(selectOne().from(BUILD_ARTIFACT)
		.where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID), BUILD_ARTIFACT.ARTIFACT_TYPE.eq(DSL.inline("DIRECTORY"))));

	/**
	 * Only what has ended: a build that waits or is worked at has to be told to a worker.
	 */
	private static final Field<String> STATUS = DSL
		.when(SPELLED.eq(DSL.inline(BuildStatus.CANCELED.name())), DSL.inline(BuildStatus.CANCELED.name()))
		.when(SPELLED.eq(DSL.inline(BuildStatus.COMPLETED.name())).and(HAS_DIRECTORY),
				DSL.inline(BuildStatus.COMPLETED.name()))
		.otherwise(DSL.inline(BuildStatus.FAILED.name()));

	@Override
	public String id() {
		return "B1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "the status of a build is QUEUED, BUILDING, COMPLETED, FAILED or CANCELED";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Since revision 12 the status is plain text, and nothing in the database keeps a word out that
				conda-store does not know. It comes from an UPDATE by hand, often in lower case, or from a
				newer conda-store with more statuses whose upgrade was taken back.
				""", """
				conda-store fails while it reads the row. One such build is enough for the list of all builds,
				and every page that shows it, to answer with an error.
				""", """
				A status that is only spelled wrongly and means an end gets its right spelling: CANCELED, and
				COMPLETED if conda-store knows of the build's directory. Anything else becomes FAILED, which
				conda-store can delete and build again; the note of the build says what it was before. Times
				of start and end that are missing are filled in.
				""", """
				Do not write COMPLETED for a build whose files nobody has seen: it may become the current one of its
				environment. Do not write QUEUED or BUILDING to start it again: the column starts nothing.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("its status is %s", BUILD.STATUS));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("an ended status is spelled right, any other becomes FAILED", BUILD,
				BuildStatusIsKnown::plan);
	}

	private static void plan(Planning planning) {
		int changed = planning.update(BUILD, planning.some(BUILD, BROKEN), Assignments.set(BUILD.STATUS, STATUS)
			.and(BUILD.STARTED_ON,
					DSL.coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON, DSL.val(planning.now(), BUILD.STARTED_ON)))
			.and(BUILD.ENDED_ON, DSL.coalesce(BUILD.ENDED_ON, DSL.val(planning.now(), BUILD.ENDED_ON)))
			.and(BUILD.STATUS_INFO,
					DSL.coalesce(BUILD.STATUS_INFO,
							clause("repaired by an operator: the status was %s", BUILD.STATUS))),
				BUILD.SCHEDULED_ON, BUILD.DELETED_ON);
		if (changed > 0) {
			planning.followUp("PUT /api/v1/build/ID/ builds the specification of a failed build again");
		}
	}

}
