package org.condastore.shell.usage;

import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

/** All SQL about usage. */
public final class UsageRepository {

	private static final String ENVIRONMENTS_OF = "environments_of";

	private static final String BUILDS_OF = "builds_of";

	private static final Field<Integer> ENVIRONMENTS = coalesce(counted(ENVIRONMENTS_OF, "environments"), 0)
		.as("environments");

	private static final Field<Integer> BUILDS = coalesce(counted(BUILDS_OF, "builds"), 0).as("builds");

	private static final Field<Long> SIZE = coalesce(summed(BUILDS_OF, "size"), 0L).as("size");

	private static final Field<Integer> DELETED_BUILDS = coalesce(counted(BUILDS_OF, "deleted_builds"), 0)
		.as("deleted_builds");

	private static final Field<Long> DELETED_SIZE = coalesce(summed(BUILDS_OF, "deleted_size"), 0L).as("deleted_size");

	private static final SortKeys SORT_KEYS = SortKeys.byLargest("size", SIZE, NAMESPACE.ID)
		.or("namespace", NAMESPACE.NAME)
		.or("environments", ENVIRONMENTS)
		.or("builds", BUILDS)
		.or("deleted_builds", DELETED_BUILDS)
		.or("deleted_size", DELETED_SIZE)
		.or("deleted_on", NAMESPACE.DELETED_ON);

	private final DSLContext db;

	public UsageRepository(DSLContext db) {
		this.db = db;
	}

	/** What {@code usage} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * What namespaces hold, those marked as deleted among them: their files may still be
	 * there.
	 * @param only the one namespace that is wanted; null for all
	 */
	Rows<NamespaceUsage> list(@Nullable NamespaceName only, Listing listing) {
		Condition wanted = (only != null) ? NAMESPACE.NAME.eq(only.value()) : noCondition();
		Condition inWanted = (only != null)
				? ENVIRONMENT.NAMESPACE_ID.eq(select(NAMESPACE.ID).from(NAMESPACE).where(wanted)) : noCondition();
		Table<?> environments = environments(inWanted);
		Table<?> builds = builds(inWanted);
		return Pages.of(
				(after) -> this.db
					.select(NAMESPACE.ID, NAMESPACE.NAME, ENVIRONMENTS, BUILDS, SIZE, DELETED_BUILDS, DELETED_SIZE,
							NAMESPACE.DELETED_ON)
					.from(NAMESPACE)
					.leftJoin(environments)
					.on(NAMESPACE.ID.eq(environments.field(ENVIRONMENT.NAMESPACE_ID)))
					.leftJoin(builds)
					.on(NAMESPACE.ID.eq(builds.field(ENVIRONMENT.NAMESPACE_ID)))
					.where(wanted)
					.and(after),
				SORT_KEYS, listing, (row) -> new NamespaceUsage(row.value1(), row.value2(), row.value3(), row.value4(),
						row.value5(), row.value6(), row.value7(), StoredTime.instant(row.value8())));
	}

	/** Whether there is a namespace of that name, live or deleted. */
	boolean exists(NamespaceName namespace) {
		return this.db.fetchExists(NAMESPACE, NAMESPACE.NAME.eq(namespace.value()));
	}

	private static Table<?> environments(Condition wanted) {
		return select(ENVIRONMENT.NAMESPACE_ID, count().as("environments")).from(ENVIRONMENT)
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.and(wanted)
			.groupBy(ENVIRONMENT.NAMESPACE_ID)
			.asTable(ENVIRONMENTS_OF);
	}

	/** One pass over all builds, however many namespaces there are. */
	private static Table<?> builds(Condition wanted) {
		Condition live = BUILD.DELETED_ON.isNull();
		Condition deleted = BUILD.DELETED_ON.isNotNull();
		return select(ENVIRONMENT.NAMESPACE_ID, count().filterWhere(live).as("builds"),
				sum(BUILD.SIZE).filterWhere(live).cast(SQLDataType.BIGINT).as("size"),
				count().filterWhere(deleted).as("deleted_builds"),
				sum(BUILD.SIZE).filterWhere(deleted).cast(SQLDataType.BIGINT).as("deleted_size"))
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.where(wanted)
			.groupBy(ENVIRONMENT.NAMESPACE_ID)
			.asTable(BUILDS_OF);
	}

	private static Field<Integer> counted(String table, String field) {
		return field(name(table, field), SQLDataType.INTEGER);
	}

	private static Field<Long> summed(String table, String field) {
		return field(name(table, field), SQLDataType.BIGINT);
	}

}
