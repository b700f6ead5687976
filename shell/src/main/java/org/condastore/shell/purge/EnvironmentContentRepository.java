package org.condastore.shell.purge;

import java.time.LocalDateTime;

import org.condastore.schema.jooq.tables.Environment;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

/**
 * What happens to environments, one or all of a namespace, and to what is in them. Each
 * method takes them as a condition on their table.
 */
public final class EnvironmentContentRepository {

	/** One that may use what is deleted, beside those that are deleted. */
	private static final Environment USER = ENVIRONMENT.as("user_of_build");

	private static final Condition UNFINISHED = BUILD.STATUS.in("QUEUED", "BUILDING");

	/** Since when it waits for a worker, or has one. */
	private static final Field<LocalDateTime> BEGUN_ON = coalesce(BUILD.STARTED_ON, BUILD.SCHEDULED_ON);

	private final Planning planning;

	public EnvironmentContentRepository(Planning planning) {
		this.planning = planning;
	}

	/**
	 * Marks live environments and live builds as deleted. What was deleted before keeps
	 * its time, so that nobody restores it by the way.
	 * @param time the same one for all, by which they are found again
	 */
	public void delete(Condition environments, LocalDateTime time) {
		this.planning.update(ENVIRONMENT, environments.and(ENVIRONMENT.DELETED_ON.isNull()),
				Assignments.set(ENVIRONMENT.DELETED_ON, time));
		this.planning.update(BUILD, in(environments).and(BUILD.DELETED_ON.isNull()),
				Assignments.set(BUILD.DELETED_ON, time));
	}

	/**
	 * Takes back what {@link #delete} did, or conda-store's server: builds of an
	 * environment that stays deleted stay so too.
	 * @param time when they were deleted; what was deleted at any other time stays so
	 */
	public void restore(Condition environments, LocalDateTime time) {
		Condition live = ENVIRONMENT.DELETED_ON.isNull().or(ENVIRONMENT.DELETED_ON.eq(time));
		Condition builds = in(environments.and(live)).and(BUILD.DELETED_ON.eq(time));
		this.planning.update(ENVIRONMENT, environments.and(ENVIRONMENT.DELETED_ON.eq(time)),
				Assignments.set(ENVIRONMENT.DELETED_ON, (LocalDateTime) null));
		this.planning.update(BUILD, builds, Assignments.set(BUILD.DELETED_ON, (LocalDateTime) null));
		tellOfLostFiles(builds);
	}

	/**
	 * Deletes the rows of environments and of their builds, with the links to packages.
	 * @param removal what removes artifacts, for a hint
	 * @throws CommandFailure {@code PRECONDITION} if files would be left that nobody
	 * finds again, if a worker may be at a build, or if an environment that stays uses
	 * one
	 */
	public void purge(Condition environments, PurgeOptions options, String removal) {
		Condition builds = in(environments);
		requireFinished(builds, options);
		requireUnused(environments);
		new ArtifactKeyRepository(this.planning.sql()).requireNone(builds, options.export(), removal);
		// The two tables refer to each other.
		this.planning.update(ENVIRONMENT, environments, Assignments.set(ENVIRONMENT.CURRENT_BUILD_ID, (Integer) null),
				ENVIRONMENT.DELETED_ON);
		this.planning.delete(BUILD, builds);
		this.planning.delete(ENVIRONMENT, environments);
	}

	/**
	 * Says of deleted environments what may go on in them, and what keeps conda-store's
	 * worker from removing them.
	 * @param scope the option by which lists are told of them
	 */
	public void tellOfDeletion(Condition environments, String scope) {
		int unfinished = this.planning.sql().fetchCount(BUILD, in(environments).and(UNFINISHED));
		if (unfinished > 0) {
			this.planning.followUp(
					"%s QUEUED or BUILDING: workers go on with what is deleted. build list %s --deleted --status %s"
						.formatted((unfinished == 1) ? "1 build is" : "%,d builds are".formatted(unfinished), scope,
								"queued,building")
							+ " shows them, PUT /api/v1/build/ID/cancel/ stops them");
		}
		this.planning.sql()
			.select(NAMESPACE.NAME, USER.NAME, USER.CURRENT_BUILD_ID)
			.from(USER)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(USER.NAMESPACE_ID))
			.where(usesOneOf(environments))
			.orderBy(USER.ID)
			.limit(1)
			.fetchOptional()
			.ifPresent((row) -> this.planning.followUp(
					"the worker's deletion fails while another environment uses one of the builds: %s/%s has build %d as its current one"
						.formatted(row.value1(), row.value2(), row.value3())));
	}

	private void requireFinished(Condition builds, PurgeOptions options) {
		LocalDateTime nobodys = this.planning.now().minus(options.stuck());
		this.planning.sql()
			.select(BUILD.ID, BUILD.STATUS, BEGUN_ON)
			.from(BUILD)
			.where(builds, UNFINISHED, BEGUN_ON.gt(nobodys))
			.orderBy(BEGUN_ON.desc())
			.limit(1)
			.fetchOptional()
			.ifPresent((row) -> {
				throw CommandFailure.precondition(
						"a worker may be at build %d, which is %s since %s".formatted(row.value1(), row.value2(),
								StoredTime.instant(row.value3())),
						"wait until it has ended, or say with --stuck-for from which age on nobody is at a build");
			});
	}

	private void requireUnused(Condition environments) {
		this.planning.sql()
			.select(NAMESPACE.NAME, USER.NAME, USER.CURRENT_BUILD_ID)
			.from(USER)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(USER.NAMESPACE_ID))
			.where(usesOneOf(environments))
			.orderBy(USER.ID)
			.limit(1)
			.fetchOptional()
			.ifPresent((row) -> {
				throw CommandFailure.precondition(
						"build %d is the current one of %s/%s, which is not purged".formatted(row.value3(),
								row.value1(), row.value2()),
						"environment set-current %s/%s BUILD gives it another one".formatted(row.value1(),
								row.value2()));
			});
	}

	/** The rows of the artifacts go when the files do. */
	private void tellOfLostFiles(Condition builds) {
		Condition lost = builds.and(BUILD.STATUS.eq("COMPLETED"))
			.andNotExists(selectOne().from(BUILD_ARTIFACT)
				.where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID), BUILD_ARTIFACT.ARTIFACT_TYPE.eq("DIRECTORY")));
		int count = this.planning.sql().fetchCount(BUILD, lost);
		if (count > 0) {
			int first = this.planning.sql().select(DSL.min(BUILD.ID)).from(BUILD).where(lost).fetchSingle().value1();
			this.planning.followUp(((count == 1)
					? "build %1$d is COMPLETED, but a worker has removed its files already; PUT /api/v1/build/%1$d/ builds it again"
					: "build %1$d and %2$,d more are COMPLETED, but a worker has removed their files already; PUT /api/v1/build/%1$d/ builds the first one again")
				.formatted(first, count - 1));
		}
	}

	/** Another environment whose current build is in one of them. */
	private static Condition usesOneOf(Condition environments) {
		return USER.CURRENT_BUILD_ID.in(select(BUILD.ID).from(BUILD).where(in(environments)))
			.and(USER.ID.notIn(select(ENVIRONMENT.ID).from(ENVIRONMENT).where(environments)));
	}

	private static Condition in(Condition environments) {
		return BUILD.ENVIRONMENT_ID.in(select(ENVIRONMENT.ID).from(ENVIRONMENT).where(environments));
	}

}
