package org.condastore.shell.doctor;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What can break in builds, their artifacts and environments. */
final class MutationsOfBuilds {

	static final List<Mutation> ALL = List.of(
			// Statuses and times
			new Mutation("B1: a status is no status", MutationsOfBuilds::status),
			new Mutation("B1, B2: status and directory are misspelled", MutationsOfBuilds::statusAndDirectory),
			new Mutation("B1, E2: the current build has no status", MutationsOfBuilds::statusOfCurrentBuild),
			new Mutation("B3: a size is missing", MutationsOfBuilds::size),
			new Mutation("B4: a build is abandoned", MutationsOfBuilds::abandoned),
			new Mutation("B4, B6: a build is abandoned, and began before it was scheduled",
					MutationsOfBuilds::abandonedBefore),
			new Mutation("B4, B13: a build is abandoned, and nobody knows when it began",
					MutationsOfBuilds::abandonedSometime),
			new Mutation("B5: a build waits for days", MutationsOfBuilds::waits),
			new Mutation("B6: times are not in order", MutationsOfBuilds::order),
			new Mutation("B8: a build was canceled long ago", MutationsOfBuilds::canceled),
			new Mutation("B13: the start is missing", MutationsOfBuilds::start),
			new Mutation("B14: the time of scheduling is missing", MutationsOfBuilds::scheduling),
			new Mutation("B14, B15: all times are missing", MutationsOfBuilds::times),
			new Mutation("B15: the end is missing", MutationsOfBuilds::end),
			new Mutation("B16: an end that was not yet", MutationsOfBuilds::earlyEnd),
			// Keys
			new Mutation("B12: a version of keys that there is not", MutationsOfBuilds::keyVersion),
			new Mutation("B17: a hash is missing", MutationsOfBuilds::hash),
			new Mutation("B17: a hash is in capitals", MutationsOfBuilds::hashInCapitals),
			new Mutation("B18: a hash is that of two builds", MutationsOfBuilds::hashOfTwo),
			// Artifacts
			new Mutation("B2: a type is misspelled", MutationsOfBuilds::type),
			new Mutation("B2: a type is none", MutationsOfBuilds::noType),
			new Mutation("B2: an artifact has no key", MutationsOfBuilds::noKey),
			new Mutation("B2: an artifact has no build", MutationsOfBuilds::noBuild),
			new Mutation("B7: a deleted build has a size, or files", MutationsOfBuilds::deletedBuild),
			new Mutation("B9: a completed build lacks something", MutationsOfBuilds::lacks),
			new Mutation("B10: an artifact is somewhere else", MutationsOfBuilds::otherKey),
			new Mutation("B11: artifacts are there several times", MutationsOfBuilds::copies),
			// Environments
			new Mutation("E1: an environment has no current build", MutationsOfBuilds::noCurrentBuild),
			new Mutation("E1, E7: an environment has no live build", MutationsOfBuilds::noBuilds),
			new Mutation("E2: the current build is that of another environment", MutationsOfBuilds::foreignBuild),
			new Mutation("E2: the current build is deleted", MutationsOfBuilds::deletedCurrentBuild),
			new Mutation("E2: all completed builds are deleted", MutationsOfBuilds::deletedCompletedBuilds),
			new Mutation("E2: the current build is not completed", MutationsOfBuilds::unfinishedCurrentBuild),
			new Mutation("E3: an environment was deleted long ago", MutationsOfBuilds::deletedEnvironment),
			new Mutation("E5, E7: an environment was built long ago, in vain", MutationsOfBuilds::oldEnvironment),
			new Mutation("E6: live builds of a deleted environment", MutationsOfBuilds::liveBuilds),
			new Mutation("E7: all builds of an environment failed", MutationsOfBuilds::failedBuilds), new Mutation(
					"N5, E1, E7: an environment has a name that is not allowed", MutationsOfBuilds::nameOfEnvironment));

	private static final String NOW = "2024-09-21 12:00:00";

	/** Less than an hour ago. */
	private static final String JUST_NOW = "2024-09-21 11:30";

	private static final String NOT_CURRENT = "NOT EXISTS (SELECT FROM environment e WHERE e.current_build_id = build.id)";

	private static final String NO_ARTIFACTS = "NOT EXISTS (SELECT FROM build_artifact a WHERE a.build_id = build.id)";

	private static final String STATUS = "SELECT status FROM build WHERE id = %d";

	/** Those with eight builds each. */
	private static final String OF_EIGHT = "id BETWEEN 101 AND 136";

	private static final String CURRENT_BUILD = "SELECT current_build_id FROM environment WHERE id = %d";

	private static final String NEWEST = """
			SELECT max(b.id) FROM build b JOIN specification s ON s.id = b.specification_id JOIN environment e ON e.id = b.environment_id
			WHERE e.id = %d AND b.deleted_on IS NULL AND b.status = 'COMPLETED' AND s.name = e.name AND b.id <> %d""";

	private MutationsOfBuilds() {
	}

	/** All of a build but its size and copies of its artifacts. */
	static String state(int build) {
		return "state of build " + build;
	}

	/** All artifacts of a build. */
	private static String artifacts(int build) {
		return "artifacts of build " + build;
	}

	private static String row(int build) {
		return "build " + build;
	}

	private static int build(Mixture mixture, String where) {
		return mixture.pick("build", where, (id) -> Stream.of(state(id)));
	}

	private static int environment(Mixture mixture, String where) {
		return mixture.pick("environment", where, (id) -> claimsOfEnvironment(mixture, id));
	}

	/** An environment, and the states of all its builds. */
	static Stream<String> claimsOfEnvironment(Mixture mixture, int id) {
		return Stream.concat(Stream.of("environment " + id),
				buildsOf(mixture, id).stream().map(MutationsOfBuilds::state));
	}

	private static List<Integer> buildsOf(Mixture mixture, int environment) {
		return mixture.ids("SELECT id FROM build WHERE environment_id = " + environment);
	}

	// Statuses and times

	private static void status(Mixture mixture) {
		int id = build(mixture, NOT_CURRENT);
		String status = mixture.oneOf("lower(status)", "initcap(status)", "' ' || left(status, 6) || ' '", "'ARCHIVED'",
				"''", "'completed'", "'CANCELLED'", "NULL");
		boolean directory = mixture
			.is("EXISTS (SELECT FROM build_artifact WHERE build_id = %d AND artifact_type = 'DIRECTORY')", id);
		mixture.run("UPDATE build SET status = %s WHERE id = %d", status, id);
		mixture.found("B1", row(id));
		String meant = "(SELECT upper(trim(status)) FROM build WHERE id = %d) = '%s'";
		String becomes = mixture.is(meant, id, "CANCELED") ? "CANCELED"
				: (directory && mixture.is(meant, id, "COMPLETED")) ? "COMPLETED" : "FAILED";
		mixture.expect(becomes, STATUS, id);
		mixture.expect("true",
				"SELECT (ended_on IS NOT NULL AND started_on IS NOT NULL)::text FROM build WHERE id = %d", id);
	}

	/** What the directory says about the status must not be overlooked. */
	private static void statusAndDirectory(Mixture mixture) {
		int id = mixture.pick("build", "status = 'COMPLETED' AND deleted_on IS NULL AND " + NOT_CURRENT,
				(build) -> Stream.of(state(build), artifacts(build)));
		mixture.run("UPDATE build SET status = 'completed' WHERE id = %d", id);
		int artifact = mixture
			.ids("SELECT id FROM build_artifact WHERE artifact_type = 'DIRECTORY' AND build_id = " + id)
			.get(0);
		mixture.run("UPDATE build_artifact SET artifact_type = 'directory' WHERE id = %d", artifact);
		mixture.found("B1", row(id));
		mixture.found("B2", "build_artifact " + artifact);
		mixture.expect("COMPLETED", STATUS, id);
	}

	private static void statusOfCurrentBuild(Mixture mixture) {
		int environment = environment(mixture, OF_EIGHT);
		int id = currentBuild(mixture, environment);
		boolean meant = mixture.maybe();
		String newest = mixture.value(NEWEST.formatted(environment, id));
		mixture.run("UPDATE build SET status = '%s' WHERE id = %d", meant ? "Completed" : "BROKEN", id);
		mixture.found("B1", row(id));
		mixture.found("E2", "environment " + environment);
		mixture.expect(meant ? String.valueOf(id) : newest, CURRENT_BUILD, environment);
		mixture.expect(meant ? "COMPLETED" : "FAILED", STATUS, id);
	}

	private static void size(Mixture mixture) {
		int id = mixture.pick("build", "TRUE", (build) -> Stream.of("size of build " + build));
		mixture.run("UPDATE build SET size = NULL WHERE id = %d", id);
		mixture.found("B3", row(id));
		mixture.expect("0", "SELECT size FROM build WHERE id = %d", id);
	}

	private static void abandoned(Mixture mixture) {
		int id = build(mixture, "status = 'BUILDING' AND " + NO_ARTIFACTS);
		mixture.run("UPDATE build SET scheduled_on = '2024-09-20 10:00', started_on = '2024-09-20 10:01' WHERE id = %d",
				id);
		mixture.found("B4", row(id));
		mixture.expect("FAILED", STATUS, id);
	}

	private static void abandonedBefore(Mixture mixture) {
		int id = build(mixture, "status = 'BUILDING'");
		mixture.run("UPDATE build SET started_on = '2024-09-21 07:59' WHERE id = %d", id);
		mixture.found("B4", row(id));
		mixture.left("B6", row(id));
		mixture.changes(row(id));
		mixture.expect("FAILED", STATUS, id);
	}

	private static void abandonedSometime(Mixture mixture) {
		int id = build(mixture, "status = 'BUILDING' AND " + NO_ARTIFACTS);
		mixture.run("UPDATE build SET scheduled_on = '2024-09-20 10:00', started_on = NULL WHERE id = %d", id);
		mixture.found("B4", row(id));
		mixture.found("B13", row(id));
		mixture.expect("FAILED", STATUS, id);
		mixture.expect("2024-09-20 10:00:00", "SELECT started_on::text FROM build WHERE id = %d", id);
	}

	private static void waits(Mixture mixture) {
		int id = build(mixture, "status = 'QUEUED' AND id > 1000");
		mixture.run("UPDATE build SET scheduled_on = '2024-09-19 10:00' WHERE id = %d", id);
		boolean queue = mixture.is("to_regclass('kombu_message') IS NOT NULL");
		boolean message = queue && mixture.maybe();
		if (message) {
			mixture
				.run("""
						INSERT INTO kombu_message VALUES (%d, true, '2024-09-19 10:00', '{"headers": {"id": "build-%d-environment"}}', 1, 1)""",
						mixture.fresh(), id);
			mixture.expect("QUEUED", STATUS, id);
		}
		else if (queue) {
			mixture.found("B5", row(id));
			mixture.expect("CANCELED", STATUS, id);
		}
		else {
			mixture.left("B5", row(id));
			mixture.expect("QUEUED", STATUS, id);
		}
	}

	private static void order(Mixture mixture) {
		int id = build(mixture, "status IN ('COMPLETED', 'FAILED', 'CANCELED') AND id > 1000");
		mixture.run("UPDATE build SET %s WHERE id = %d", mixture.oneOf("started_on = scheduled_on - interval '61 s'",
				"ended_on = started_on - interval '1 day'"), id);
		mixture.left("B6", row(id));
	}

	private static void canceled(Mixture mixture) {
		int id = build(mixture, "status = 'CANCELED' AND deleted_on IS NULL AND " + NO_ARTIFACTS);
		mixture.run(
				"UPDATE build SET scheduled_on = '2024-07-01 08:00', started_on = '2024-07-01 08:01', ended_on = %s WHERE id = %d",
				mixture.oneOf("'2024-07-01 08:02'", "'2024-08-22 11:59:59'"), id);
		mixture.found("B8", row(id));
		mixture.expect("FAILED", STATUS, id);
	}

	private static void start(Mixture mixture) {
		int id = build(mixture, "status = 'BUILDING'");
		mixture.run("UPDATE build SET started_on = NULL WHERE id = %d", id);
		mixture.found("B13", row(id));
		mixture.expect("true", "SELECT (started_on = scheduled_on)::text FROM build WHERE id = %d", id);
	}

	private static void scheduling(Mixture mixture) {
		int id = build(mixture, "id > 1000");
		boolean mendable = mixture.is(NO_ARTIFACTS.replace("build.id", "%d"), id);
		mixture.run("UPDATE build SET scheduled_on = NULL WHERE id = %d", id);
		if (mendable) {
			mixture.found("B14", row(id));
			mixture.expect("true", "SELECT (scheduled_on = coalesce(started_on, '%s'))::text FROM build WHERE id = %d",
					NOW, id);
		}
		else {
			mixture.left("B14", row(id));
		}
	}

	private static void times(Mixture mixture) {
		int id = build(mixture, "status IN ('FAILED', 'CANCELED') AND id > 1000 AND " + NO_ARTIFACTS);
		mixture.run("UPDATE build SET scheduled_on = NULL, started_on = NULL, ended_on = NULL WHERE id = %d", id);
		mixture.found("B14", row(id));
		mixture.found("B15", row(id));
		mixture.expect(NOW, "SELECT scheduled_on::text FROM build WHERE id = %d", id);
		mixture.expect(NOW, "SELECT ended_on::text FROM build WHERE id = %d", id);
	}

	private static void end(Mixture mixture) {
		int id = build(mixture, "status IN ('COMPLETED', 'FAILED', 'CANCELED')");
		mixture.run("UPDATE build SET ended_on = NULL WHERE id = %d", id);
		mixture.found("B15", row(id));
		mixture.expect("true", "SELECT (ended_on = started_on)::text FROM build WHERE id = %d", id);
	}

	private static void earlyEnd(Mixture mixture) {
		int id = build(mixture, "status IN ('QUEUED', 'BUILDING')");
		mixture.run("UPDATE build SET ended_on = '2024-09-21 11:59' WHERE id = %d", id);
		mixture.found("B16", row(id));
		mixture.expect(null, "SELECT ended_on::text FROM build WHERE id = %d", id);
	}

	// Keys

	private static void keyVersion(Mixture mixture) {
		int id = build(mixture, "TRUE");
		boolean mendable = mixture.is(NO_ARTIFACTS.replace("build.id", "%d"), id);
		mixture.run("UPDATE build SET build_key_version = %d WHERE id = %d", mixture.oneOf(0, 4, -1, 30), id);
		if (mendable) {
			mixture.found("B12", row(id));
			mixture.expect("2", "SELECT build_key_version FROM build WHERE id = %d", id);
		}
		else {
			mixture.left("B12", row(id));
		}
	}

	private static void hash(Mixture mixture) {
		int id = build(mixture, "hash IS NOT NULL");
		String hash = mixture.value("SELECT hash FROM build WHERE id = " + id);
		boolean mendable = mixture.is(NO_ARTIFACTS.replace("build.id", "%d"), id);
		mixture.run("UPDATE build SET hash = NULL WHERE id = %d", id);
		if (mendable) {
			mixture.found("B17", row(id));
			mixture.expect(hash, "SELECT hash FROM build WHERE id = %d", id);
		}
		else {
			mixture.left("B17", row(id));
		}
	}

	private static void hashInCapitals(Mixture mixture) {
		int id = build(mixture, "hash ~ '[a-f]' AND " + NO_ARTIFACTS);
		mixture.run("UPDATE build SET hash = upper(hash) WHERE id = %d", id);
		mixture.left("B17", row(id));
	}

	private static void hashOfTwo(Mixture mixture) {
		int one = build(mixture, "hash IS NOT NULL");
		int other = build(mixture, "hash IS NOT NULL AND " + NO_ARTIFACTS);
		mixture.run("UPDATE build SET hash = (SELECT hash FROM build WHERE id = %d) WHERE id = %d", one, other);
		mixture.left("B18", row(one));
		mixture.left("B18", row(other));
	}

	// Artifacts

	/** An artifact, and its build. */
	private static int artifact(Mixture mixture, String where) {
		return mixture.pick("build_artifact", where, (id) -> {
			int build = buildOf(mixture, id);
			return Stream.of(state(build), artifacts(build));
		});
	}

	private static int buildOf(Mixture mixture, int artifact) {
		return mixture.ids("SELECT build_id FROM build_artifact WHERE id = " + artifact).get(0);
	}

	/** Whether a completed build has to have such an artifact. */
	private static boolean isDemanded(Mixture mixture, int artifact) {
		return mixture.is(
				"""
						EXISTS (SELECT FROM build_artifact a JOIN build b ON b.id = a.build_id WHERE a.id = %d AND b.status = 'COMPLETED'
							AND b.deleted_on IS NULL AND a.artifact_type IN ('DIRECTORY', 'LOCKFILE', 'LOGS'))""",
				artifact);
	}

	/** Whether the build of an artifact should not have any of another type. */
	private static boolean isOfDeletedBuild(Mixture mixture, int artifact) {
		return mixture.is(
				"EXISTS (SELECT FROM build b JOIN build_artifact a ON a.build_id = b.id WHERE a.id = %d AND b.deleted_on < '2024-09-21 11:00')",
				artifact);
	}

	private static void type(Mixture mixture) {
		int id = artifact(mixture, "TRUE");
		int build = buildOf(mixture, id);
		String type = mixture.value("SELECT artifact_type FROM build_artifact WHERE id = " + id);
		if (isDemanded(mixture, id)) {
			mixture.found("B9", row(build));
		}
		if (isOfDeletedBuild(mixture, id)) {
			mixture.found("B7", row(build));
		}
		mixture.run("UPDATE build_artifact SET artifact_type = %s WHERE id = %d", mixture.oneOf("lower(artifact_type)",
				"initcap(artifact_type)", "' ' || artifact_type", "lower(replace(artifact_type, '_', '-')) || ' '"),
				id);
		mixture.found("B2", "build_artifact " + id);
		mixture.expect(type, "SELECT artifact_type FROM build_artifact WHERE id = %d", id);
	}

	private static void noType(Mixture mixture) {
		int id = artifact(mixture, "TRUE");
		int build = buildOf(mixture, id);
		if (isDemanded(mixture, id)) {
			mixture.left("B9", row(build));
		}
		if (isOfDeletedBuild(mixture, id)) {
			mixture.left("B7", row(build));
		}
		mixture.run("UPDATE build_artifact SET artifact_type = '%s' WHERE id = %d",
				mixture.oneOf("ARCHIVE", "TARBALL", "", "LOGS2"), id);
		mixture.left("B2", "build_artifact " + id);
	}

	private static void noKey(Mixture mixture) {
		int id = artifact(mixture, "TRUE");
		int build = buildOf(mixture, id);
		boolean directory = mixture.is("(SELECT artifact_type FROM build_artifact WHERE id = %d) = 'DIRECTORY'", id);
		boolean demanded = isDemanded(mixture, id);
		mixture.run("UPDATE build_artifact SET key = NULL WHERE id = %d", id);
		if (directory) {
			mixture.left("B2", "build_artifact " + id);
			return;
		}
		mixture.found("B2", "build_artifact " + id);
		mixture.gone("build_artifact", "id = %d", id);
		if (demanded) {
			// The row said nothing; only now it is seen that something is missing.
			mixture.follows("B9", row(build));
		}
	}

	private static void noBuild(Mixture mixture) {
		int id = artifact(mixture, "TRUE");
		int build = buildOf(mixture, id);
		if (isDemanded(mixture, id)) {
			mixture.left("B9", row(build));
		}
		mixture.run("UPDATE build_artifact SET build_id = NULL WHERE id = %d", id);
		mixture.left("B2", "build_artifact " + id);
	}

	private static void deletedBuild(Mixture mixture) {
		int id = mixture.pick("build", "deleted_on < '2024-09-21 11:00'",
				(build) -> Stream.of(state(build), "size of build " + build, artifacts(build)));
		if (mixture.maybe()) {
			mixture.run("UPDATE build SET size = 4096 WHERE id = %d", id);
		}
		else {
			mixture.run("INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (%d, %d, '%s', 'any')",
					mixture.fresh(), id, mixture.oneOf("DOCKER_MANIFEST", "CONTAINER_REGISTRY"));
		}
		mixture.left("B7", row(id));
	}

	private static void lacks(Mixture mixture) {
		int id = artifact(mixture,
				"artifact_type IN ('DIRECTORY', 'LOCKFILE', 'LOGS') AND build_id IN (SELECT id FROM build WHERE status = 'COMPLETED' AND deleted_on IS NULL)");
		int build = buildOf(mixture, id);
		mixture.run("DELETE FROM build_artifact WHERE id = %d", id);
		mixture.left("B9", row(build));
	}

	private static void otherKey(Mixture mixture) {
		int id = artifact(mixture, "TRUE");
		mixture.run("UPDATE build_artifact SET key = %s WHERE id = %d",
				mixture.oneOf("md5(key)", "'elsewhere'", "reverse(key)"), id);
		mixture.left("B10", "build_artifact " + id);
	}

	private static void copies(Mixture mixture) {
		int id = mixture.pick("build_artifact", "TRUE", (artifact) -> Stream.of(artifacts(buildOf(mixture, artifact))));
		for (int copies = mixture.oneOf(1, 2, 3); copies > 0; copies--) {
			int copy = mixture.fresh();
			mixture.run(
					"INSERT INTO build_artifact (id, build_id, artifact_type, key) SELECT %d, build_id, artifact_type, key FROM build_artifact WHERE id = %d",
					copy, id);
			mixture.found("B11", "build_artifact " + copy);
			mixture.gone("build_artifact", "id = %d", copy);
		}
	}

	// Environments

	private static int currentBuild(Mixture mixture, int environment) {
		return mixture.ids(CURRENT_BUILD.formatted(environment)).get(0);
	}

	private static void noCurrentBuild(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		boolean completed = mixture.maybe();
		if (!completed) {
			mixture.run(
					"UPDATE build SET deleted_on = '%s' WHERE environment_id = %d AND status = 'COMPLETED' AND deleted_on IS NULL",
					JUST_NOW, id);
		}
		@Nullable String newest = mixture.value(completed ? NEWEST.formatted(id, 0)
				: "SELECT max(id) FROM build WHERE deleted_on IS NULL AND environment_id = " + id);
		mixture.run("UPDATE environment SET current_build_id = NULL WHERE id = %d", id);
		mixture.found("E1", "environment " + id);
		mixture.expect(newest, CURRENT_BUILD, id);
	}

	private static void noBuilds(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run("UPDATE build SET deleted_on = '%s' WHERE environment_id = %d AND deleted_on IS NULL", JUST_NOW,
				id);
		mixture.run("UPDATE environment SET current_build_id = NULL WHERE id = %d", id);
		mixture.found("E1", "environment " + id);
		mixture.found("E7", "environment " + id);
		mixture.expect(NOW, "SELECT deleted_on::text FROM environment WHERE id = %d", id);
	}

	private static void foreignBuild(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		int build = build(mixture, "environment_id <> " + id);
		mixture.run("UPDATE environment SET current_build_id = %d WHERE id = %d", build, id);
		mixture.found("E2", "environment " + id);
		mixture.expect(mixture.value(NEWEST.formatted(id, 0)), CURRENT_BUILD, id);
	}

	private static void deletedCurrentBuild(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		int build = currentBuild(mixture, id);
		mixture.run("UPDATE build SET deleted_on = '%s' WHERE id = %d", JUST_NOW, build);
		mixture.found("E2", "environment " + id);
		mixture.expect(mixture.value(NEWEST.formatted(id, 0)), CURRENT_BUILD, id);
	}

	private static void deletedCompletedBuilds(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run(
				"UPDATE build SET deleted_on = '%s' WHERE environment_id = %d AND status = 'COMPLETED' AND deleted_on IS NULL",
				JUST_NOW, id);
		mixture.left("E2", "environment " + id);
	}

	private static void unfinishedCurrentBuild(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run(
				"UPDATE environment SET current_build_id = (SELECT max(id) FROM build WHERE status = '%s' AND environment_id = %d) WHERE id = %2$d",
				mixture.oneOf("FAILED", "CANCELED"), id);
		mixture.found("E2", "environment " + id);
		mixture.expect(mixture.value(NEWEST.formatted(id, 0)), CURRENT_BUILD, id);
	}

	private static void deletedEnvironment(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run("UPDATE environment SET deleted_on = '2024-09-21 10:59' WHERE id = %d", id);
		mixture.run("UPDATE build SET deleted_on = '2024-09-21 10:59' WHERE deleted_on IS NULL AND environment_id = %d",
				id);
		mixture.left("E3", "environment " + id);
	}

	private static void oldEnvironment(Mixture mixture) {
		mixture.claim("analyst/test");
		int id = mixture.fresh();
		int build = mixture.fresh();
		mixture.run("INSERT INTO environment (id, namespace_id, name, description) VALUES (%d, 3, 'test', '')", id);
		mixture
			.run("""
					INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
					VALUES (%d, 1, %d, 'FAILED', 0, '2024-03-20 08:00', '2024-03-20 08:01', '2024-03-20 08:02', 2)""",
					build, id);
		mixture.run("UPDATE environment SET current_build_id = %d WHERE id = %d", build, id);
		mixture.left("E5", "environment " + id);
		mixture.left("E7", "environment " + id);
	}

	private static void liveBuilds(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run("UPDATE environment SET deleted_on = '%s' WHERE id = %d", JUST_NOW, id);
		mixture.ids("SELECT id FROM build WHERE deleted_on IS NULL AND environment_id = " + id)
			.forEach((build) -> mixture.left("E6", row(build)));
	}

	private static void failedBuilds(Mixture mixture) {
		int id = environment(mixture, OF_EIGHT);
		mixture.run(
				"""
						UPDATE build SET status = 'FAILED', started_on = coalesce(started_on, scheduled_on), ended_on = coalesce(ended_on, started_on, scheduled_on)
						WHERE environment_id = %d AND status IN ('COMPLETED', 'QUEUED', 'BUILDING')""",
				id);
		mixture.left("E7", "environment " + id);
		mixture.ids("SELECT id FROM build WHERE build_key_version = 3 AND hash IS NULL AND environment_id = " + id)
			.forEach((build) -> mixture.found("B17", row(build)));
	}

	private static void nameOfEnvironment(Mixture mixture) {
		int id = mixture.fresh();
		mixture.run("INSERT INTO environment (id, namespace_id, name, description) VALUES (%d, 2, '%s %1$d', '')", id,
				mixture.oneOf("a b", "ä", "x/y", "é☃"));
		mixture.left("N5", "environment " + id);
		mixture.found("E1", "environment " + id);
		mixture.found("E7", "environment " + id);
		mixture.changes("environment " + id);
	}

}
