package org.condastore.shell.build;

import java.time.LocalDateTime;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.environment.EnvironmentChangeRepository;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/** What another current build of an environment means in rows. */
public final class CurrentBuildChangeRepository {

	/** What of a build decides whether it can be the current one. */
	private record Candidate(int environmentId, String environment, @Nullable String status,
			@Nullable LocalDateTime deletedOn, String specification, int keyVersion) {
	}

	/**
	 * The environment gets another current build: a completed one of its own.
	 * @throws CommandFailure {@code PRECONDITION} if the build cannot be the current one
	 */
	void set(Planning planning, EnvironmentName name, BuildId id) {
		int environment = EnvironmentChangeRepository.live(planning, name);
		Candidate build = find(planning, id);
		if (build.environmentId() != environment) {
			throw CommandFailure.precondition(
					"build %s is one of %s, not of %s".formatted(id, build.environment(), name), builds(name));
		}
		if (build.deletedOn() != null) {
			throw CommandFailure.precondition(
					"build %s was deleted on %s".formatted(id, StoredTime.instant(build.deletedOn())),
					"build restore %s takes that back".formatted(id));
		}
		if (!BuildStatus.COMPLETED.name().equals(build.status())) {
			throw CommandFailure.precondition("build %s is %s, not COMPLETED".formatted(id, build.status()),
					builds(name));
		}
		if (!build.specification().equals(name.name())) {
			throw CommandFailure.precondition(
					"build %s is made of a specification named %s: conda-store refuses it, and links it by that name"
						.formatted(id, build.specification()),
					builds(name));
		}
		int changed = planning.update(ENVIRONMENT, ENVIRONMENT.ID.eq(environment),
				Assignments.set(ENVIRONMENT.CURRENT_BUILD_ID, id.value()), ENVIRONMENT.DELETED_ON);
		planning.guard(Guard.COMPLETED_CURRENT_BUILD);
		if (changed > 0 && build.keyVersion() != BuildKey.HASHED) {
			planning.followUp(
					"the link on the disk leads to the old build: PUT /api/v1/environment/%s/ with {\"build_id\": %s} makes a worker move it"
						.formatted(name, id));
		}
	}

	private static String builds(EnvironmentName name) {
		return "build list --environment %s --status completed shows those that can be the current one".formatted(name);
	}

	private static Candidate find(Planning planning, BuildId id) {
		return planning.sql()
			.select(ENVIRONMENT.ID, NAMESPACE.NAME, ENVIRONMENT.NAME, BUILD.STATUS, BUILD.DELETED_ON,
					SPECIFICATION.NAME, BUILD.BUILD_KEY_VERSION)
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.where(BUILD.ID.eq(id.value()))
			.fetchOptional((row) -> new Candidate(row.value1(), row.value2() + "/" + row.value3(), row.value4(),
					row.value5(), row.value6(), row.value7()))
			.orElseThrow(() -> BuildRepository.missing(id));
	}

}
