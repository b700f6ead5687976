package org.condastore.shell.doctor;

import java.util.Arrays;

import org.condastore.shell.build.BuildStatus;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.shell.doctor.ViolationQuery.text;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** What several invariants ask of a row of {@code build}. */
final class BuildConditions {

	/** conda-store has made or found something of it that a key leads to. */
	static final Condition HAS_ARTIFACTS = exists(
			selectOne().from(BUILD_ARTIFACT).where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID)));

	static final Condition LIVE = BUILD.DELETED_ON.isNull();

	/** Nothing is to be done for it any more. */
	static final Condition ENDED = is(BuildStatus.COMPLETED, BuildStatus.FAILED, BuildStatus.CANCELED);

	/** It waits for a worker, or one is at it. */
	static final Condition OPEN = is(BuildStatus.QUEUED, BuildStatus.BUILDING);

	private BuildConditions() {
	}

	/** Its status is one of these. */
	static Condition is(BuildStatus... statuses) {
		return is(BUILD.STATUS, statuses);
	}

	/**
	 * A status is one of these.
	 * @param column of a table that may have another name
	 */
	static Condition is(Field<String> column, BuildStatus... statuses) {
		return text(column).in(Arrays.stream(statuses).map((status) -> DSL.inline(status.name())).toList());
	}

}
