package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;

/**
 * What must hold besides the values of the rows that are written. It is looked at while
 * their locks are held, which also keep it from changing until the change is committed.
 */
public enum Guard {

	/**
	 * The environments of the builds that are written, and their namespaces, are live.
	 */
	LIVE_ENVIRONMENTS {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
			for (Integer[] ids : builds(plan)) {
				sql.select(NAMESPACE.NAME, ENVIRONMENT.NAME, NAMESPACE.DELETED_ON, ENVIRONMENT.DELETED_ON)
					.from(ENVIRONMENT)
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.where(ENVIRONMENT.ID
						.in(DSL.select(BUILD.ENVIRONMENT_ID).from(BUILD).where(BUILD.ID.eq(DSL.any(ids)))))
					.orderBy(ENVIRONMENT.ID)
					.forShare()
					.of(ENVIRONMENT, NAMESPACE)
					.forEach((found) -> {
						if (found.value3() != null || found.value4() != null) {
							throw CommandFailure.conflict(
									"%s/%s has been deleted".formatted(found.value1(), found.value2()), conflictHint,
									null);
						}
					});
			}
		}
	},

	/** None of the builds that are written is the current one of an environment. */
	NO_CURRENT_BUILD {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
			for (Integer[] ids : builds(plan)) {
				sql.select(ENVIRONMENT.CURRENT_BUILD_ID, NAMESPACE.NAME, ENVIRONMENT.NAME)
					.from(ENVIRONMENT)
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.where(ENVIRONMENT.CURRENT_BUILD_ID.eq(DSL.any(ids)))
					.orderBy(ENVIRONMENT.CURRENT_BUILD_ID)
					.limit(1)
					.fetchOptional()
					.ifPresent((found) -> {
						throw CommandFailure.conflict("build %d has become the current one of %s/%s"
							.formatted(found.value1(), found.value2(), found.value3()), conflictHint, null);
					});
			}
		}
	},

	/** Nothing was ever built in the namespaces that are written. */
	NOTHING_BUILT {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
			for (Integer[] ids : keys(plan, NAMESPACE)) {
				sql.select(BUILD.ID, ENVIRONMENT.NAMESPACE_ID)
					.from(BUILD)
					.join(ENVIRONMENT)
					.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
					.where(ENVIRONMENT.NAMESPACE_ID.eq(DSL.any(ids)))
					.orderBy(BUILD.ID)
					.limit(1)
					.fetchOptional()
					.ifPresent((found) -> {
						throw CommandFailure.conflict(
								"build %d has been made in namespace %d".formatted(found.value1(), found.value2()),
								conflictHint, null);
					});
			}
		}
	},

	/** Each new setting is the only row with its prefix and key. */
	ONE_ROW_PER_SETTING {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
			requireSingle(sql, plan, conflictHint, KEYVALUESTORE, KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY);
		}
	},

	/** Each new role mapping is the only one of its holder with its entity. */
	ONE_ROW_PER_ENTITY {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
			requireSingle(sql, plan, conflictHint, NAMESPACE_ROLE_MAPPING, NAMESPACE_ROLE_MAPPING.NAMESPACE_ID,
					NAMESPACE_ROLE_MAPPING.ENTITY);
		}
	},

	/** The builds that become the current ones of environments are live and completed. */
	COMPLETED_CURRENT_BUILD {
		@Override
		void check(DSLContext sql, Plan plan, String conflictHint) {
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
						.where(BUILD.ID.eq(DSL.any(ids)))
						.orderBy(BUILD.ID)
						.forShare()
						.fetch()
						.stream()
						.filter((build) -> !"COMPLETED".equals(build.value2()) || build.value3() != null)
						.findFirst()
						.ifPresent((build) -> {
							throw CommandFailure.conflict("build %d is %s by now".formatted(build.value1(),
									(build.value3() != null) ? "deleted" : build.value2()), conflictHint, null);
						});
				}
			}
		}
	};

	/** Held by those who look for rows like their own: "one row". */
	private static final long SINGLE_ROW_LOCK = 0x6f6e_6520_726f_77L;

	/**
	 * Checks it.
	 * @param conflictHint what helps if it does not hold
	 * @throws CommandFailure {@code CONFLICT} if it does not hold
	 */
	abstract void check(DSLContext sql, Plan plan, String conflictHint);

	/**
	 * No constraint says that these columns are unique, and whoever inserts at the same
	 * time does not see our row. One of two that check waits here until the other's is
	 * committed. conda-store itself does not wait.
	 */
	private static void requireSingle(DSLContext sql, Plan plan, String conflictHint, Table<?> table,
			Field<?>... columns) {
		sql.fetch("SELECT pg_advisory_xact_lock({0})", DSL.inline(SINGLE_ROW_LOCK));
		for (RowSet set : plan.sets()) {
			if (!set.table().equals(table.getName()) || set.operation() != Operation.INSERT) {
				continue;
			}
			for (@Nullable
			String[] row : set.rows()) {
				Condition same = DSL.noCondition();
				for (Field<?> column : columns) {
					same = same.and(column.cast(SQLDataType.CLOB).eq(row[set.after().indexOf(column.getName())]));
				}
				if (sql.fetchCount(table, same) > 1) {
					throw CommandFailure.conflict("somebody made such a row of %s".formatted(table.getName()),
							conflictHint, null);
				}
			}
		}
	}

	/** The ids of the builds that are written, some thousands at a time. */
	private static List<Integer[]> builds(Plan plan) {
		return keys(plan, BUILD);
	}

	private static List<Integer[]> keys(Plan plan, Table<?> table) {
		List<Integer[]> keys = new ArrayList<>();
		for (RowSet set : plan.sets()) {
			for (int chunk = 0; set.table().equals(table.getName()) && chunk < set.rows().chunks(); chunk++) {
				keys.add(set.rows()
					.chunk(chunk)
					.stream()
					.map((tuple) -> Integer.valueOf(String.valueOf(set.keyOf(tuple).get(0))))
					.toArray(Integer[]::new));
			}
		}
		return keys;
	}

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
