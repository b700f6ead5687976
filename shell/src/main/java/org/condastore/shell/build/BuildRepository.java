package org.condastore.shell.build;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.build.BuildDetail.Artifact;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.environment.EnvironmentRepository;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.Rounded;
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
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.BUILD_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.when;

/** All SQL about builds. */
public final class BuildRepository {

	private static final SortKeys SORT_KEYS = SortKeys.newestFirst(BUILD.ID)
		.or("namespace", NAMESPACE.NAME, ENVIRONMENT.NAME)
		.or("environment", ENVIRONMENT.NAME, NAMESPACE.NAME)
		.or("specification", SPECIFICATION.NAME)
		.or("status", BUILD.STATUS)
		.or("size", BUILD.SIZE)
		.or("scheduled_on", BUILD.SCHEDULED_ON)
		.or("started_on", BUILD.STARTED_ON)
		.or("ended_on", BUILD.ENDED_ON)
		.or("deleted_on", BUILD.DELETED_ON);

	private static final Table<?> ARTIFACTS = lateral(
			select(arrayAgg(BUILD_ARTIFACT.ID).orderBy(BUILD_ARTIFACT.ID).as("ids"),
					arrayAgg(BUILD_ARTIFACT.ARTIFACT_TYPE).orderBy(BUILD_ARTIFACT.ID).as("types"),
					arrayAgg(BUILD_ARTIFACT.KEY).orderBy(BUILD_ARTIFACT.ID).as("keys"))
				.from(BUILD_ARTIFACT)
				.where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID)))
		.as("artifacts");

	private static final Field<Integer> PACKAGES = selectCount().from(BUILD_CONDA_PACKAGE_BUILD)
		.where(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID.eq(BUILD.ID))
		.asField("packages");

	private final DSLContext db;

	private final Clock clock;

	private final NamespaceRepository namespaces;

	private final EnvironmentRepository environments;

	/**
	 * Reads builds.
	 * @param clock what ages are relative to
	 */
	public BuildRepository(DSLContext db, Clock clock) {
		this.db = db;
		this.clock = clock;
		this.namespaces = new NamespaceRepository(db);
		this.environments = new EnvironmentRepository(db);
	}

	/** What {@code build list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Builds, the newest first.
	 * @throws CommandFailure {@code PRECONDITION} if the filter names a namespace or an
	 * environment that does not exist
	 */
	Rows<BuildSummary> list(BuildFilter filter, Listing listing) {
		Condition wanted = condition(filter);
		return Pages.of(
				(after) -> this.db
					.select(BUILD.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, SPECIFICATION.NAME, BUILD.STATUS, BUILD.SIZE,
							BUILD.SCHEDULED_ON, BUILD.STARTED_ON, BUILD.ENDED_ON, BUILD.DELETED_ON,
							SPECIFICATION.SHA256, BUILD.BUILD_KEY_VERSION, BUILD.HASH)
					.from(BUILD)
					.join(ENVIRONMENT)
					.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.join(SPECIFICATION)
					.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
					.where(wanted)
					.and(after),
				SORT_KEYS, listing,
				(row) -> new BuildSummary(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
						row.value6(), StoredTime.instant(row.value7()), StoredTime.instant(row.value8()),
						StoredTime.instant(row.value9()), StoredTime.instant(row.value10()),
						key(row.value1(), row.value2(), row.value4(), row.value7(), row.value11(), row.value12(),
								row.value13())));
	}

	/**
	 * Builds, live or deleted.
	 * @return without those that do not exist
	 */
	Map<BuildId, BuildDetail> find(Set<BuildId> ids) {
		Field<Boolean> current = field(ENVIRONMENT.CURRENT_BUILD_ID.eq(BUILD.ID));
		Field<Integer[]> artifactIds = ARTIFACTS.field("ids", SQLDataType.INTEGER.getArrayDataType());
		return this.db
			.select(BUILD.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, SPECIFICATION.NAME, BUILD.STATUS, BUILD.SIZE,
					BUILD.SCHEDULED_ON, BUILD.STARTED_ON, BUILD.ENDED_ON, BUILD.DELETED_ON, SPECIFICATION.SHA256,
					BUILD.BUILD_KEY_VERSION, BUILD.HASH, ENVIRONMENT.ID, current, BUILD.STATUS_INFO, SPECIFICATION.ID,
					PACKAGES, artifactIds, ARTIFACTS.field("types", SQLDataType.VARCHAR.getArrayDataType()),
					ARTIFACTS.field("keys", SQLDataType.VARCHAR.getArrayDataType()))
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.crossJoin(ARTIFACTS)
			.where(BUILD.ID.eq(any(ids.stream().map(BuildId::value).toArray(Integer[]::new))))
			.fetchMap((row) -> new BuildId(row.value1()),
					(row) -> new BuildDetail(
							new BuildSummary(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
									row.value6(), StoredTime.instant(row.value7()), StoredTime.instant(row.value8()),
									StoredTime.instant(row.value9()), StoredTime.instant(row.value10()),
									key(row.value1(), row.value2(), row.value4(), row.value7(), row.value11(),
											row.value12(), row.value13())),
							row.value14(), Boolean.TRUE.equals(row.value15()), row.value16(), row.value17(),
							row.value11(), row.value12(), row.value13(), row.value18(),
							artifacts(row.value19(), row.value20(), row.value21()), this.clock.instant()));
	}

	/**
	 * Where a build stands.
	 * @return empty if there is none with that id
	 */
	Optional<BuildState> state(BuildId id) {
		return this.db.select(BUILD.ID, BUILD.STATUS)
			.from(BUILD)
			.where(BUILD.ID.eq(id.value()))
			.fetchOptional((row) -> new BuildState(row.value1(), row.value2()));
	}

	/**
	 * Makes sure that a build exists, live or deleted.
	 * @throws CommandFailure {@code PRECONDITION} if it does not
	 */
	public void require(BuildId id) {
		if (state(id).isEmpty()) {
			throw missing(id);
		}
	}

	static CommandFailure missing(BuildId id) {
		return CommandFailure.notFound("there is no build %s".formatted(id),
				"build list shows the ids; with --deleted the deleted ones too");
	}

	/**
	 * The packages in a build, in the order of their names.
	 * @param name which ones; null for all
	 * @throws CommandFailure {@code PRECONDITION} if there is no such build
	 */
	List<InstalledPackage> packages(BuildId id, @Nullable NamePattern name) {
		require(id);
		return this.db
			.select(CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_PACKAGE_BUILD.BUILD,
					CONDA_PACKAGE_BUILD.BUILD_NUMBER, CONDA_CHANNEL.NAME, CONDA_PACKAGE_BUILD.SUBDIR,
					// conda-store writes -1 for packages that it knows from a solve only.
					when(CONDA_PACKAGE_BUILD.SIZE.ge(0L), CONDA_PACKAGE_BUILD.SIZE), CONDA_PACKAGE.LICENSE)
			.from(BUILD_CONDA_PACKAGE_BUILD)
			.join(CONDA_PACKAGE_BUILD)
			.on(CONDA_PACKAGE_BUILD.ID.eq(BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID))
			.leftJoin(CONDA_PACKAGE)
			.on(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID))
			.leftJoin(CONDA_CHANNEL)
			// The package's channel, as conda-store answers; the other one is often NULL.
			.on(CONDA_CHANNEL.ID.eq(coalesce(CONDA_PACKAGE.CHANNEL_ID, CONDA_PACKAGE_BUILD.CHANNEL_ID)))
			.where(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID.eq(id.value()),
					(name != null) ? name.matches(CONDA_PACKAGE.NAME) : noCondition())
			.orderBy(CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_PACKAGE_BUILD.BUILD, CONDA_PACKAGE_BUILD.ID)
			.fetch((row) -> new InstalledPackage(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
					row.value6(), row.value7(), row.value8()));
	}

	/**
	 * The specification that a build was made of.
	 * @return JSON as stored
	 * @throws CommandFailure {@code PRECONDITION} if there is no such build
	 */
	String specification(BuildId id) {
		return this.db.select(SPECIFICATION.SPEC)
			.from(BUILD)
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.where(BUILD.ID.eq(id.value()))
			.fetchOptional(SPECIFICATION.SPEC)
			.map(JSON::data)
			.orElseThrow(() -> missing(id));
	}

	/**
	 * Ids of live builds, the newest first, for completion.
	 * @param typed the first digits of an id
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		return names(BUILD.DELETED_ON.isNull(), typed, limit);
	}

	/** Finds ids of builds that are marked as deleted, the newest first. */
	public NameSource deleted() {
		return (typed, limit) -> names(BUILD.DELETED_ON.isNotNull(), typed, limit);
	}

	/** Finds ids of builds in one of some statuses, live or deleted, the newest first. */
	public NameSource in(BuildStatus... statuses) {
		List<String> wanted = Arrays.stream(statuses).map(Enum::name).toList();
		return (typed, limit) -> names(BUILD.STATUS.in(wanted), typed, limit);
	}

	private List<NameSource.Name> names(Condition which, String typed, int limit) {
		if (!typed.isEmpty() && !(typed.length() <= 10 && typed.charAt(0) != '0'
				&& typed.chars().allMatch((c) -> c >= '0' && c <= '9'))) {
			return List.of();
		}
		Instant now = this.clock.instant();
		List<NameSource.Name> names = new ArrayList<>();
		for (Condition range : startingWith(typed)) {
			this.db.select(BUILD.ID, BUILD.STATUS, BUILD.SCHEDULED_ON, NAMESPACE.NAME, ENVIRONMENT.NAME)
				.from(BUILD)
				.join(ENVIRONMENT)
				.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
				.join(NAMESPACE)
				.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
				.where(range, which)
				.orderBy(BUILD.ID.desc())
				.limit(inline(limit - names.size()))
				.forEach((row) -> names.add(new NameSource.Name(String.valueOf(row.value1()),
						"%s %s %s/%s".formatted(row.value2(), age(row.value3(), now), row.value4(), row.value5()))));
			if (names.size() == limit) {
				break;
			}
		}
		return names;
	}

	/**
	 * The ranges of ids that begin with some digits, the highest first: the index finds
	 * them, which it could not with a pattern.
	 */
	private static List<Condition> startingWith(String digits) {
		if (digits.isEmpty()) {
			return List.of(noCondition());
		}
		List<Condition> ranges = new ArrayList<>();
		long lowest = Long.parseLong(digits);
		long beyond = lowest + 1;
		for (; lowest <= Integer.MAX_VALUE; lowest *= 10, beyond *= 10) {
			ranges.add(0, BUILD.ID.between((int) lowest, (int) Math.min(beyond - 1, Integer.MAX_VALUE)));
		}
		return ranges;
	}

	private Condition condition(BuildFilter filter) {
		Instant now = this.clock.instant();
		Condition wanted = filter.scheduled()
			.contains(BUILD.SCHEDULED_ON, now)
			.and(filter.deleted() ? noCondition() : BUILD.DELETED_ON.isNull());
		if (filter.namespace() != null) {
			wanted = wanted.and(ENVIRONMENT.NAMESPACE_ID.eq(this.namespaces.id(filter.namespace())));
		}
		EnvironmentName environment = filter.environment();
		if (environment != null) {
			wanted = wanted.and(BUILD.ENVIRONMENT_ID.eq(this.environments.id(environment)));
		}
		if (!filter.statuses().isEmpty()) {
			wanted = wanted.and(BUILD.STATUS.in(filter.statuses().stream().map(Enum::name).toList()));
		}
		if (filter.environmentName() != null) {
			wanted = wanted.and(filter.environmentName().matches(ENVIRONMENT.NAME));
		}
		if (filter.stuckFor() != null) {
			wanted = wanted.and(stuck(filter.stuckFor(), now));
		}
		return wanted;
	}

	/**
	 * Builds that have not moved for a time. Rows of BUILDING without a time of start
	 * exist: conda-store's own clean-up fails over them.
	 */
	private static Condition stuck(Duration time, Instant now) {
		TimeWindow before = new TimeWindow(null, time);
		return BUILD.STATUS.eq(inline(BuildStatus.QUEUED.name()))
			.and(before.contains(BUILD.SCHEDULED_ON, now))
			.or(BUILD.STATUS.eq(inline(BuildStatus.BUILDING.name()))
				.and(before.contains(coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON), now)));
	}

	private static String age(@Nullable LocalDateTime scheduledOn, Instant now) {
		Instant time = StoredTime.instant(scheduledOn);
		return (time != null) ? Rounded.age(time, now) : "";
	}

	/**
	 * The key of a build in its own version.
	 * @return null if its row does not say what belongs to it
	 */
	static @Nullable String key(int id, @Nullable String namespace, String specification,
			@Nullable LocalDateTime scheduledOn, String sha256, int version, @Nullable String hash) {
		Instant time = StoredTime.instant(scheduledOn);
		if (version == BuildKey.HASHED && hash != null) {
			return hash;
		}
		return (time != null) ? new BuildKey(namespace, sha256, time, id, specification).version(version).orElse(null)
				: null;
	}

	private static List<Artifact> artifacts(Integer @Nullable [] ids, @Nullable String[] types,
			@Nullable String[] keys) {
		List<Artifact> artifacts = new ArrayList<>();
		for (int i = 0; ids != null && i < ids.length; i++) {
			artifacts.add(new Artifact(ids[i], types[i], keys[i]));
		}
		return artifacts;
	}

}
