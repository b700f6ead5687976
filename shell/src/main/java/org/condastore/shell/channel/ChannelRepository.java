package org.condastore.shell.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

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
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

/** All SQL about channels. */
public final class ChannelRepository {

	/** Packages by channel: read from the index of {@code conda_package.channel_id}. */
	private static final Table<?> PACKAGES = select(CONDA_PACKAGE.CHANNEL_ID, count().as("packages"))
		.from(CONDA_PACKAGE)
		.groupBy(CONDA_PACKAGE.CHANNEL_ID)
		.asTable("packages_of");

	private static final Field<Integer> PACKAGE_COUNT = coalesce(PACKAGES.field("packages", SQLDataType.INTEGER), 0)
		.as("packages");

	private static final SortKeys SORT_KEYS = SortKeys.oldestFirst(CONDA_CHANNEL.ID)
		.or("name", CONDA_CHANNEL.NAME)
		.or("packages", PACKAGE_COUNT)
		.or("last_update", CONDA_CHANNEL.LAST_UPDATE);

	private final DSLContext db;

	private final Clock clock;

	public ChannelRepository(DSLContext db, Clock clock) {
		this.db = db;
		this.clock = clock;
	}

	/**
	 * Channels with the number of their packages.
	 * @param name which ones; null for all
	 * @param stale only those whose index was not read for this long; null for all
	 */
	Rows<ChannelSummary> list(@Nullable NamePattern name, @Nullable Duration stale, Listing listing) {
		Condition filter = ((name != null) ? name.matches(CONDA_CHANNEL.NAME) : noCondition())
			.and((stale != null) ? notUpdatedFor(stale) : noCondition());
		return Pages.inOnePass(
				() -> this.db.select(CONDA_CHANNEL.ID, CONDA_CHANNEL.NAME, PACKAGE_COUNT, CONDA_CHANNEL.LAST_UPDATE)
					.from(CONDA_CHANNEL)
					.leftJoin(PACKAGES)
					.on(CONDA_CHANNEL.ID.eq(PACKAGES.field(CONDA_PACKAGE.CHANNEL_ID)))
					.where(filter),
				SORT_KEYS, listing, (row) -> new ChannelSummary(row.value1(), row.value2(), row.value3(),
						StoredTime.instant(row.value4())));
	}

	/**
	 * One channel.
	 * @throws CommandFailure {@code PRECONDITION} as in {@link #resolve}
	 */
	ChannelDetail get(ChannelName typed) {
		int id = resolve(typed);
		Field<Integer> names = countDistinct(CONDA_PACKAGE.NAME);
		Condition otherChannel = CONDA_PACKAGE_BUILD.CHANNEL_ID.ne(CONDA_PACKAGE.CHANNEL_ID);
		Table<?> packages = lateral(select(names.as("names"), count().as("packages")).from(CONDA_PACKAGE)
			.where(CONDA_PACKAGE.CHANNEL_ID.eq(CONDA_CHANNEL.ID))).as("packages_of");
		Table<?> builds = lateral(select(count().as("builds"),
				count().filterWhere(CONDA_PACKAGE_BUILD.CHANNEL_ID.isNull()).as("unassigned"),
				count().filterWhere(otherChannel).as("misassigned"))
			.from(CONDA_PACKAGE)
			.join(CONDA_PACKAGE_BUILD)
			.on(CONDA_PACKAGE_BUILD.PACKAGE_ID.eq(CONDA_PACKAGE.ID))
			.where(CONDA_PACKAGE.CHANNEL_ID.eq(CONDA_CHANNEL.ID))).as("builds_of");
		return this.db
			.select(CONDA_CHANNEL.NAME, CONDA_CHANNEL.LAST_UPDATE, packages.field("names", SQLDataType.INTEGER),
					packages.field("packages", SQLDataType.INTEGER), builds.field("builds", SQLDataType.INTEGER),
					builds.field("unassigned", SQLDataType.INTEGER), builds.field("misassigned", SQLDataType.INTEGER))
			.from(CONDA_CHANNEL, packages, builds)
			.where(CONDA_CHANNEL.ID.eq(id))
			.fetchSingle((row) -> new ChannelDetail(id, row.value1(), StoredTime.instant(row.value2()), row.value3(),
					row.value4(), row.value5(), row.value6(), row.value7()));
	}

	/**
	 * The id of a channel.
	 * @throws CommandFailure {@code PRECONDITION} if there is none, or several addresses
	 * end in what was typed
	 */
	public int resolve(ChannelName typed) {
		if (typed.number().isPresent()
				&& this.db.fetchExists(CONDA_CHANNEL, CONDA_CHANNEL.ID.eq(typed.number().getAsInt()))) {
			return typed.number().getAsInt();
		}
		List<Integer> found = ids(CONDA_CHANNEL.NAME.eq(typed.value()));
		if (found.isEmpty()) {
			found = ids(CONDA_CHANNEL.NAME.endsWith("/" + typed.value()));
		}
		if (found.isEmpty()) {
			throw CommandFailure.notFound("there is no channel %s".formatted(typed), "channel list shows them");
		}
		if (found.size() > 1) {
			throw CommandFailure.precondition("several channels are called %s".formatted(typed),
					"use the whole address, or one of the ids "
							+ found.stream().map(String::valueOf).collect(Collectors.joining(", ")));
		}
		return found.get(0);
	}

	/**
	 * Addresses of channels, for completion.
	 * @param typed some characters of an address in their order
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		FuzzyName fuzzy = new FuzzyName(typed);
		return this.db.select(CONDA_CHANNEL.NAME)
			.from(CONDA_CHANNEL)
			.where(fuzzy.matches(CONDA_CHANNEL.NAME))
			.orderBy(fuzzy.rank(CONDA_CHANNEL.NAME), CONDA_CHANNEL.NAME)
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(), ""));
	}

	private List<Integer> ids(Condition which) {
		return this.db.select(CONDA_CHANNEL.ID)
			.from(CONDA_CHANNEL)
			.where(which)
			.orderBy(CONDA_CHANNEL.ID)
			.limit(5)
			.fetch(Record1::value1);
	}

	private Condition notUpdatedFor(Duration stale) {
		Instant limit = this.clock.instant().minus(stale);
		Instant earliest = limit.isBefore(Instant.EPOCH) ? Instant.EPOCH : limit;
		return CONDA_CHANNEL.LAST_UPDATE.isNull().or(CONDA_CHANNEL.LAST_UPDATE.lt(StoredTime.stored(earliest)));
	}

}
