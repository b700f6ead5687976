package org.condastore.shell.namespace;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.FuzzyName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

/** All SQL about namespaces. */
public final class NamespaceRepository {

	/**
	 * Live environments by namespace: one pass over the table, however many are shown.
	 */
	private static final Table<?> ENVIRONMENTS = select(ENVIRONMENT.NAMESPACE_ID, count().as("environments"))
		.from(ENVIRONMENT)
		.where(ENVIRONMENT.DELETED_ON.isNull())
		.groupBy(ENVIRONMENT.NAMESPACE_ID)
		.asTable("environments_of");

	/** Live builds of live environments by namespace. */
	private static final Table<?> BUILDS = select(ENVIRONMENT.NAMESPACE_ID, count().as("builds"),
			sum(BUILD.SIZE).cast(SQLDataType.BIGINT).as("size"))
		.from(BUILD)
		.join(ENVIRONMENT)
		.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
		.where(BUILD.DELETED_ON.isNull(), ENVIRONMENT.DELETED_ON.isNull())
		.groupBy(ENVIRONMENT.NAMESPACE_ID)
		.asTable("builds_of");

	private static final Field<Integer> ENVIRONMENT_COUNT = coalesce(
			ENVIRONMENTS.field("environments", SQLDataType.INTEGER), 0)
		.as("environments");

	private static final Field<Integer> BUILD_COUNT = coalesce(BUILDS.field("builds", SQLDataType.INTEGER), 0)
		.as("builds");

	private static final Field<Long> SIZE = coalesce(BUILDS.field("size", SQLDataType.BIGINT), 0L).as("size");

	private static final SortKeys SORT_KEYS = SortKeys.by("name", NAMESPACE.NAME, NAMESPACE.ID)
		.or("environments", ENVIRONMENT_COUNT)
		.or("builds", BUILD_COUNT)
		.or("size", SIZE)
		.or("deleted_on", NAMESPACE.DELETED_ON);

	private final DSLContext db;

	public NamespaceRepository(DSLContext db) {
		this.db = db;
	}

	/** What {@code namespace list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Namespaces with what they hold.
	 * @param name which ones; null for all
	 * @param deleted whether those marked as deleted are listed too
	 */
	Rows<NamespaceSummary> list(@Nullable NamePattern name, boolean deleted, Listing listing) {
		Condition filter = ((name != null) ? name.matches(NAMESPACE.NAME) : noCondition())
			.and(deleted ? noCondition() : NAMESPACE.DELETED_ON.isNull());
		return Pages.of(
				(after) -> this.db
					.select(NAMESPACE.ID, NAMESPACE.NAME, ENVIRONMENT_COUNT, BUILD_COUNT, SIZE, NAMESPACE.DELETED_ON)
					.from(NAMESPACE)
					.leftJoin(ENVIRONMENTS)
					.on(NAMESPACE.ID.eq(ENVIRONMENTS.field(ENVIRONMENT.NAMESPACE_ID)))
					.leftJoin(BUILDS)
					.on(NAMESPACE.ID.eq(BUILDS.field(ENVIRONMENT.NAMESPACE_ID)))
					.where(filter)
					.and(after),
				SORT_KEYS, listing, (row) -> new NamespaceSummary(row.value1(), row.value2(), row.value3(),
						row.value4(), row.value5(), StoredTime.instant(row.value6())));
	}

	/**
	 * Namespaces, live or deleted.
	 * @return without those that do not exist
	 */
	Map<NamespaceName, NamespaceDetail> find(Set<NamespaceName> names) {
		Field<Integer> environments = count().filterWhere(ENVIRONMENT.DELETED_ON.isNull());
		Field<Integer> deletedEnvironments = count().filterWhere(ENVIRONMENT.DELETED_ON.isNotNull());
		Field<Integer> builds = count().filterWhere(BUILD.DELETED_ON.isNull(), ENVIRONMENT.DELETED_ON.isNull());
		Field<Integer> deletedBuilds = count().filterWhere(BUILD.DELETED_ON.isNotNull());
		Field<Long> size = coalesce(
				sum(BUILD.SIZE).filterWhere(BUILD.DELETED_ON.isNull(), ENVIRONMENT.DELETED_ON.isNull())
					.cast(SQLDataType.BIGINT),
				0L);
		Condition inside = ENVIRONMENT.NAMESPACE_ID.eq(NAMESPACE.ID);
		Table<?> environmentCounts = lateral(
				select(environments.as("live"), deletedEnvironments.as("deleted")).from(ENVIRONMENT).where(inside))
			.as("environment_counts");
		Table<?> buildCounts = lateral(
				select(builds.as("live"), deletedBuilds.as("deleted"), size.as("size")).from(BUILD)
					.join(ENVIRONMENT)
					.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
					.where(inside))
			.as("build_counts");
		return this.db
			.select(NAMESPACE.ID, NAMESPACE.NAME, environmentCounts.field("live", SQLDataType.INTEGER),
					environmentCounts.field("deleted", SQLDataType.INTEGER),
					buildCounts.field("live", SQLDataType.INTEGER), buildCounts.field("deleted", SQLDataType.INTEGER),
					buildCounts.field("size", SQLDataType.BIGINT), NAMESPACE.METADATA_, NAMESPACE.DELETED_ON)
			.from(NAMESPACE, environmentCounts, buildCounts)
			.where(NAMESPACE.NAME.eq(any(names.stream().map(NamespaceName::value).toArray(String[]::new))))
			.fetchMap((row) -> new NamespaceName(row.value2()),
					(row) -> new NamespaceDetail(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
							row.value6(), row.value7(), text(row.value8()), StoredTime.instant(row.value9())));
	}

	/**
	 * The id of a namespace, live or deleted.
	 * @throws CommandFailure {@code PRECONDITION} if there is none of that name
	 */
	public int id(NamespaceName name) {
		return this.db.select(NAMESPACE.ID)
			.from(NAMESPACE)
			.where(NAMESPACE.NAME.eq(name.value()))
			.fetchOptional(NAMESPACE.ID)
			.orElseThrow(() -> missing(name));
	}

	static CommandFailure missing(NamespaceName name) {
		return CommandFailure.notFound("there is no namespace %s".formatted(name),
				"namespace list shows the names; with --deleted the deleted ones too");
	}

	/**
	 * Names of live namespaces, for completion.
	 * @param typed the beginning of a name, or some of its characters in their order
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		return names(NAMESPACE.DELETED_ON.isNull(), typed, limit);
	}

	/**
	 * Names of namespaces that are marked as deleted, for completion.
	 * @param typed the beginning of a name, or some of its characters in their order
	 * @param limit how many at most
	 */
	public List<NameSource.Name> deletedNames(String typed, int limit) {
		return names(NAMESPACE.DELETED_ON.isNotNull(), typed, limit);
	}

	private List<NameSource.Name> names(Condition wanted, String typed, int limit) {
		FuzzyName fuzzy = new FuzzyName(typed);
		return this.db.select(NAMESPACE.NAME, ENVIRONMENT_COUNT)
			.from(NAMESPACE)
			.leftJoin(ENVIRONMENTS)
			.on(NAMESPACE.ID.eq(ENVIRONMENTS.field(ENVIRONMENT.NAMESPACE_ID)))
			.where(wanted, NAMESPACE.NAME.isNotNull(), fuzzy.matches(NAMESPACE.NAME))
			.orderBy(fuzzy.rank(NAMESPACE.NAME), NAMESPACE.NAME)
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(), "%d environments".formatted(row.value2())));
	}

	private static @Nullable String text(@Nullable JSON json) {
		return (json != null) ? json.data() : null;
	}

}
