package org.condastore.shell.specification;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

/** What changes of specifications mean in rows. */
public final class SpecificationChangeRepository {

	/**
	 * Which specifications nothing refers to. A build that is marked as deleted refers to
	 * its specification too: the hash is part of the address of its files.
	 * @param before when they were stored at the latest, as conda-store stores times
	 */
	public static Condition orphaned(LocalDateTime before) {
		return SPECIFICATION.CREATED_ON.lt(before)
			.and(notExists(selectOne().from(BUILD).where(BUILD.SPECIFICATION_ID.eq(SPECIFICATION.ID))))
			.and(notExists(selectOne().from(SOLVE).where(SOLVE.SPECIFICATION_ID.eq(SPECIFICATION.ID))));
	}

	/**
	 * Specifications go away that nothing refers to, the oldest first, as many as the
	 * plan may be about.
	 * @param olderThan how old they must be at least: conda-store stores a specification
	 * a moment before the build that refers to it
	 * @param limit how many at most; null for no other limit than the plan's
	 */
	void purge(Planning planning, Duration olderThan, @Nullable Integer limit) {
		Condition orphaned = orphaned(planning.now().minus(olderThan));
		int most = (limit != null) ? Math.min(limit, planning.left()) : planning.left();
		int purged = planning.delete(SPECIFICATION, SPECIFICATION.ID
			.in(select(SPECIFICATION.ID).from(SPECIFICATION).where(orphaned).orderBy(SPECIFICATION.ID).limit(most)));
		int left = planning.sql().fetchCount(SPECIFICATION, orphaned) - purged;
		if (left > 0) {
			planning.followUp("%s left: the same command again takes the next".formatted(
					(left == 1) ? "1 orphaned specification is" : "%,d orphaned specifications are".formatted(left)));
		}
	}

}
