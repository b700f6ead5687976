package org.condastore.shell.build;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.change.StoredRow;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.environment.EnvironmentRepository;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.purge.ArtifactKeyRepository;
import org.condastore.shell.session.ReadAhead;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

/** What changes of builds mean in rows. */
public final class BuildChangeRepository {

	/** The artifact that is the build itself, on the disk. */
	private static final String DIRECTORY = "DIRECTORY";

	private static final List<String> ENDED = statuses(true);

	private static final List<String> UNENDED = statuses(false);

	/** Kombu's table, which is there where conda-store runs without Redis. */
	private static final String MESSAGES = "kombu_message";

	private static final Condition HAS_ARTIFACT = exists(
			selectOne().from(BUILD_ARTIFACT).where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID)));

	/** Not of any environment, not even of one that is marked as deleted. */
	private static final Condition IS_NOT_CURRENT = notExists(
			selectOne().from(ENVIRONMENT).where(ENVIRONMENT.CURRENT_BUILD_ID.eq(BUILD.ID)));

	/** What may change of a build, and what that depends on. */
	private static final Field<?>[] COLUMNS = { BUILD.ID, BUILD.STATUS, BUILD.STATUS_INFO, BUILD.SCHEDULED_ON,
			BUILD.STARTED_ON, BUILD.ENDED_ON, BUILD.DELETED_ON };

	private final ReadAhead.Shared<BuildId, Found> builds;

	/**
	 * Reads builds that are to be changed.
	 * @param ahead reads those of the lines that come, too
	 */
	public BuildChangeRepository(DSLContext sql, ReadAhead ahead) {
		this.builds = ahead.of(BuildId.class, (ids) -> find(sql, ids));
	}

	/**
	 * A build that no worker works on any more gets an end: it failed. A canceled one
	 * fails too, because conda-store deletes failed ones only.
	 * @param stuckFor how long it must have been at it
	 */
	void fail(Planning planning, BuildId id, Duration stuckFor) {
		Found build = find(id);
		switch (String.valueOf(build.status())) {
			case "FAILED" -> {
			}
			case "BUILDING" -> {
				Instant since = requireStuck(planning, build, stuckFor);
				end(planning, build, BuildStatus.FAILED, "no worker was at it", since);
				tellWhatIsLeft(planning, build);
				tellRebuild(planning, build);
			}
			case "CANCELED" -> {
				planning.update(BUILD, build.row(), Assignments.set(BUILD.STATUS, BuildStatus.FAILED.name()),
						BUILD.ENDED_ON, BUILD.DELETED_ON);
				tellDeletion(planning, build, BuildStatus.FAILED.name());
			}
			case "QUEUED" ->
				throw CommandFailure.precondition("build %d is QUEUED, no worker has begun it".formatted(build.id()),
						"build cancel %d gives it an end".formatted(build.id()));
			default -> throw ended(build, "build fail is for what is BUILDING or CANCELED");
		}
	}

	/**
	 * A build that no worker has, or works on any more, gets an end: somebody canceled
	 * it.
	 * @param stuckFor how long it must have been waiting, or at it
	 */
	void cancel(Planning planning, BuildId id, Duration stuckFor) {
		Found build = find(id);
		switch (String.valueOf(build.status())) {
			case "CANCELED" -> {
			}
			case "QUEUED" -> {
				Instant since = requireStuck(planning, build, stuckFor);
				requireNoMessage(planning, build);
				end(planning, build, BuildStatus.CANCELED, "no worker took it", since);
				planning.followUp(
						"PUT /api/v1/build/%d/cancel/ revokes its task, should it still wait in a queue in Redis: a worker that finds it there builds it all the same"
							.formatted(build.id()));
				tellRebuild(planning, build);
			}
			case "BUILDING" -> {
				Instant since = requireStuck(planning, build, stuckFor);
				end(planning, build, BuildStatus.CANCELED, "no worker was at it", since);
				tellWhatIsLeft(planning, build);
				tellRebuild(planning, build);
			}
			default -> throw ended(build, "build cancel is for what is QUEUED or BUILDING");
		}
	}

	/** The build is marked as deleted, as conda-store does it; its files stay for now. */
	void delete(Planning planning, BuildId id) {
		Found build = find(id);
		if (build.deletedOn() == null) {
			requireNotCurrent(planning, build);
			if (!ENDED.contains(String.valueOf(build.status()))) {
				throw unended(build);
			}
			planning.update(BUILD, build.row(), Assignments.set(BUILD.DELETED_ON, planning.now()), BUILD.STATUS);
			planning.guard(Guard.NO_CURRENT_BUILD);
		}
		tellDeletion(planning, build, build.status());
	}

	/** The build is no longer marked as deleted. */
	void restore(Planning planning, BuildId id) {
		Found build = find(id);
		if (build.deletedOn() == null) {
			return;
		}
		if (build.namespaceDeletedOn() != null) {
			throw CommandFailure.precondition(
					"build %d is in the namespace %s, which was deleted on %s".formatted(build.id(), build.namespace(),
							build.namespaceDeletedOn()),
					"namespace restore %s takes that back".formatted(build.namespace()));
		}
		if (build.environmentDeletedOn() != null) {
			throw CommandFailure.precondition(
					"build %d is in the environment %s, which was deleted on %s".formatted(build.id(),
							build.environment(), build.environmentDeletedOn()),
					"environment restore %s takes that back".formatted(build.environment()));
		}
		planning.update(BUILD, build.row(), Assignments.set(BUILD.DELETED_ON, (LocalDateTime) null), BUILD.STATUS);
		planning.guard(Guard.LIVE_ENVIRONMENTS);
		if (BuildStatus.COMPLETED.name().equals(build.status()) && !build.directory()) {
			planning.followUp(
					"its files are gone; PUT /api/v1/build/%d/ builds its specification again".formatted(build.id()));
		}
	}

	/**
	 * A build that is marked as deleted goes away, and which packages were in it.
	 * @param export where the keys of its artifacts are written if it has any; null for
	 * nowhere
	 */
	void purge(Planning planning, BuildId id, @Nullable Path export) {
		Found build = find(id);
		if (build.deletedOn() == null) {
			throw CommandFailure.precondition("build %d is not deleted".formatted(build.id()),
					"build delete %d comes first".formatted(build.id()));
		}
		requireNotCurrent(planning, build);
		if (UNENDED.contains(String.valueOf(build.status()))) {
			throw unended(build);
		}
		Condition it = BUILD.ID.eq(build.id());
		new ArtifactKeyRepository(planning.sql()).requireNone(it, export,
				"DELETE /api/v1/build/%d/ makes a worker remove all but what build_artifacts_kept_on_deletion keeps"
					.formatted(build.id()));
		planning.delete(BUILD, it);
	}

	/**
	 * Builds that are marked as deleted, have ended and left nothing behind go away, and
	 * which packages were in them.
	 * @param olderThan only those that were deleted longer ago; null for all
	 * @param namespace only those of this one; null for all
	 * @param environment only those of this one; null for all
	 */
	void purgeDeleted(Planning planning, @Nullable Duration olderThan, @Nullable NamespaceName namespace,
			@Nullable EnvironmentName environment) {
		Condition deleted = BUILD.DELETED_ON.isNotNull()
			.and(before(planning, BUILD.DELETED_ON, olderThan))
			.and(within(planning, namespace, environment))
			.and(BUILD.STATUS.isNull().or(BUILD.STATUS.notIn(UNENDED)))
			.and(IS_NOT_CURRENT);
		planning.delete(BUILD, deleted.andNot(HAS_ARTIFACT));
		int left = planning.sql().fetchCount(BUILD, deleted.and(HAS_ARTIFACT));
		if (left > 0) {
			planning.followUp(
					"%,d more are not purged, because they have artifacts: build purge ID --export FILE writes the keys of one"
						.formatted(left));
		}
	}

	/**
	 * Builds that have ended are marked as deleted, but never the current one of any
	 * environment.
	 * @param keepLast how many builds of each environment stay, the newest, whatever
	 * became of them; null if that does not count
	 * @param olderThan only those that were scheduled longer ago; null if that does not
	 * count
	 * @param namespace only those of this one; null for all
	 * @param environment only those of this one; null for all
	 */
	void prune(Planning planning, @Nullable Integer keepLast, @Nullable Duration olderThan,
			@Nullable NamespaceName namespace, @Nullable EnvironmentName environment) {
		requireLive(planning, namespace, environment);
		Condition condition = BUILD.DELETED_ON.isNull()
			.and(BUILD.STATUS.in(ENDED))
			.and(before(planning, BUILD.SCHEDULED_ON, olderThan))
			.and(BUILD.ENVIRONMENT_ID.in(select(ENVIRONMENT.ID).from(ENVIRONMENT)
				.join(NAMESPACE)
				.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
				.where(ENVIRONMENT.DELETED_ON.isNull(), NAMESPACE.DELETED_ON.isNull())))
			.and(within(planning, namespace, environment))
			.and(IS_NOT_CURRENT);
		Condition kept = falseCondition();
		if (keepLast != null) {
			Table<?> newest = select(BUILD.ID,
					rowNumber().over().partitionBy(BUILD.ENVIRONMENT_ID).orderBy(BUILD.ID.desc()).as("place"))
				.from(BUILD)
				.where(BUILD.DELETED_ON.isNull())
				.asTable("newest");
			Field<Integer> place = newest.field("place", SQLDataType.INTEGER);
			condition = condition
				.and(BUILD.ID.in(select(newest.field(BUILD.ID)).from(newest).where(place.gt(keepLast))));
			kept = BUILD.ID.in(select(newest.field(BUILD.ID)).from(newest).where(place.le(keepLast)))
				.and(BUILD.ENVIRONMENT_ID.in(select(BUILD.ENVIRONMENT_ID).from(BUILD).where(condition)));
		}
		// If one of those that stay is deleted meanwhile, too few would be left.
		planning.require(BUILD, kept, BUILD.DELETED_ON);
		int pruned = planning.update(BUILD, condition, Assignments.set(BUILD.DELETED_ON, planning.now()), BUILD.STATUS);
		planning.guard(Guard.NO_CURRENT_BUILD);
		if (pruned > 0) {
			planning.followUp(
					"DELETE /api/v1/build/ID/ for each makes a worker remove its files; conda-store takes that for FAILED and COMPLETED builds only, build list --deleted shows them");
		}
	}

	/** A build's artifact is forgotten; what it is the address of stays where it is. */
	void clearArtifact(Planning planning, BuildId id, int artifact) {
		Found build = find(id);
		var found = planning.sql()
			.select(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.KEY)
			.from(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.ID.eq(artifact))
			.fetchOptional()
			.orElseThrow(() -> CommandFailure.notFound("there is no artifact %d".formatted(artifact),
					"artifact list --build %d shows the ids".formatted(build.id())));
		Integer owner = found.value1();
		if (owner == null) {
			throw CommandFailure.precondition("artifact %d belongs to no build".formatted(artifact),
					"row delete build_artifact %d".formatted(artifact));
		}
		if (owner != build.id()) {
			throw CommandFailure.precondition(
					"artifact %d is not one of build %d, but of build %d".formatted(artifact, build.id(), owner),
					"build clear-artifact %d %d, or artifact list --build %d to see the right one".formatted(owner,
							artifact, build.id()));
		}
		String type = found.value2();
		String key = found.value3();
		Optional<Integer> same = planning.sql()
			.select(BUILD_ARTIFACT.ID)
			.from(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.BUILD_ID.eq(owner), BUILD_ARTIFACT.ARTIFACT_TYPE.eq(type), BUILD_ARTIFACT.KEY.eq(key),
					BUILD_ARTIFACT.ID.ne(artifact))
			.orderBy(BUILD_ARTIFACT.ID)
			.limit(1)
			.fetchOptional(BUILD_ARTIFACT.ID);
		if (same.isEmpty() && type.equals(DIRECTORY) && build.deletedOn() == null) {
			throw CommandFailure.precondition(
					"artifact %d is the directory of build %d, which is not deleted".formatted(artifact, build.id()),
					"DELETE /api/v1/build/%d/ makes a worker remove both".formatted(build.id()));
		}
		planning.delete(BUILD_ARTIFACT, BUILD_ARTIFACT.ID.eq(artifact));
		if (same.isPresent()) {
			planning.followUp("artifact %d still points to %s".formatted(same.get(), key));
		}
		else if (key != null && !key.isEmpty()) {
			planning.followUp(type.equals(DIRECTORY)
					? "the directory %s stays on the disk, and nothing points to it any more".formatted(key)
					: "the object %s stays in the storage, and nothing points to it any more".formatted(key));
		}
	}

	/**
	 * What is to be known about a build before it is changed.
	 *
	 * @param status as stored
	 * @param directory whether conda-store knows of its directory on the disk
	 * @param artifacts whether it has any artifacts
	 * @param key null if it has none
	 * @param row what may change
	 */
	private record Found(int id, String namespace, String environment, @Nullable String status,
			@Nullable LocalDateTime scheduledOn, @Nullable LocalDateTime startedOn, @Nullable Instant deletedOn,
			@Nullable Instant environmentDeletedOn, @Nullable Instant namespaceDeletedOn, boolean directory,
			boolean artifacts, @Nullable String key, StoredRow row) {

		boolean building() {
			return BuildStatus.BUILDING.name().equals(this.status);
		}

	}

	private Found find(BuildId id) {
		return this.builds.take(id).orElseThrow(() -> BuildRepository.missing(id));
	}

	private static Map<BuildId, Found> find(DSLContext sql, Set<BuildId> ids) {
		Field<Boolean> directory = field(exists(selectOne().from(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.BUILD_ID.eq(BUILD.ID), BUILD_ARTIFACT.ARTIFACT_TYPE.eq(inline(DIRECTORY)))));
		Field<Boolean> artifacts = field(HAS_ARTIFACT);
		List<Field<?>> selected = new ArrayList<>(List.of(BUILD.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, BUILD.STATUS,
				BUILD.SCHEDULED_ON, BUILD.STARTED_ON, BUILD.DELETED_ON, ENVIRONMENT.DELETED_ON, NAMESPACE.DELETED_ON,
				directory, artifacts, SPECIFICATION.NAME, SPECIFICATION.SHA256, BUILD.BUILD_KEY_VERSION, BUILD.HASH));
		selected.addAll(StoredRow.fields(COLUMNS));
		return sql.select(selected)
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.where(BUILD.ID.eq(any(ids.stream().map(BuildId::value).toArray(Integer[]::new))))
			.fetchMap((row) -> new BuildId(row.get(BUILD.ID)),
					(row) -> new Found(row.get(BUILD.ID), String.valueOf(row.get(NAMESPACE.NAME)),
							"%s/%s".formatted(row.get(NAMESPACE.NAME), row.get(ENVIRONMENT.NAME)),
							row.get(BUILD.STATUS), row.get(BUILD.SCHEDULED_ON), row.get(BUILD.STARTED_ON),
							StoredTime.instant(row.get(BUILD.DELETED_ON)),
							StoredTime.instant(row.get(ENVIRONMENT.DELETED_ON)),
							StoredTime.instant(row.get(NAMESPACE.DELETED_ON)), row.get(directory), row.get(artifacts),
							BuildRepository.key(row.get(BUILD.ID), row.get(NAMESPACE.NAME), row.get(SPECIFICATION.NAME),
									row.get(BUILD.SCHEDULED_ON), row.get(SPECIFICATION.SHA256),
									row.get(BUILD.BUILD_KEY_VERSION), row.get(BUILD.HASH)),
							StoredRow.of(row, row.size() - COLUMNS.length, COLUMNS)));
	}

	private static void end(Planning planning, Found build, BuildStatus status, String why, @Nullable Instant since) {
		String note = "ended by an operator: %s%s, and %s".formatted(build.status(),
				(since != null) ? " since " + since : "", why);
		Assignments assignments = Assignments.set(BUILD.STATUS, status.name())
			.and(BUILD.ENDED_ON, planning.now())
			.and(BUILD.STATUS_INFO, note);
		if (build.building() && build.startedOn() == null) {
			// Whatever has ended must have begun; conda-store computes with both times.
			assignments = assignments.and(BUILD.STARTED_ON, BUILD.SCHEDULED_ON);
		}
		planning.update(BUILD, build.row(), assignments, BUILD.SCHEDULED_ON, BUILD.STARTED_ON, BUILD.DELETED_ON);
	}

	/**
	 * Makes sure that a build has not got on for a time: what a worker holds must not be
	 * touched, because it writes over it, and there is no lock that tells.
	 * @return since when; null if the row does not say
	 */
	private static @Nullable Instant requireStuck(Planning planning, Found build, Duration stuckFor) {
		LocalDateTime since = (build.building() && build.startedOn() != null) ? build.startedOn() : build.scheduledOn();
		if (since == null && !stuckFor.isZero()) {
			throw CommandFailure.precondition(
					"build %d is %s, and its row does not say since when".formatted(build.id(), build.status()),
					"--stuck-for 0s does it all the same");
		}
		Instant time = StoredTime.instant(since);
		if (since != null && since.isAfter(planning.now().minus(stuckFor))) {
			throw CommandFailure.precondition(
					"build %d is %s since %s only, a worker may %s it".formatted(build.id(), build.status(), time,
							build.building() ? "be at" : "take"),
					"PUT /api/v1/build/%d/cancel/ stops it; or say with --stuck-for how long is too long"
						.formatted(build.id()));
		}
		return time;
	}

	/** What still waits in the queue will be built, whatever its row says. */
	private static void requireNoMessage(Planning planning, Found build) {
		if (planning.tables().find(MESSAGES).isEmpty()) {
			return;
		}
		Field<Boolean> visible = field(name("visible"), SQLDataType.BOOLEAN);
		Field<String> payload = field(name("payload"), SQLDataType.CLOB);
		boolean waits = planning.sql()
			.fetchExists(selectOne().from(table(name(MESSAGES)))
				.where(visible.isTrue(), payload.contains("build-%d-environment".formatted(build.id()))));
		if (waits) {
			throw CommandFailure.precondition(
					"the task of build %d is waiting in the queue, a worker will take it".formatted(build.id()),
					"conda-store cannot revoke it without Redis; if no worker reads this queue any more, kombu_message is out of date: its rows can go");
		}
	}

	private static void requireNotCurrent(Planning planning, Found build) {
		planning.sql()
			.select(concat(NAMESPACE.NAME, inline("/"), ENVIRONMENT.NAME), ENVIRONMENT.DELETED_ON)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(ENVIRONMENT.CURRENT_BUILD_ID.eq(build.id()))
			.orderBy(ENVIRONMENT.DELETED_ON.isNotNull(), ENVIRONMENT.ID)
			.limit(1)
			.fetchOptional()
			.ifPresent((found) -> {
				throw CommandFailure.precondition(
						"build %d is the current one of %s".formatted(build.id(), found.value1()),
						(found.value2() != null)
								? "that environment is deleted: environment purge %s".formatted(found.value1())
								: "environment set-current %s BUILD chooses another".formatted(found.value1()));
			});
	}

	private static void requireLive(Planning planning, @Nullable NamespaceName namespace,
			@Nullable EnvironmentName environment) {
		if (namespace != null) {
			int id = new NamespaceRepository(planning.sql()).id(namespace);
			if (planning.sql().fetchExists(NAMESPACE, NAMESPACE.ID.eq(id), NAMESPACE.DELETED_ON.isNotNull())) {
				throw CommandFailure.precondition("the namespace %s is deleted".formatted(namespace),
						"namespace restore %s takes that back".formatted(namespace));
			}
		}
		if (environment != null) {
			int id = new EnvironmentRepository(planning.sql()).id(environment);
			if (planning.sql().fetchExists(ENVIRONMENT, ENVIRONMENT.ID.eq(id), ENVIRONMENT.DELETED_ON.isNotNull())) {
				throw CommandFailure.precondition("the environment %s is deleted".formatted(environment),
						"environment restore %s takes that back".formatted(environment));
			}
		}
	}

	private static Condition within(Planning planning, @Nullable NamespaceName namespace,
			@Nullable EnvironmentName environment) {
		Condition within = noCondition();
		if (namespace != null) {
			int id = new NamespaceRepository(planning.sql()).id(namespace);
			SelectConditionStep<Record1<Integer>> inside = select(ENVIRONMENT.ID).from(ENVIRONMENT)
				.where(ENVIRONMENT.NAMESPACE_ID.eq(id));
			within = within.and(BUILD.ENVIRONMENT_ID.in(inside));
		}
		if (environment != null) {
			within = within.and(BUILD.ENVIRONMENT_ID.eq(new EnvironmentRepository(planning.sql()).id(environment)));
		}
		return within;
	}

	/** A row without a time is not older than anything. */
	private static Condition before(Planning planning, Field<LocalDateTime> time, @Nullable Duration olderThan) {
		return (olderThan != null) ? time.lt(planning.now().minus(olderThan)) : noCondition();
	}

	private static CommandFailure ended(Found build, String hint) {
		return CommandFailure.precondition("build %d is %s".formatted(build.id(), build.status()), hint);
	}

	private static CommandFailure unended(Found build) {
		String hint = "build cancel %d gives it an end".formatted(build.id());
		if (build.building()) {
			hint = "build fail %d gives it an end".formatted(build.id());
		}
		else if (!UNENDED.contains(String.valueOf(build.status()))) {
			hint = "row set build %d status=FAILED gives it a status that conda-store knows".formatted(build.id());
		}
		return CommandFailure.precondition("build %d is %s, it has not ended".formatted(build.id(), build.status()),
				hint);
	}

	private static void tellRebuild(Planning planning, Found build) {
		if (build.environmentDeletedOn() == null && build.namespaceDeletedOn() == null) {
			planning.followUp("PUT /api/v1/build/%d/ builds its specification again, as another build of %s"
				.formatted(build.id(), build.environment()));
		}
	}

	/** conda-store learns of a directory when its build is complete. */
	private static void tellWhatIsLeft(Planning planning, Found build) {
		if (!build.directory() && build.key() != null) {
			planning.followUp(
					"conda-store never removes what was installed so far, because it does not know of it: a directory called %s"
						.formatted(build.key()));
		}
	}

	private static void tellDeletion(Planning planning, Found build, @Nullable String status) {
		if (!build.artifacts()) {
			return;
		}
		String request = "DELETE /api/v1/build/%d/ makes a worker remove its files".formatted(build.id());
		boolean accepted = BuildStatus.FAILED.name().equals(status) || BuildStatus.COMPLETED.name().equals(status);
		planning.followUp(accepted ? request
				: "%s, once build fail %d was run: conda-store takes that for FAILED and COMPLETED builds only"
					.formatted(request, build.id()));
	}

	private static List<String> statuses(boolean isFinal) {
		return Arrays.stream(BuildStatus.values())
			.filter((status) -> status.isFinal() == isFinal)
			.map(Enum::name)
			.toList();
	}

}
