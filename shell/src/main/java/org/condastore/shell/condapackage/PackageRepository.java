package org.condastore.shell.condapackage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.condastore.schema.jooq.tables.CondaChannel;
import org.condastore.shell.channel.ChannelName;
import org.condastore.shell.channel.ChannelRepository;
import org.condastore.shell.condapackage.PackageDetail.PackageVersion;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.rollup;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;

/**
 * All SQL about packages.
 *
 * <p>
 * The builds of a package are found through {@code conda_package_build}'s unique key,
 * which begins with channel and package, for each channel in turn and for builds without
 * one: there is no index that begins with the package, and the table has millions of
 * rows.
 */
public final class PackageRepository {

	private static final CondaChannel EACH_CHANNEL = CONDA_CHANNEL.as("each_channel");

	private static final Field<Integer> BUILD_COUNT = field(selectCount().from(EACH_CHANNEL)
		.join(CONDA_PACKAGE_BUILD)
		.on(CONDA_PACKAGE_BUILD.CHANNEL_ID.eq(EACH_CHANNEL.ID), CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID)))
		.add(field(selectCount().from(CONDA_PACKAGE_BUILD)
			.where(CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull(), CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID))))
		.as("builds");

	/**
	 * By name and not by id, which says nothing: its index gives the first page at once.
	 */
	private static final SortKeys PACKAGE_ORDER = SortKeys.by("name", CONDA_PACKAGE.NAME, CONDA_PACKAGE.ID)
		.or("version", CONDA_PACKAGE.VERSION)
		.or("channel", CONDA_CHANNEL.NAME)
		.or("license", CONDA_PACKAGE.LICENSE);

	/** What conda cannot compare comes last. */
	private static final Comparator<PackageVersion> NEWEST_FIRST = Comparator
		.comparing((PackageVersion version) -> CondaVersion.parse(version.version()), Comparator
			.comparing(Optional<CondaVersion>::isPresent)
			.thenComparing(
					(left, right) -> (left.isPresent() && right.isPresent()) ? left.get().compareTo(right.get()) : 0))
		.reversed()
		.thenComparing(PackageVersion::id);

	private final DSLContext db;

	private final ChannelRepository channels;

	public PackageRepository(DSLContext db, ChannelRepository channels) {
		this.db = db;
		this.channels = channels;
	}

	/**
	 * Packages with the number of their builds.
	 * @param named which ones; null for all
	 * @param version only these versions; null for all
	 * @param channel only of this one; null for all
	 * @param license only with such a license; null for all
	 */
	Rows<PackageSummary> list(@Nullable NamePattern named, @Nullable NamePattern version, @Nullable ChannelName channel,
			@Nullable NamePattern license, Listing listing) {
		Condition filter = ((named != null) ? named.matches(CONDA_PACKAGE.NAME) : noCondition())
			.and((version != null) ? version.matches(CONDA_PACKAGE.VERSION) : noCondition())
			.and((channel != null) ? CONDA_PACKAGE.CHANNEL_ID.eq(this.channels.resolve(channel)) : noCondition())
			.and((license != null) ? license.matches(CONDA_PACKAGE.LICENSE) : noCondition());
		return Pages.of(
				(after) -> this.db
					.select(CONDA_PACKAGE.ID, CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_CHANNEL.NAME,
							CONDA_PACKAGE.LICENSE, BUILD_COUNT)
					.from(CONDA_PACKAGE)
					.leftJoin(CONDA_CHANNEL)
					.on(CONDA_CHANNEL.ID.eq(CONDA_PACKAGE.CHANNEL_ID))
					.where(filter)
					.and(after),
				PACKAGE_ORDER, listing, (row) -> new PackageSummary(row.value1(), row.value2(), row.value3(),
						row.value4(), row.value5(), row.value6()));
	}

	/**
	 * All packages of one name.
	 * @throws CommandFailure {@code PRECONDITION} if there is none
	 */
	PackageDetail get(PackageName named) {
		Map<Integer, Integer> environments = new HashMap<>();
		int total = environments(named, environments);
		List<PackageVersion> versions = this.db
			.select(CONDA_PACKAGE.ID, CONDA_PACKAGE.VERSION, CONDA_CHANNEL.NAME, CONDA_PACKAGE.LICENSE, BUILD_COUNT)
			.from(CONDA_PACKAGE)
			.leftJoin(CONDA_CHANNEL)
			.on(CONDA_CHANNEL.ID.eq(CONDA_PACKAGE.CHANNEL_ID))
			.where(CONDA_PACKAGE.NAME.eq(named.value()))
			.fetch((row) -> new PackageVersion(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
					environments.getOrDefault(row.value1(), 0)))
			.stream()
			.sorted(NEWEST_FIRST)
			.toList();
		if (versions.isEmpty()) {
			throw unknown(named);
		}
		String summary = this.db.select(CONDA_PACKAGE.SUMMARY)
			.from(CONDA_PACKAGE)
			.where(CONDA_PACKAGE.ID.eq(versions.get(0).id()))
			.fetchSingle(CONDA_PACKAGE.SUMMARY);
		return new PackageDetail(named.value(), summary, total, versions);
	}

	/**
	 * The versions of a package.
	 * @param version only these; null for all
	 * @param channel only of this one; null for all
	 * @throws CommandFailure {@code PRECONDITION} if there is no package of that name
	 */
	PackageVersions versions(PackageName named, @Nullable NamePattern version, @Nullable ChannelName channel) {
		if (!this.db.fetchExists(CONDA_PACKAGE, CONDA_PACKAGE.NAME.eq(named.value()))) {
			throw unknown(named);
		}
		Map<Integer, String> byId = new LinkedHashMap<>();
		this.db.select(CONDA_PACKAGE.ID, CONDA_PACKAGE.VERSION)
			.from(CONDA_PACKAGE)
			.where(CONDA_PACKAGE.NAME.eq(named.value()))
			.and((version != null) ? version.matches(CONDA_PACKAGE.VERSION) : noCondition())
			.and((channel != null) ? CONDA_PACKAGE.CHANNEL_ID.eq(this.channels.resolve(channel)) : noCondition())
			.orderBy(CONDA_PACKAGE.ID)
			.forEach((row) -> byId.put(row.value1(), row.value2()));
		return new PackageVersions(byId, List.of());
	}

	/** Live environments whose current build holds one of some versions. */
	Rows<PackageUse> environments(PackageVersions versions, Listing listing) {
		Table<Record2<Integer, Integer>> builds = builds(
				CONDA_PACKAGE.ID.eq(any(versions.byId().keySet().toArray(Integer[]::new))));
		SortKeys order = SortKeys
			.by("environment", List.of(NAMESPACE.NAME, ENVIRONMENT.NAME, CONDA_PACKAGE.ID), ENVIRONMENT.ID)
			.or("id", ENVIRONMENT.ID, CONDA_PACKAGE.ID)
			.or("version", CONDA_PACKAGE.VERSION);
		return Pages.inOnePass(
				() -> this.db
					.selectDistinct(NAMESPACE.NAME, ENVIRONMENT.NAME, ENVIRONMENT.CURRENT_BUILD_ID,
							CONDA_PACKAGE.VERSION, CONDA_CHANNEL.NAME, ENVIRONMENT.ID, CONDA_PACKAGE.ID)
					.from(builds)
					.join(BUILD_CONDA_PACKAGE_BUILD)
					.on(BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID.eq(builds.field(CONDA_PACKAGE_BUILD.ID)))
					.join(ENVIRONMENT)
					.on(ENVIRONMENT.CURRENT_BUILD_ID.eq(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID))
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.join(CONDA_PACKAGE)
					.on(CONDA_PACKAGE.ID.eq(builds.field(CONDA_PACKAGE_BUILD.PACKAGE_ID)))
					.leftJoin(CONDA_CHANNEL)
					.on(CONDA_CHANNEL.ID.eq(CONDA_PACKAGE.CHANNEL_ID))
					.where(ENVIRONMENT.DELETED_ON.isNull()),
				order, listing,
				(row) -> new PackageUse(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
	}

	/**
	 * Names of packages, for completion: those that begin with what was typed. The index
	 * is entered anew for each name, because a name has hundreds of versions.
	 * @param typed the beginning of a name
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		String beginning = typed.toLowerCase(Locale.ROOT);
		CommonTableExpression<Record1<String>> names = name("names").fields("name")
			.as(select(field(select(CONDA_PACKAGE.NAME).from(CONDA_PACKAGE)
				.where(CONDA_PACKAGE.NAME.ge(beginning))
				.orderBy(CONDA_PACKAGE.NAME)
				.limit(1)))
				.unionAll(select(field(select(CONDA_PACKAGE.NAME).from(CONDA_PACKAGE)
					.where(CONDA_PACKAGE.NAME.gt(field(name("names", "name"), SQLDataType.VARCHAR)))
					.orderBy(CONDA_PACKAGE.NAME)
					.limit(1))).from(name("names")).where(field(name("names", "name")).isNotNull())));
		Field<String> found = names.field("name", SQLDataType.VARCHAR);
		return this.db.withRecursive(names)
			.select(found)
			.from(names)
			.where(found.isNotNull())
			.limit(limit)
			.fetch(Record1::value1)
			.stream()
			.filter((candidate) -> candidate.startsWith(beginning))
			.map((candidate) -> new NameSource.Name(candidate, ""))
			.toList();
	}

	/**
	 * Counts the live environments that have a package of a name in their current build.
	 * @param byPackage is filled with the counts of each
	 * @return how many have any
	 */
	private int environments(PackageName named, Map<Integer, Integer> byPackage) {
		Table<Record2<Integer, Integer>> builds = builds(CONDA_PACKAGE.NAME.eq(named.value()));
		Field<Integer> packageId = builds.field(CONDA_PACKAGE_BUILD.PACKAGE_ID);
		int total = 0;
		for (Record2<Integer, Integer> row : this.db.select(packageId, countDistinct(ENVIRONMENT.ID))
			.from(builds)
			.join(BUILD_CONDA_PACKAGE_BUILD)
			.on(BUILD_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID.eq(builds.field(CONDA_PACKAGE_BUILD.ID)))
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.CURRENT_BUILD_ID.eq(BUILD_CONDA_PACKAGE_BUILD.BUILD_ID))
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.groupBy(rollup(packageId))) {
			if (row.value1() != null) {
				byPackage.put(row.value1(), row.value2());
			}
			else {
				total = row.value2();
			}
		}
		return total;
	}

	/** The ids of builds and of their packages, for some packages. */
	private static Table<Record2<Integer, Integer>> builds(Condition packages) {
		return select(CONDA_PACKAGE_BUILD.ID, CONDA_PACKAGE_BUILD.PACKAGE_ID).from(CONDA_PACKAGE)
			.crossJoin(EACH_CHANNEL)
			.join(CONDA_PACKAGE_BUILD)
			.on(CONDA_PACKAGE_BUILD.CHANNEL_ID.eq(EACH_CHANNEL.ID), CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID))
			.where(packages)
			.unionAll(select(CONDA_PACKAGE_BUILD.ID, CONDA_PACKAGE_BUILD.PACKAGE_ID).from(CONDA_PACKAGE)
				.join(CONDA_PACKAGE_BUILD)
				.on(CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull(), CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID))
				.where(packages))
			.asTable("builds_of");
	}

	private static CommandFailure unknown(PackageName named) {
		return CommandFailure.notFound("there is no package %s".formatted(named),
				"package list --name '*%s*' shows similar names".formatted(named));
	}

}
