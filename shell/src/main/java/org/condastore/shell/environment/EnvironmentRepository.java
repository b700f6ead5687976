package org.condastore.shell.environment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.condastore.schema.jooq.tables.Build;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.environment.EnvironmentDetail.CurrentSpecification;
import org.condastore.shell.environment.EnvironmentDetail.StatusCount;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.FuzzyName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.CaseConditionStep;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

/** All SQL about environments. */
public final class EnvironmentRepository {

	private static final Build CURRENT_BUILD = BUILD.as("current_build");

	private static final Field<Long> LIVE_BYTES = coalesce(
			sum(BUILD.SIZE).filterWhere(BUILD.DELETED_ON.isNull()).cast(SQLDataType.BIGINT), 0L);

	private static final Field<Integer> BUILD_COUNT = coalesce(field(name("builds_of", "builds"), SQLDataType.INTEGER),
			0)
		.as("builds");

	private static final Field<Long> SIZE = coalesce(field(name("builds_of", "size"), SQLDataType.BIGINT), 0L)
		.as("size");

	private static final SortKeys SORT_KEYS = SortKeys
		.by("namespace", List.of(NAMESPACE.NAME, ENVIRONMENT.NAME), ENVIRONMENT.ID)
		.or("name", ENVIRONMENT.NAME, NAMESPACE.NAME)
		.or("current_build_id", ENVIRONMENT.CURRENT_BUILD_ID)
		.or("current_build_status", CURRENT_BUILD.STATUS)
		.or("builds", BUILD_COUNT)
		.or("size", SIZE)
		.or("deleted_on", ENVIRONMENT.DELETED_ON);

	private static final String TAKEN = "taken";

	private final DSLContext db;

	private final NamespaceRepository namespaces;

	public EnvironmentRepository(DSLContext db) {
		this.db = db;
		this.namespaces = new NamespaceRepository(db);
	}

	/** What {@code environment list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Environments with what they hold.
	 *
	 * <p>
	 * Their builds are summed in one pass over all builds, because conda-store has no
	 * index that leads from an environment to its builds. The environments that are shown
	 * are found before that wherever the sums do not decide which they are, and then only
	 * their builds are summed.
	 * @param namespace whose; null for all
	 * @param name which ones; null for all
	 * @param deleted whether those marked as deleted are listed too
	 * @throws CommandFailure {@code PRECONDITION} if there is no such namespace
	 */
	Rows<EnvironmentSummary> list(@Nullable NamespaceName namespace, @Nullable NamePattern name, boolean deleted,
			Listing listing) {
		Condition filter = ((namespace != null) ? ENVIRONMENT.NAMESPACE_ID.eq(this.namespaces.id(namespace))
				: noCondition())
			.and((name != null) ? name.matches(ENVIRONMENT.NAME) : noCondition())
			.and(deleted ? noCondition() : ENVIRONMENT.DELETED_ON.isNull());
		boolean first = listing.most() < Integer.MAX_VALUE && !SORT_KEYS.usesAny(listing, BUILD_COUNT, SIZE);
		SelectConditionStep<Record1<Integer>> matching = select(ENVIRONMENT.ID).from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.leftJoin(CURRENT_BUILD)
			.on(CURRENT_BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
			.where(filter);
		CommonTableExpression<Record1<Integer>> shown = name("shown").fields("id")
			.as(first ? matching.orderBy(SORT_KEYS.sorting(listing)).limit(listing.most() + 1) : matching);
		boolean some = first || namespace != null || name != null;
		Table<?> sums = select(BUILD.ENVIRONMENT_ID, count().as("builds"),
				sum(BUILD.SIZE).cast(SQLDataType.BIGINT).as("size"))
			.from(BUILD)
			.where(BUILD.DELETED_ON.isNull(),
					some ? BUILD.ENVIRONMENT_ID.in(select(shown.field(ENVIRONMENT.ID)).from(shown)) : noCondition())
			.groupBy(BUILD.ENVIRONMENT_ID)
			.asTable("builds_of");
		return Pages.inOnePass(
				() -> this.db.with(shown)
					.select(ENVIRONMENT.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, ENVIRONMENT.CURRENT_BUILD_ID,
							CURRENT_BUILD.STATUS, BUILD_COUNT, SIZE, ENVIRONMENT.DELETED_ON, ENVIRONMENT.DESCRIPTION)
					.from(ENVIRONMENT)
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.leftJoin(CURRENT_BUILD)
					.on(CURRENT_BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
					.leftJoin(sums)
					.on(ENVIRONMENT.ID.eq(sums.field(BUILD.ENVIRONMENT_ID)))
					.where(first ? ENVIRONMENT.ID.in(select(shown.field(ENVIRONMENT.ID)).from(shown)) : filter),
				SORT_KEYS, listing,
				(row) -> new EnvironmentSummary(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
						row.value6(), row.value7(), StoredTime.instant(row.value8()), row.value9()));
	}

	/**
	 * One environment, live or deleted.
	 * @return empty if there is none of that name
	 */
	Optional<EnvironmentDetail> find(EnvironmentName name) {
		record Found(EnvironmentSummary withoutSums, @Nullable CurrentSpecification specification) {
		}
		return this.db
			.select(ENVIRONMENT.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, ENVIRONMENT.CURRENT_BUILD_ID,
					CURRENT_BUILD.STATUS, ENVIRONMENT.DELETED_ON, ENVIRONMENT.DESCRIPTION, SPECIFICATION.ID,
					SPECIFICATION.NAME, SPECIFICATION.SHA256)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.leftJoin(CURRENT_BUILD)
			.on(CURRENT_BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
			.leftJoin(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(CURRENT_BUILD.SPECIFICATION_ID))
			.where(named(name))
			.fetchOptional((row) -> new Found(
					new EnvironmentSummary(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), 0, 0,
							StoredTime.instant(row.value6()), row.value7()),
					(row.value8() != null) ? new CurrentSpecification(row.value8(), row.value9(), row.value10())
							: null))
			.map((found) -> withSums(found.withoutSums(), found.specification()));
	}

	/**
	 * The id of an environment, live or deleted.
	 * @throws CommandFailure {@code PRECONDITION} if there is none of that name
	 */
	public int id(EnvironmentName name) {
		return this.db.select(ENVIRONMENT.ID)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(named(name))
			.fetchOptional(ENVIRONMENT.ID)
			.orElseThrow(() -> missing(name));
	}

	static CommandFailure missing(EnvironmentName name) {
		return CommandFailure.notFound("there is no environment %s".formatted(name),
				"environment list shows the names; with --deleted the deleted ones too");
	}

	/**
	 * Names of live environments, for completion: first those that begin with what was
	 * typed, then those whose name within the namespace does, then those that hold the
	 * typed characters in their order, some of them in the namespace and the others in
	 * the name.
	 * @param typed the beginning of {@code namespace/name}, of {@code name}, or some
	 * characters
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		int slash = typed.indexOf('/');
		Set<NameSource.Name> found = new LinkedHashSet<>();
		if (slash < 0) {
			FuzzyName name = new FuzzyName(typed);
			found.addAll(names(NAMESPACE, name.begins(NAMESPACE.NAME), val(0), limit));
			if (found.size() < limit) {
				found.addAll(names(NAMESPACE, name.begins(ENVIRONMENT.NAME), val(0), limit));
			}
			if (found.size() < limit) {
				found.addAll(names(takers(typed), rest(typed), name.rank(ENVIRONMENT.NAME), limit));
			}
		}
		else {
			FuzzyName namespace = new FuzzyName(typed.substring(0, slash));
			FuzzyName name = new FuzzyName(typed.substring(slash + 1));
			found.addAll(names(NAMESPACE, NAMESPACE.NAME.eq(namespace.typed()).and(name.matches(ENVIRONMENT.NAME)),
					name.rank(ENVIRONMENT.NAME), limit));
			if (found.size() < limit) {
				// The best ones alone come in the order of an index, without a sort of
				// all.
				found.addAll(names(NAMESPACE, namespace.matches(NAMESPACE.NAME).and(name.begins(ENVIRONMENT.NAME)),
						val(0), limit));
			}
			if (found.size() < limit) {
				found.addAll(names(NAMESPACE, namespace.matches(NAMESPACE.NAME).and(name.matches(ENVIRONMENT.NAME)),
						name.rank(ENVIRONMENT.NAME), limit));
			}
		}
		return found.stream().limit(limit).toList();
	}

	/**
	 * Names of environments that are marked as deleted, for completion. They are few
	 * beside the live ones.
	 * @param typed the beginning of {@code namespace/name}, or some of its characters in
	 * their order
	 * @param limit how many at most
	 */
	public List<NameSource.Name> deletedNames(String typed, int limit) {
		FuzzyName fuzzy = new FuzzyName(typed);
		Field<String> full = concat(NAMESPACE.NAME, inline("/"), ENVIRONMENT.NAME);
		return this.db.select(full, ENVIRONMENT.DELETED_ON)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(ENVIRONMENT.DELETED_ON.isNotNull(), NAMESPACE.NAME.isNotNull(), fuzzy.matches(full))
			.orderBy(fuzzy.rank(full), NAMESPACE.NAME, ENVIRONMENT.NAME)
			.limit(inline(limit))
			.fetch((row) -> new NameSource.Name(row.value1(),
					"deleted on %s".formatted(StoredTime.instant(row.value2()))));
	}

	private List<NameSource.Name> names(Table<?> namespaces, Condition matching, Field<Integer> rank, int limit) {
		return this.db.select(NAMESPACE.NAME, ENVIRONMENT.NAME, CURRENT_BUILD.STATUS)
			.from(ENVIRONMENT)
			.join(namespaces)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.leftJoin(CURRENT_BUILD)
			.on(CURRENT_BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
			.where(ENVIRONMENT.DELETED_ON.isNull(), NAMESPACE.NAME.isNotNull(), matching)
			.orderBy(rank, NAMESPACE.NAME, ENVIRONMENT.NAME)
			.limit(inline(limit))
			.fetch((row) -> new NameSource.Name(row.value1() + "/" + row.value2(),
					(row.value3() != null) ? row.value3() : ""));
	}

	/**
	 * Namespaces and how many of the typed characters, from the first one on, each holds
	 * in their order. What it leaves is for the names, of which there are many more: this
	 * is found out once for each namespace, behind an OFFSET, past which PostgreSQL does
	 * not move expressions.
	 */
	private static Table<?> takers(String typed) {
		CaseConditionStep<Integer> taken = when(new FuzzyName(typed).matches(NAMESPACE.NAME), inline(typed.length()));
		for (int length = typed.length() - 1; length > 0; length--) {
			taken = taken.when(new FuzzyName(typed.substring(0, length)).matches(NAMESPACE.NAME), inline(length));
		}
		return select(NAMESPACE.ID, NAMESPACE.NAME, taken.otherwise(inline(0)).as(TAKEN)).from(NAMESPACE)
			.offset(inline(0))
			.asTable(NAMESPACE);
	}

	/** Whether an environment's name holds what its namespace has not taken. */
	private static Condition rest(String typed) {
		Condition held = noCondition();
		for (int length = 0; length <= typed.length(); length++) {
			held = held.or(field(name(NAMESPACE.getName(), TAKEN), SQLDataType.INTEGER).eq(inline(length))
				.and(new FuzzyName(typed.substring(length)).matches(ENVIRONMENT.NAME)));
		}
		return held;
	}

	private EnvironmentDetail withSums(EnvironmentSummary environment, @Nullable CurrentSpecification specification) {
		List<StatusCount> statuses = new ArrayList<>();
		int builds = 0;
		int deleted = 0;
		long size = 0;
		Instant last = null;
		for (var row : this.db
			.select(BUILD.STATUS, count().filterWhere(BUILD.DELETED_ON.isNull()), LIVE_BYTES,
					count().filterWhere(BUILD.DELETED_ON.isNotNull()), max(BUILD.SCHEDULED_ON))
			.from(BUILD)
			.where(BUILD.ENVIRONMENT_ID.eq(environment.id()))
			.groupBy(BUILD.STATUS)
			.orderBy(BUILD.STATUS)
			.fetch()) {
			if (row.value2() > 0) {
				statuses.add(new StatusCount(row.value1(), row.value2(), row.value3()));
			}
			builds += row.value2();
			size += row.value3();
			deleted += row.value4();
			last = later(last, StoredTime.instant(row.value5()));
		}
		return new EnvironmentDetail(new EnvironmentSummary(environment.id(), environment.namespace(),
				environment.name(), environment.currentBuildId(), environment.currentBuildStatus(), builds, size,
				environment.deletedOn(), environment.description()), deleted, statuses, specification, last);
	}

	private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
		return (one == null || (other != null && other.isAfter(one))) ? other : one;
	}

	private static Condition named(EnvironmentName name) {
		return NAMESPACE.NAME.eq(name.namespace().value()).and(ENVIRONMENT.NAME.eq(name.name()));
	}

}
