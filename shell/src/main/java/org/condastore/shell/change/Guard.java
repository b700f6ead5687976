package org.condastore.shell.change;

import java.util.Locale;
import java.util.Objects;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/**
 * What must hold besides the values of the rows that are written. It is looked at while
 * their locks are held, which also keep it from changing until the change is committed.
 */
public enum Guard {

	/** None of the builds that are written is the current one of an environment. */
	NO_CURRENT_BUILD {
		@Override
		void check(DSLContext sql, Plan plan) {
			for (RowSet set : plan.sets()) {
				if (!set.table().equals(BUILD.getName())) {
					continue;
				}
				for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
					Integer[] ids = set.rows()
						.chunk(chunk)
						.stream()
						.map((tuple) -> Integer.valueOf(String.valueOf(set.keyOf(tuple).get(0))))
						.toArray(Integer[]::new);
					sql.select(ENVIRONMENT.CURRENT_BUILD_ID, NAMESPACE.NAME, ENVIRONMENT.NAME)
						.from(ENVIRONMENT)
						.join(NAMESPACE)
						.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
						.where(ENVIRONMENT.CURRENT_BUILD_ID.eq(org.jooq.impl.DSL.any(ids)))
						.orderBy(ENVIRONMENT.CURRENT_BUILD_ID)
						.limit(1)
						.fetchOptional()
						.ifPresent((found) -> {
							throw CommandFailure.conflict(
									"build %d has become the current one of %s/%s".formatted(found.value1(),
											found.value2(), found.value3()),
									"nothing was changed; look at it again with --dry-run", null);
						});
				}
			}
		}
	},

	/** The builds that become the current ones of environments are live and completed. */
	COMPLETED_CURRENT_BUILD {
		@Override
		void check(DSLContext sql, Plan plan) {
			for (RowSet set : plan.sets()) {
				int column = set.after().indexOf(ENVIRONMENT.CURRENT_BUILD_ID.getName());
				if (!set.table().equals(ENVIRONMENT.getName()) || column < 0) {
					continue;
				}
				for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
					Integer[] ids = set.rows()
						.chunk(chunk)
						.stream()
						.map((tuple) -> tuple[set.before().size() + column])
						.filter(Objects::nonNull)
						.map(Integer::valueOf)
						.toArray(Integer[]::new);
					sql.select(BUILD.ID, BUILD.STATUS, BUILD.DELETED_ON)
						.from(BUILD)
						.where(BUILD.ID.eq(org.jooq.impl.DSL.any(ids)))
						.orderBy(BUILD.ID)
						.forShare()
						.fetch()
						.stream()
						.filter((build) -> !"COMPLETED".equals(build.value2()) || build.value3() != null)
						.findFirst()
						.ifPresent((build) -> {
							throw CommandFailure.conflict(
									"build %d is %s by now".formatted(build.value1(),
											(build.value3() != null) ? "deleted" : build.value2()),
									"nothing was changed; look at it again with --dry-run", null);
						});
				}
			}
		}
	};

	/**
	 * Checks it.
	 * @throws CommandFailure {@code CONFLICT} if it does not hold
	 */
	abstract void check(DSLContext sql, Plan plan);

	/** As saved plans spell it. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The guard that is spelled like this.
	 * @return null if there is none
	 */
	static @Nullable Guard of(String word) {
		for (Guard guard : values()) {
			if (guard.toString().equals(word)) {
				return guard;
			}
		}
		return null;
	}

}
