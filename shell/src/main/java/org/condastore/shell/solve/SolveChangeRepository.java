package org.condastore.shell.solve;

import java.math.BigDecimal;
import java.time.Duration;

import org.condastore.shell.change.Planning;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SOLVE_CONDA_PACKAGE_BUILD;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

/** What changes of solves mean in rows. */
public final class SolveChangeRepository {

	/**
	 * Solves that have ended go away with the lists of their packages, the oldest first,
	 * as many as the plan may be about. Nothing in conda-store refers to a solve: whoever
	 * asked for it has had the answer.
	 * @param olderThan how long ago they must have ended at least
	 * @param limit how many at most; null for no other limit than the plan's
	 */
	public void purge(Planning planning, Duration olderThan, @Nullable Integer limit) {
		Condition ended = SOLVE.ENDED_ON.lt(planning.now().minus(olderThan));
		Field<Integer> packages = field(
				selectCount().from(SOLVE_CONDA_PACKAGE_BUILD).where(SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID.eq(SOLVE.ID)));
		Table<?> running = select(SOLVE.ID, sum(packages.plus(inline(1))).over().orderBy(SOLVE.ID).as("rows"))
			.from(SOLVE)
			.where(ended)
			.asTable("running");
		Field<Integer> id = running.field(SOLVE.ID);
		int room = planning.left();
		int purged = planning.delete(SOLVE,
				SOLVE.ID.in(select(id).from(running)
					.where(running.field("rows", SQLDataType.NUMERIC).le(BigDecimal.valueOf(room)))
					.orderBy(id)
					.limit((limit != null) ? limit : room)));
		int left = planning.sql().fetchCount(SOLVE, ended) - purged;
		if (left > 0 && purged == 0) {
			throw CommandFailure.refused(
					"the oldest solve and its packages are more rows than the %,d that are allowed".formatted(room),
					"raise the limit with --max-rows");
		}
		if (left > 0) {
			planning.followUp("%s left: the same command again takes the next"
				.formatted((left == 1) ? "1 ended solve is" : "%,d ended solves are".formatted(left)));
		}
	}

}
