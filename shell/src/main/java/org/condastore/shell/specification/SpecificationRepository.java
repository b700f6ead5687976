package org.condastore.shell.specification;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.specification.SpecificationDetail.BuildUse;
import org.condastore.shell.specification.SpecificationDetail.EnvironmentUse;
import org.condastore.shell.specification.SpecificationDetail.HashCheck;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;

/** All SQL about specifications. */
public final class SpecificationRepository {

	/** How many builds are shown with a specification. */
	private static final int NEWEST_BUILDS = 20;

	private static final Field<Integer> BUILD_COUNT = coalesce(field(name("builds_of", "builds"), SQLDataType.INTEGER),
			0)
		.as("builds");

	/** Not in the order of ids: each page would count all builds again. */
	private static final SortKeys SORT_KEYS = SortKeys
		.byLargest("created_on", SPECIFICATION.CREATED_ON, SPECIFICATION.ID)
		.or("name", SPECIFICATION.NAME)
		.or("builds", BUILD_COUNT);

	private final DSLContext db;

	private final Clock clock;

	public SpecificationRepository(DSLContext db, Clock clock) {
		this.db = db;
		this.clock = clock;
	}

	/** What {@code specification list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Specifications with the number of their live builds.
	 *
	 * <p>
	 * The builds are counted in one pass over all of them, because conda-store has no
	 * index that leads from a specification to its builds. The specifications that are
	 * shown are found before that wherever the counts do not decide which they are, and
	 * then only their builds are counted.
	 * @param name which ones; null for all
	 * @param orphan whether only those are listed that no build refers to, not even one
	 * that is marked as deleted: its key holds the hash of its specification
	 * @param lockfile whether only lockfiles are listed
	 */
	Rows<SpecificationSummary> list(@Nullable NamePattern name, boolean orphan, boolean lockfile, TimeWindow created,
			Listing listing) {
		Condition filter = ((name != null) ? name.matches(SPECIFICATION.NAME) : noCondition())
			.and(orphan ? notExists(selectOne().from(BUILD).where(BUILD.SPECIFICATION_ID.eq(SPECIFICATION.ID)))
					: noCondition())
			.and(lockfile ? SPECIFICATION.IS_LOCKFILE.isTrue() : noCondition())
			.and(created.contains(SPECIFICATION.CREATED_ON, this.clock.instant()));
		boolean first = listing.most() < Integer.MAX_VALUE && !SORT_KEYS.usesAny(listing, BUILD_COUNT);
		SelectConditionStep<Record1<Integer>> matching = select(SPECIFICATION.ID).from(SPECIFICATION).where(filter);
		CommonTableExpression<Record1<Integer>> shown = name("shown").fields("id")
			.as(first ? matching.orderBy(SORT_KEYS.sorting(listing)).limit(listing.most() + 1) : matching);
		Select<Record1<Integer>> ids = select(shown.field(SPECIFICATION.ID)).from(shown);
		Table<?> counts = select(BUILD.SPECIFICATION_ID, count().as("builds")).from(BUILD)
			.where(BUILD.DELETED_ON.isNull(), first ? BUILD.SPECIFICATION_ID.in(ids) : noCondition())
			.groupBy(BUILD.SPECIFICATION_ID)
			.asTable("builds_of");
		return Pages.inOnePass(
				() -> this.db.with(shown)
					.select(SPECIFICATION.ID, SPECIFICATION.NAME, SPECIFICATION.SHA256, SPECIFICATION.CREATED_ON,
							SPECIFICATION.IS_LOCKFILE, BUILD_COUNT)
					.from(SPECIFICATION)
					.leftJoin(counts)
					.on(SPECIFICATION.ID.eq(counts.field(BUILD.SPECIFICATION_ID)))
					.where(first ? SPECIFICATION.ID.in(ids) : filter),
				SORT_KEYS, listing, (row) -> new SpecificationSummary(row.value1(), row.value2(), row.value3(),
						StoredTime.instant(row.value4()), row.value5(), row.value6()));
	}

	/**
	 * One specification.
	 * @throws CommandFailure {@code PRECONDITION} as in {@link #resolve}
	 */
	SpecificationDetail get(SpecificationId typed) {
		int id = resolve(typed);
		Condition ofIt = BUILD.SPECIFICATION_ID.eq(SPECIFICATION.ID);
		Field<Integer> builds = field(selectCount().from(BUILD).where(ofIt, BUILD.DELETED_ON.isNull()));
		Field<Integer> deletedBuilds = field(selectCount().from(BUILD).where(ofIt, BUILD.DELETED_ON.isNotNull()));
		Field<Integer> solves = field(selectCount().from(SOLVE).where(SOLVE.SPECIFICATION_ID.eq(SPECIFICATION.ID)));
		return this.db
			.select(SPECIFICATION.ID, SPECIFICATION.NAME, SPECIFICATION.SHA256, SPECIFICATION.CREATED_ON,
					SPECIFICATION.IS_LOCKFILE, builds, deletedBuilds, solves, SPECIFICATION.SPEC)
			.from(SPECIFICATION)
			.where(SPECIFICATION.ID.eq(id))
			.fetchSingle((row) -> {
				JSON spec = row.value9();
				Optional<String> computed = row.value5() ? Optional.empty() : SpecificationHash.of(spec.data());
				HashCheck hash = computed
					.map((sha256) -> sha256.equals(row.value3()) ? HashCheck.MATCHES : HashCheck.DIFFERS)
					.orElse(HashCheck.NOT_VERIFIED);
				return new SpecificationDetail(id, row.value2(), row.value3(), hash, computed.orElse(null),
						StoredTime.instant(row.value4()), row.value5(), row.value6(), row.value7(), row.value8(),
						environments(id), newestBuilds(id), spec.data());
			});
	}

	/**
	 * The id of a specification.
	 * @throws CommandFailure {@code PRECONDITION} if there is none, or several begin with
	 * these digits
	 */
	public int resolve(SpecificationId typed) {
		if (typed.number().isPresent()
				&& this.db.fetchExists(SPECIFICATION, SPECIFICATION.ID.eq(typed.number().getAsInt()))) {
			return typed.number().getAsInt();
		}
		List<Integer> found = typed.mayBePrefix() ? beginningWith(typed.value()) : List.of();
		if (found.isEmpty()) {
			throw CommandFailure.notFound("there is no specification %s".formatted(typed),
					"specification list shows the ids");
		}
		if (found.size() > 1) {
			throw CommandFailure.precondition(
					"several specifications have a sha256 that begins with %s".formatted(typed),
					"use more digits, or one of the ids "
							+ found.stream().map(String::valueOf).collect(Collectors.joining(", ")));
		}
		return found.get(0);
	}

	/**
	 * Specifications for completion: by id, or by sha256 if what was typed is not a
	 * number.
	 * @param typed the beginning of an id or of a sha256
	 * @param limit how many at most
	 * @return the newest first
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		boolean byId = typed.chars().allMatch((c) -> c >= '0' && c <= '9');
		Field<String> value = byId ? SPECIFICATION.ID.cast(SQLDataType.VARCHAR) : SPECIFICATION.SHA256;
		return this.db.select(value, SPECIFICATION.NAME, SPECIFICATION.SHA256)
			.from(SPECIFICATION)
			.where(value.startsWith(typed))
			.orderBy(SPECIFICATION.ID.desc())
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(),
					byId ? "%s %.8s".formatted(row.value2(), row.value3()) : row.value2()));
	}

	private List<Integer> beginningWith(String sha256) {
		return this.db.select(SPECIFICATION.ID)
			.from(SPECIFICATION)
			.where(SPECIFICATION.SHA256.startsWith(sha256))
			.orderBy(SPECIFICATION.ID)
			.limit(5)
			.fetch(SPECIFICATION.ID);
	}

	private List<EnvironmentUse> environments(int id) {
		Field<Integer> live = count().filterWhere(BUILD.DELETED_ON.isNull());
		return this.db
			.select(NAMESPACE.NAME, ENVIRONMENT.NAME, boolOr(BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID)), live,
					ENVIRONMENT.DELETED_ON)
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(BUILD.SPECIFICATION_ID.eq(id))
			.groupBy(NAMESPACE.ID, ENVIRONMENT.ID)
			.orderBy(NAMESPACE.NAME, ENVIRONMENT.NAME)
			.fetch((row) -> new EnvironmentUse(row.value1(), row.value2(), Boolean.TRUE.equals(row.value3()),
					row.value4(), StoredTime.instant(row.value5())));
	}

	private List<BuildUse> newestBuilds(int id) {
		return this.db
			.select(BUILD.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, BUILD.STATUS, BUILD.SCHEDULED_ON, BUILD.DELETED_ON)
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(BUILD.SPECIFICATION_ID.eq(id))
			.orderBy(BUILD.ID.desc())
			.limit(NEWEST_BUILDS)
			.fetch((row) -> new BuildUse(row.value1(), row.value2(), row.value3(), row.value4(),
					StoredTime.instant(row.value5()), StoredTime.instant(row.value6())));
	}

}
