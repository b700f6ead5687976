package org.condastore.shell.solve;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Rows;
import org.condastore.shell.solve.SolveDetail.SolvedPackage;
import org.condastore.shell.specification.SpecificationId;
import org.condastore.shell.specification.SpecificationRepository;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SOLVE_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.localDateTimeDiff;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectCount;

/** All SQL about solves. */
public final class SolveRepository {

	/** For each solve that is shown: the primary key of the table begins with it. */
	private static final Field<Integer> PACKAGES = field(
			selectCount().from(SOLVE_CONDA_PACKAGE_BUILD).where(SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID.eq(SOLVE.ID)))
		.as("packages");

	private static final SortKeys SORT_KEYS = SortKeys.newestFirst(SOLVE.ID)
		.or("specification", SPECIFICATION.NAME)
		.or("scheduled_on", SOLVE.SCHEDULED_ON)
		.or("started_on", SOLVE.STARTED_ON)
		.or("ended_on", SOLVE.ENDED_ON)
		.or("duration", localDateTimeDiff(SOLVE.ENDED_ON, SOLVE.STARTED_ON));

	private final DSLContext db;

	private final SpecificationRepository specifications;

	private final Clock clock;

	public SolveRepository(DSLContext db, SpecificationRepository specifications, Clock clock) {
		this.db = db;
		this.specifications = specifications;
		this.clock = clock;
	}

	/** What {@code solve list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Solves with the number of their packages.
	 * @param specification only of this one; null for all
	 * @param name only of specifications called so; null for all
	 * @param unfinished whether only those without an end are listed
	 */
	Rows<SolveSummary> list(@Nullable SpecificationId specification, @Nullable NamePattern name, boolean unfinished,
			TimeWindow scheduled, Listing listing) {
		Condition filter = ((specification != null)
				? SOLVE.SPECIFICATION_ID.eq(this.specifications.resolve(specification)) : noCondition())
			.and((name != null) ? name.matches(SPECIFICATION.NAME) : noCondition())
			.and(unfinished ? SOLVE.ENDED_ON.isNull() : noCondition())
			.and(scheduled.contains(SOLVE.SCHEDULED_ON, this.clock.instant()));
		return Pages.of(
				(after) -> this.db
					.select(SOLVE.ID, SOLVE.SPECIFICATION_ID, SPECIFICATION.NAME, SOLVE.SCHEDULED_ON, SOLVE.STARTED_ON,
							SOLVE.ENDED_ON, PACKAGES)
					.from(SOLVE)
					.join(SPECIFICATION)
					.on(SPECIFICATION.ID.eq(SOLVE.SPECIFICATION_ID))
					.where(filter)
					.and(after),
				SORT_KEYS, listing,
				(row) -> new SolveSummary(row.value1(), row.value2(), row.value3(), StoredTime.instant(row.value4()),
						StoredTime.instant(row.value5()), StoredTime.instant(row.value6()), row.value7()));
	}

	/**
	 * One solve.
	 * @return empty if there is none with that id
	 */
	Optional<SolveDetail> find(int id) {
		List<SolvedPackage> packages = packages(id);
		return this.db
			.select(SOLVE.SPECIFICATION_ID, SPECIFICATION.NAME, SPECIFICATION.SHA256, SOLVE.SCHEDULED_ON,
					SOLVE.STARTED_ON, SOLVE.ENDED_ON)
			.from(SOLVE)
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(SOLVE.SPECIFICATION_ID))
			.where(SOLVE.ID.eq(id))
			.fetchOptional((row) -> new SolveDetail(
					new SolveSummary(id, row.value1(), row.value2(), StoredTime.instant(row.value4()),
							StoredTime.instant(row.value5()), StoredTime.instant(row.value6()), packages.size()),
					row.value3(), packages));
	}

	private List<SolvedPackage> packages(int id) {
		return this.db
			.select(CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_PACKAGE_BUILD.BUILD, CONDA_PACKAGE_BUILD.SUBDIR,
					CONDA_CHANNEL.NAME, CONDA_PACKAGE_BUILD.SIZE)
			.from(SOLVE_CONDA_PACKAGE_BUILD)
			.join(CONDA_PACKAGE_BUILD)
			.on(CONDA_PACKAGE_BUILD.ID.eq(SOLVE_CONDA_PACKAGE_BUILD.CONDA_PACKAGE_BUILD_ID))
			.leftJoin(CONDA_PACKAGE)
			.on(CONDA_PACKAGE.ID.eq(CONDA_PACKAGE_BUILD.PACKAGE_ID))
			.leftJoin(CONDA_CHANNEL)
			.on(CONDA_CHANNEL.ID.eq(CONDA_PACKAGE.CHANNEL_ID))
			.where(SOLVE_CONDA_PACKAGE_BUILD.SOLVE_ID.eq(id))
			.orderBy(CONDA_PACKAGE.NAME, CONDA_PACKAGE.VERSION, CONDA_PACKAGE_BUILD.ID)
			.fetch((row) -> new SolvedPackage(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
					known(row.value6())));
	}

	/** What a solve stores has no size: conda-store writes -1. */
	private static @Nullable Long known(long size) {
		return (size < 0) ? null : size;
	}

}
