package org.condastore.shell.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * What can break in namespaces, settings, the task queue, role mappings, specifications
 * and packages.
 */
final class MutationsBesidesBuilds {

	static final List<Mutation> ALL = List.of(
			new Mutation("S3: a sequence is behind", MutationsBesidesBuilds::sequence),
			// Namespaces
			new Mutation("N1: a namespace has a name that is not allowed", MutationsBesidesBuilds::nameOfNamespace),
			new Mutation("N1: the name that would be allowed is taken", MutationsBesidesBuilds::nameThatIsTaken),
			new Mutation("N1, E7: something was built under a name that is not allowed",
					MutationsBesidesBuilds::nameWithBuild),
			new Mutation("N2: metadata is no object", MutationsBesidesBuilds::metadata),
			new Mutation("N3, R2: role mappings keep a namespace from going", MutationsBesidesBuilds::goingNamespace),
			new Mutation("N3, R2: a namespace with all that is in it was deleted long ago",
					MutationsBesidesBuilds::deletedNamespace),
			new Mutation("N4: names differ by case", MutationsBesidesBuilds::namesByCase),
			new Mutation("E4, R2: live environments of a deleted namespace", MutationsBesidesBuilds::liveEnvironments),
			// Settings and counters
			new Mutation("K1: a setting is there several times", MutationsBesidesBuilds::repeatedSetting),
			new Mutation("K1: a setting has two values", MutationsBesidesBuilds::contradictedSetting),
			new Mutation("K2: the value of a setting is of no use", MutationsBesidesBuilds::value),
			new Mutation("K2: a list is a lone text", MutationsBesidesBuilds::loneText),
			new Mutation("K2: the value of a setting that restricts is of no use",
					MutationsBesidesBuilds::valueThatRestricts),
			new Mutation("K3: a setting is nowhere", MutationsBesidesBuilds::unreadSetting),
			new Mutation("K4: artifact types are misspelled", MutationsBesidesBuilds::artifactTypes),
			new Mutation("K4: a list of artifact types is none", MutationsBesidesBuilds::noArtifactTypes),
			new Mutation("K5: a setting that nobody knows", MutationsBesidesBuilds::unknownSetting),
			new Mutation("G1: the sizes of the storage are missing", MutationsBesidesBuilds::configuration),
			// The task queue
			new Mutation("G2: messages were read long ago", MutationsBesidesBuilds::messages),
			new Mutation("G4: tasks have ended long ago", MutationsBesidesBuilds::results),
			// Role mappings
			new Mutation("R1: a role is called editor", MutationsBesidesBuilds::editor),
			new Mutation("R1: a role or an entity is none", MutationsBesidesBuilds::unreadableMapping),
			new Mutation("R1, R5, R4: an editor is a developer already", MutationsBesidesBuilds::editorAndDeveloper),
			new Mutation("R2: a role between namespaces is called editor", MutationsBesidesBuilds::editorBetween),
			new Mutation("R2: a role between namespaces is none, or on itself",
					MutationsBesidesBuilds::unreadableBetween),
			new Mutation("R4: a role is mapped several times", MutationsBesidesBuilds::repeatedMapping),
			new Mutation("R5: two roles on the same", MutationsBesidesBuilds::contradictedMapping),
			// Specifications and solves
			new Mutation("P1: a specification has another name", MutationsBesidesBuilds::renamed),
			new Mutation("P1, P3: a hash is in capitals", MutationsBesidesBuilds::hashInCapitals),
			new Mutation("P3: a hash is another one", MutationsBesidesBuilds::otherHash),
			new Mutation("P4, P3: a description is missing", MutationsBesidesBuilds::description),
			new Mutation("N5: a specification has a name that is not allowed",
					MutationsBesidesBuilds::nameOfSpecification),
			new Mutation("P2: a specification is not used", MutationsBesidesBuilds::unused),
			new Mutation("P5: a solve is of no use any more, and its specification neither",
					MutationsBesidesBuilds::solve),
			// Packages
			new Mutation("C1: a package build has no channel", MutationsBesidesBuilds::noChannel),
			new Mutation("C1: a package build has another channel, or no package",
					MutationsBesidesBuilds::otherChannel),
			new Mutation("C2, C1: copies of a package build without channel", MutationsBesidesBuilds::copies),
			new Mutation("C2, C1: the copy of a package build has the channel",
					MutationsBesidesBuilds::copyWithChannel),
			new Mutation("C2, C1: neither copy has a channel", MutationsBesidesBuilds::copiesWithoutChannel),
			new Mutation("C3: a channel was not read lately", MutationsBesidesBuilds::channel),
			new Mutation("C4, S1: package lists name what there is not", MutationsBesidesBuilds::lostLinks),
			new Mutation("C4, S1: package lists are of solves that there are not",
					MutationsBesidesBuilds::linksOfLostSolves),
			new Mutation("C5: a package has no channel", MutationsBesidesBuilds::packageWithoutChannel),
			new Mutation("C5, C1: neither package nor one of its builds has a channel",
					MutationsBesidesBuilds::packageAndBuildWithoutChannel),
			new Mutation("C5, C2, C1: a package has no channel, nor has the copy of its build",
					MutationsBesidesBuilds::packageAndCopyWithoutChannel),
			new Mutation("C5, C1: nobody knows the channel of a package", MutationsBesidesBuilds::unknownChannel));

	private static final String LONG_AGO = "2024-09-21 10:59";

	private static final String JUST_NOW = "2024-09-21 11:30";

	private static final String SETTING = "keyvaluestore ";

	private static final String RESTRICTING = "('conda_allowed_channels', 'conda_required_packages', 'pypi_required_packages')";

	private static final String ARTIFACT_TYPES = "('build_artifacts', 'build_artifacts_kept_on_deletion')";

	private static final String LIST = "json_typeof(value) = 'array' AND key NOT IN " + ARTIFACT_TYPES;

	private static final String VALUE = "SELECT value::text FROM keyvaluestore WHERE id = %d";

	private static final String MAPPING = "namespace_role_mapping ";

	private static final String BETWEEN = "namespace_role_mapping_v2 ";

	/** Those of which only one table knows. */
	private static final String PLAIN_MAPPING = "id > 100 AND id < 500000";

	private static final String DRAFT = "name LIKE 'draft-%' AND id < 500000";

	private static final String PACKAGE_BUILD = "conda_package_build ";

	private MutationsBesidesBuilds() {
	}

	private static void sequence(Mixture mixture) {
		String table = mixture.oneOf("namespace", "specification", "environment", "build", "build_artifact",
				"conda_package", "conda_package_build", "keyvaluestore");
		mixture.claim("sequence of " + table);
		mixture.run("SELECT setval(pg_get_serial_sequence('%s', 'id'), 5)", table);
		mixture.found("S3", table + " id");
	}

	// Namespaces

	private static void nameOfNamespace(Mixture mixture) {
		int id = mixture.fresh();
		String name = mixture.oneOf("'a b %d'", "'team/%d'", "'ä☃%d'", "'%d:x'", "NULL").formatted(id);
		mixture.run("INSERT INTO namespace (id, name, metadata_) VALUES (%d, %s, '{}')", id, name);
		mixture.found("N1", "namespace " + id);
		mixture.expect("true", "SELECT (name ~ '^[a-z0-9-]+$')::text FROM namespace WHERE id = %d", id);
	}

	private static void nameThatIsTaken(Mixture mixture) {
		int taken = mixture.pick("namespace", "name LIKE 'lab-%'", (id) -> Stream.of("name of namespace " + id));
		int id = mixture.fresh();
		mixture.run(
				"INSERT INTO namespace (id, name, metadata_) SELECT %d, replace(name, '-', '/'), '{}' FROM namespace WHERE id = %d",
				id, taken);
		mixture.left("N1", "namespace " + id);
	}

	private static void nameWithBuild(Mixture mixture) {
		int id = mixture.fresh();
		mixture.run("INSERT INTO namespace (id, name, metadata_) VALUES (%d, 'built here %1$d', '{}')", id);
		mixture.run("INSERT INTO environment (id, namespace_id, name) VALUES (%d, %1$d, 'test')", id);
		mixture
			.run("""
					INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
					VALUES (%d, 1, %1$d, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 2)""",
					id);
		mixture.run("UPDATE environment SET current_build_id = %d WHERE id = %1$d", id);
		mixture.left("N1", "namespace " + id);
		mixture.left("E7", "environment " + id);
	}

	private static void metadata(Mixture mixture) {
		int id = mixture.pick("namespace", "id < 500000",
				(namespace) -> Stream.of("metadata of namespace " + namespace));
		mixture.run("UPDATE namespace SET metadata_ = %s WHERE id = %d",
				mixture.oneOf("NULL", "'null'", "'[]'", "'\"text\"'", "'7'"), id);
		mixture.found("N2", "namespace " + id);
		mixture.expect("{}", "SELECT metadata_::text FROM namespace WHERE id = %d", id);
	}

	private static void goingNamespace(Mixture mixture) {
		int id = mixture.fresh();
		mixture.run("INSERT INTO namespace (id, name, metadata_, deleted_on) VALUES (%d, 'old-%1$d', '{}', '%s')", id,
				LONG_AGO);
		mixture.left("N3", "namespace " + id);
		if (mixture.maybe()) {
			int mapping = mixture.fresh();
			mixture.run(
					"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (%d, %d, 'x/*', 'viewer')",
					mapping, id);
			mixture.found("R3", MAPPING + mapping);
			mixture.gone("namespace_role_mapping", "id = %d", mapping);
		}
		for (int to = mixture.oneOf(0, 1, 2); to > 0; to--) {
			int mapping = mixture.fresh();
			boolean granted = mixture.maybe();
			mixture.run(
					"INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role) VALUES (%d, %d, %d, '%s')",
					mapping, granted ? id : to, granted ? to : id, mixture.oneOf("viewer", "editor"));
			mixture.found("R2", BETWEEN + mapping);
			mixture.found("R3", BETWEEN + mapping);
			mixture.gone("namespace_role_mapping_v2", "id = %d", mapping);
		}
	}

	/** A namespace with its environments, builds and role mappings. */
	private static int namespace(Mixture mixture) {
		return mixture
			.pick("namespace", "name LIKE 'lab-%' AND deleted_on IS NULL AND id < 500000",
					(id) -> Stream
						.of(Stream.of("namespace " + id),
								mixture.ids("SELECT id FROM environment WHERE namespace_id = " + id)
									.stream()
									.flatMap((environment) -> MutationsOfBuilds.claimsOfEnvironment(mixture,
											environment)),
								mixture.ids("SELECT id FROM namespace_role_mapping WHERE namespace_id = " + id)
									.stream()
									.map((mapping) -> MAPPING + mapping),
								between(mixture, id).stream().map((mapping) -> BETWEEN + mapping))
						.flatMap((claims) -> claims));
	}

	private static List<Integer> between(Mixture mixture, int namespace) {
		return mixture
			.ids("SELECT id FROM namespace_role_mapping_v2 WHERE namespace_id = %d OR other_namespace_id = %1$d"
				.formatted(namespace));
	}

	private static void deletedNamespace(Mixture mixture) {
		int id = namespace(mixture);
		mixture.run(
				"UPDATE build SET deleted_on = '%s' WHERE deleted_on IS NULL AND environment_id IN (SELECT id FROM environment WHERE namespace_id = %d)",
				LONG_AGO, id);
		mixture.run("UPDATE environment SET deleted_on = '%s' WHERE namespace_id = %d", LONG_AGO, id);
		mixture.run("UPDATE namespace SET deleted_on = '%s' WHERE id = %d", LONG_AGO, id);
		mixture.left("N3", "namespace " + id);
		between(mixture, id).forEach((mapping) -> mixture.found("R2", BETWEEN + mapping));
		mixture.gone("namespace_role_mapping", "namespace_id = %d", id);
		mixture.gone("namespace_role_mapping_v2", "namespace_id = %d OR other_namespace_id = %1$d", id);
	}

	private static void namesByCase(Mixture mixture) {
		int one = mixture.pick("namespace", "deleted_on IS NULL AND id < 500000",
				(id) -> Stream.of("namespace " + id, "name of namespace " + id));
		int id = mixture.fresh();
		mixture.run(
				"INSERT INTO namespace (id, name, metadata_) SELECT %d, initcap(name), '{}' FROM namespace WHERE id = %d",
				id, one);
		mixture.left("N4", "namespace " + one);
		mixture.left("N4", "namespace " + id);
	}

	private static void liveEnvironments(Mixture mixture) {
		int id = namespace(mixture);
		mixture.run("UPDATE namespace SET deleted_on = '%s' WHERE id = %d", JUST_NOW, id);
		mixture.ids("SELECT id FROM environment WHERE deleted_on IS NULL AND namespace_id = " + id)
			.forEach((environment) -> mixture.left("E4", "environment " + environment));
		between(mixture, id).forEach((mapping) -> mixture.left("R2", BETWEEN + mapping));
	}

	// Settings and counters

	private static int setting(Mixture mixture, String where) {
		return mixture.pick("keyvaluestore", "id < 500000 AND " + where);
	}

	private static void repeatedSetting(Mixture mixture) {
		int id = setting(mixture, "TRUE");
		mixture.found("K1", SETTING + id);
		for (int copies = mixture.oneOf(1, 2, 4); copies > 0; copies--) {
			int copy = mixture.fresh();
			mixture.run(
					"INSERT INTO keyvaluestore (id, prefix, key, value) SELECT %d, prefix, key, value FROM keyvaluestore WHERE id = %d",
					copy, id);
			mixture.found("K1", SETTING + copy);
			mixture.gone("keyvaluestore", "id = %d", copy);
		}
	}

	private static void contradictedSetting(Mixture mixture) {
		int id = setting(mixture, LIST);
		int other = mixture.fresh();
		mixture.run(
				"INSERT INTO keyvaluestore (id, prefix, key, value) SELECT %d, prefix, key, '[\"other\"]' FROM keyvaluestore WHERE id = %d",
				other, id);
		mixture.left("K1", SETTING + id);
		mixture.left("K1", SETTING + other);
	}

	private static void value(Mixture mixture) {
		int id = setting(mixture, "key NOT IN %s AND key NOT IN %s".formatted(RESTRICTING, ARTIFACT_TYPES));
		mixture.run("UPDATE keyvaluestore SET value = %s WHERE id = %d",
				mixture.oneOf("'{\"a\": [1]}'", "'[1, 2]'", "'[null]'", "'{}'"), id);
		mixture.found("K2", SETTING + id);
		mixture.gone("keyvaluestore", "id = %d", id);
	}

	private static void loneText(Mixture mixture) {
		int id = setting(mixture, LIST);
		mixture.run("UPDATE keyvaluestore SET value = '\"lone\\u2603\"' WHERE id = %d", id);
		mixture.found("K2", SETTING + id);
		mixture.expect("[\"lone\\u2603\"]", VALUE, id);
	}

	private static void valueThatRestricts(Mixture mixture) {
		int id = setting(mixture, "key IN " + RESTRICTING);
		mixture.run("UPDATE keyvaluestore SET value = %s WHERE id = %d",
				mixture.oneOf("NULL", "'null'", "'[1]'", "'true'", "'{}'"), id);
		mixture.left("K2", SETTING + id);
	}

	private static void unreadSetting(Mixture mixture) {
		int id = mixture.fresh();
		String prefix = mixture.oneOf("setting/gone-%d", "setting/lab-1/gone-%d", "settings/%d", "setting//%d",
				"setting/lab-1/env-2/%d");
		mixture.run(
				"INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (%d, '%s', 'conda_allowed_channels', '[]')",
				id, prefix.formatted(id));
		mixture.found("K3", SETTING + id);
		mixture.gone("keyvaluestore", "id = %d", id);
	}

	private static void artifactTypes(Mixture mixture) {
		int id = setting(mixture, "key IN " + ARTIFACT_TYPES);
		String value = mixture.oneOf("[\"logs\", \"ARCHIVE\", \"conda-pack\"]", "[\" LOGS\", \"CONDA_PACK\", \"Logs\"]",
				"[\"logs\",\"conda_pack\", \"\", \"conda-pack\"]");
		mixture.run("UPDATE keyvaluestore SET value = '%s' WHERE id = %d", value, id);
		mixture.found("K4", SETTING + id);
		mixture.expect("[\"LOGS\", \"CONDA_PACK\"]", VALUE, id);
	}

	private static void noArtifactTypes(Mixture mixture) {
		int id = setting(mixture, "key IN " + ARTIFACT_TYPES);
		mixture.run("UPDATE keyvaluestore SET value = %s WHERE id = %d",
				mixture.oneOf("'\"LOGS\"'", "'[\"NOTHING\"]'", "'[1]'", "NULL", "'null'", "'{}'"), id);
		mixture.found("K4", SETTING + id);
		mixture.gone("keyvaluestore", "id = %d", id);
	}

	private static void unknownSetting(Mixture mixture) {
		int id = mixture.fresh();
		mixture.run("INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (%d, 'setting', 'future_%1$d', '7')",
				id);
		mixture.left("K5", SETTING + id);
	}

	private static void configuration(Mixture mixture) {
		mixture.claim("conda_store_configuration");
		mixture.found("G1", "conda_store_configuration 1");
		if (mixture.maybe()) {
			mixture.run("DELETE FROM conda_store_configuration");
			mixture.appears("conda_store_configuration 1");
		}
		else {
			mixture.run("UPDATE conda_store_configuration SET %s = NULL",
					mixture.oneOf("disk_usage", "free_storage", "total_storage"));
		}
		mixture.expect("1",
				"SELECT count(*) FROM conda_store_configuration WHERE disk_usage >= 0 AND free_storage >= 0 AND total_storage >= 0");
	}

	// The task queue

	private static void messages(Mixture mixture) {
		if (!mixture.is("to_regclass('kombu_message') IS NOT NULL")) {
			throw new Mixture.NothingLeft();
		}
		for (int messages = mixture.oneOf(1, 7); messages > 0; messages--) {
			int id = mixture.pick("kombu_message", "NOT visible");
			mixture.run("UPDATE kombu_message SET \"timestamp\" = '2024-09-14 11:59' WHERE id = %d", id);
			mixture.found("G2", "kombu_message " + id);
			mixture.gone("kombu_message", "id = %d", id);
		}
	}

	private static void results(Mixture mixture) {
		if (!mixture.is("to_regclass('celery_taskmeta') IS NOT NULL")) {
			throw new Mixture.NothingLeft();
		}
		for (int results = mixture.oneOf(1, 7); results > 0; results--) {
			int id = mixture.pick("celery_taskmeta", "TRUE");
			mixture.run("UPDATE celery_taskmeta SET date_done = '2024-09-19 11:59' WHERE id = %d", id);
			mixture.found("G4", "celery_taskmeta " + id);
			mixture.gone("celery_taskmeta", "id = %d", id);
		}
	}

	// Role mappings

	private static void editor(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping", PLAIN_MAPPING);
		mixture.run("UPDATE namespace_role_mapping SET role = 'editor' WHERE id = %d", id);
		mixture.found("R1", MAPPING + id);
		mixture.expect("developer", "SELECT role FROM namespace_role_mapping WHERE id = %d", id);
	}

	private static void unreadableMapping(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping", PLAIN_MAPPING);
		mixture.run(
				"UPDATE namespace_role_mapping SET %s WHERE id = %d", mixture.oneOf("role = 'Admin'", "role = ''",
						"role = 'owner'", "entity = 'team-' || id", "entity = '/' || id", "entity = '?' || id || '/*'"),
				id);
		mixture.left("R1", MAPPING + id);
	}

	private static void editorAndDeveloper(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping", "role = 'developer' AND " + PLAIN_MAPPING);
		int editor = mixture.fresh();
		mixture.run(
				"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) SELECT %d, namespace_id, entity, 'editor' FROM namespace_role_mapping WHERE id = %d",
				editor, id);
		mixture.found("R1", MAPPING + editor);
		mixture.found("R3", MAPPING + editor);
		mixture.found("R5", MAPPING + id);
		mixture.found("R5", MAPPING + editor);
		mixture.gone("namespace_role_mapping", "id = %d", editor);
	}

	private static void editorBetween(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping_v2", PLAIN_MAPPING);
		mixture.run("UPDATE namespace_role_mapping_v2 SET role = 'editor' WHERE id = %d", id);
		mixture.found("R2", BETWEEN + id);
		mixture.expect("developer", "SELECT role FROM namespace_role_mapping_v2 WHERE id = %d", id);
	}

	private static void unreadableBetween(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping_v2", PLAIN_MAPPING);
		if (mixture.maybe()) {
			mixture.run("UPDATE namespace_role_mapping_v2 SET role = '%s' WHERE id = %d",
					mixture.oneOf("owner", "Viewer"), id);
		}
		else {
			mixture.claim("itself of "
					+ mixture.value("SELECT namespace_id FROM namespace_role_mapping_v2 WHERE id = " + id));
			mixture.run("UPDATE namespace_role_mapping_v2 SET other_namespace_id = namespace_id WHERE id = %d", id);
		}
		mixture.left("R2", BETWEEN + id);
	}

	private static void repeatedMapping(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping", PLAIN_MAPPING);
		for (int copies = mixture.oneOf(1, 3); copies > 0; copies--) {
			int copy = mixture.fresh();
			mixture.run(
					"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) SELECT %d, namespace_id, entity, role FROM namespace_role_mapping WHERE id = %d",
					copy, id);
			mixture.found("R3", MAPPING + copy);
			mixture.found("R4", MAPPING + copy);
			mixture.gone("namespace_role_mapping", "id = %d", copy);
		}
	}

	private static void contradictedMapping(Mixture mixture) {
		int id = mixture.pick("namespace_role_mapping", "role <> 'admin' AND " + PLAIN_MAPPING);
		int other = mixture.fresh();
		mixture.run(
				"INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) SELECT %d, namespace_id, entity, 'admin' FROM namespace_role_mapping WHERE id = %d",
				other, id);
		mixture.left("R5", MAPPING + id);
		mixture.left("R5", MAPPING + other);
		mixture.left("R3", MAPPING + other);
	}

	// Specifications and solves

	private static void renamed(Mixture mixture) {
		int id = mixture.pick("specification", DRAFT);
		mixture.run("UPDATE specification SET name = 'renamed' WHERE id = %d", id);
		mixture.left("P1", "specification " + id);
	}

	private static void hashInCapitals(Mixture mixture) {
		int id = mixture.pick("specification", "sha256 ~ '[a-f]' AND " + DRAFT);
		mixture.run("UPDATE specification SET sha256 = upper(sha256) WHERE id = %d", id);
		mixture.left("P1", "specification " + id);
		wrongHash(mixture, id);
	}

	private static void otherHash(Mixture mixture) {
		int id = mixture.pick("specification", "NOT is_lockfile AND " + DRAFT);
		mixture.run("UPDATE specification SET sha256 = md5(sha256) || md5(name) WHERE id = %d", id);
		wrongHash(mixture, id);
	}

	private static void description(Mixture mixture) {
		int id = mixture.pick("specification", DRAFT);
		mixture.run("UPDATE specification SET spec = json_build_object('name', name) WHERE id = %d", id);
		mixture.left("P4", "specification " + id);
		wrongHash(mixture, id);
	}

	/** Nobody can tell of a lockfile. */
	private static void wrongHash(Mixture mixture, int id) {
		if (mixture.is("(SELECT NOT is_lockfile FROM specification WHERE id = %d)", id)) {
			mixture.left("P3", "specification " + id);
		}
	}

	private static void nameOfSpecification(Mixture mixture) {
		int id = mixture.pick("specification", "is_lockfile AND " + DRAFT);
		mixture.run(
				"UPDATE specification SET name = 'not allowed', spec = replace(spec::text, name, 'not allowed')::json WHERE id = %d",
				id);
		mixture.left("N5", "specification " + id);
	}

	private static void unused(Mixture mixture) {
		int id = mixture.pick("specification", DRAFT);
		mixture.run("UPDATE specification SET created_on = '2024-09-20 11:59' WHERE id = %d", id);
		mixture.found("P2", "specification " + id);
		mixture.gone("specification", "id = %d", id);
	}

	private static void solve(Mixture mixture) {
		int id = mixture.pick("solve", "id > 100");
		mixture.run(
				"UPDATE solve SET scheduled_on = '2024-08-01 08:00', started_on = '2024-08-01 08:00', ended_on = '2024-08-01 08:01' WHERE id = %d",
				id);
		mixture.found("P5", "solve " + id);
		mixture.gone("solve", "id = %d", id);
		mixture.gone("solve_conda_package_build", "solve_id = %d", id);
		mixture.gone("specification", "id = %d", id);
	}

	// Packages

	private static int packageBuild(Mixture mixture, String where) {
		return mixture.pick("conda_package_build", "id < 500000 AND " + where);
	}

	/** A package with all of its package builds. */
	private static int packageWithBuilds(Mixture mixture) {
		return mixture.pick("conda_package", "id < 500000", (id) -> Stream.concat(Stream.of("conda_package " + id),
				buildsOf(mixture, id).stream().map((packageBuild) -> PACKAGE_BUILD + packageBuild)));
	}

	private static List<Integer> buildsOf(Mixture mixture, int packageId) {
		return mixture.ids("SELECT id FROM conda_package_build WHERE package_id = %d ORDER BY id".formatted(packageId));
	}

	private static void requireChannel(Mixture mixture, int packageBuild) {
		mixture.expect("true",
				"SELECT (b.channel_id = p.channel_id)::text FROM conda_package_build b JOIN conda_package p ON p.id = b.package_id WHERE b.id = %d",
				packageBuild);
	}

	private static void noChannel(Mixture mixture) {
		int id = packageBuild(mixture, "TRUE");
		mixture.run("UPDATE conda_package_build SET channel_id = NULL WHERE id = %d", id);
		mixture.found("C1", PACKAGE_BUILD + id);
		requireChannel(mixture, id);
	}

	private static void otherChannel(Mixture mixture) {
		int id = packageBuild(mixture, "TRUE");
		mixture.run("UPDATE conda_package_build SET %s WHERE id = %d",
				mixture.oneOf("channel_id = 106", "package_id = NULL", "package_id = NULL, channel_id = NULL"), id);
		mixture.left("C1", PACKAGE_BUILD + id);
	}

	/**
	 * Inserts a copy of a package build, and links to it from some builds and a solve.
	 * @param channel SQL
	 * @return its id
	 */
	private static int copy(Mixture mixture, int of, String channel) {
		int copy = mixture.fresh();
		mixture
			.run("""
					INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp)
					SELECT %d, package_id, %s, build, build_number, constrains, depends, md5, sha256, %s, subdir, timestamp FROM conda_package_build WHERE id = %d""",
					copy, channel, mixture.oneOf("size", "-1"), of);
		mixture.run(
				"INSERT INTO build_conda_package_build SELECT id, %d FROM build WHERE status = 'COMPLETED' AND hashint4(id) %% %d = 0",
				copy, mixture.oneOf(3, 30, 90));
		if (mixture.maybe()) {
			int solve = mixture.pick("solve", "TRUE");
			mixture.run("INSERT INTO solve_conda_package_build VALUES (%d, %d)", solve, copy);
		}
		return copy;
	}

	/**
	 * What a repair makes of copies.
	 * @param stays what all links lead to in the end
	 */
	private static void merged(Mixture mixture, int stays, List<Integer> copies) {
		for (int copy : copies) {
			mixture.found("C2", PACKAGE_BUILD + copy);
			goes(mixture, stays, copy);
		}
	}

	private static void goes(Mixture mixture, int stays, int copy) {
		mixture.gone("conda_package_build", "id = %d", copy);
		for (String owner : List.of("build", "solve")) {
			mixture.gone(owner + "_conda_package_build", "conda_package_build_id = %d", copy);
			mixture
				.ids("""
						SELECT %1$s_id FROM %1$s_conda_package_build WHERE conda_package_build_id = %2$d
						EXCEPT SELECT %1$s_id FROM %1$s_conda_package_build WHERE conda_package_build_id = %3$d"""
					.formatted(owner, copy, stays))
				.forEach((id) -> mixture.appears("%s_conda_package_build %d,%d".formatted(owner, id, stays)));
		}
	}

	private static void copies(Mixture mixture) {
		int id = packageBuild(mixture, "TRUE");
		List<Integer> copies = Stream.generate(() -> copy(mixture, id, "NULL")).limit(mixture.oneOf(1, 3)).toList();
		copies.forEach((copy) -> mixture.found("C1", PACKAGE_BUILD + copy));
		merged(mixture, id, copies);
	}

	private static void copyWithChannel(Mixture mixture) {
		int id = packageBuild(mixture, "TRUE");
		String channel = mixture.value("SELECT channel_id FROM conda_package_build WHERE id = " + id);
		mixture.run("UPDATE conda_package_build SET channel_id = NULL WHERE id = %d", id);
		int copy = copy(mixture, id, String.valueOf(channel));
		mixture.found("C1", PACKAGE_BUILD + id);
		merged(mixture, copy, List.of(id));
	}

	private static void copiesWithoutChannel(Mixture mixture) {
		int id = packageBuild(mixture, "TRUE");
		mixture.run("UPDATE conda_package_build SET channel_id = NULL, size = 10 WHERE id = %d", id);
		int copy = copy(mixture, id, "NULL");
		mixture.found("C1", PACKAGE_BUILD + id);
		mixture.found("C1", PACKAGE_BUILD + copy);
		merged(mixture, id, List.of(copy));
		requireChannel(mixture, id);
	}

	private static void channel(Mixture mixture) {
		int id = mixture.pick("conda_channel", "TRUE");
		mixture.run("UPDATE conda_channel SET last_update = %s WHERE id = %d",
				mixture.oneOf("NULL", "'2024-09-20 11:59'"), id);
		mixture.left("C3", "conda_channel " + id);
	}

	/** Only without the foreign key can there be such links. */
	private static void lostLinks(Mixture mixture) {
		String key = "build_conda_package_build_conda_package_build_id_fkey";
		mixture.claim(key);
		mixture.run("ALTER TABLE build_conda_package_build DROP CONSTRAINT %s", key);
		mixture.left("S1", "build_conda_package_build constraint " + key);
		mixture.hides("S5", "build_conda_package_build conda_package_build_id");
		int lost = mixture.fresh();
		for (int build : List.of(1, 2, 3)) {
			mixture.run("INSERT INTO build_conda_package_build VALUES (%d, %d)", build, lost);
			mixture.found("C4", "build_conda_package_build %d,%d".formatted(build, lost));
		}
		mixture.gone("build_conda_package_build", "conda_package_build_id = %d", lost);
	}

	private static void linksOfLostSolves(Mixture mixture) {
		String key = "solve_conda_package_build_solve_id_fkey";
		mixture.claim(key);
		mixture.run("ALTER TABLE solve_conda_package_build DROP CONSTRAINT %s", key);
		mixture.left("S1", "solve_conda_package_build constraint " + key);
		int lost = mixture.fresh();
		int packageBuild = packageBuild(mixture, "TRUE");
		mixture.run("INSERT INTO solve_conda_package_build VALUES (%d, %d)", lost, packageBuild);
		mixture.found("C4", "solve_conda_package_build %d,%d".formatted(lost, packageBuild));
		mixture.gone("solve_conda_package_build", "solve_id = %d", lost);
	}

	private static void packageWithoutChannel(Mixture mixture) {
		int id = packageWithBuilds(mixture);
		String channel = mixture.value("SELECT channel_id FROM conda_package WHERE id = " + id);
		mixture.run("UPDATE conda_package SET channel_id = NULL WHERE id = %d", id);
		mixture.found("C5", "conda_package " + id);
		mixture.expect(channel, "SELECT channel_id FROM conda_package WHERE id = %d", id);
	}

	private static void packageAndBuildWithoutChannel(Mixture mixture) {
		int id = packageWithBuilds(mixture);
		int packageBuild = buildsOf(mixture, id).get(0);
		mixture.run("UPDATE conda_package SET channel_id = NULL WHERE id = %d", id);
		mixture.run("UPDATE conda_package_build SET channel_id = NULL WHERE id = %d", packageBuild);
		mixture.found("C5", "conda_package " + id);
		mixture.found("C1", PACKAGE_BUILD + packageBuild);
		requireChannel(mixture, packageBuild);
	}

	/** The one with a channel is the one to keep, whatever the package says. */
	private static void packageAndCopyWithoutChannel(Mixture mixture) {
		int id = packageWithBuilds(mixture);
		int packageBuild = buildsOf(mixture, id).get(0);
		mixture.run("UPDATE conda_package SET channel_id = NULL WHERE id = %d", id);
		int copy = copy(mixture, packageBuild, "NULL");
		mixture.found("C5", "conda_package " + id);
		mixture.found("C1", PACKAGE_BUILD + copy);
		merged(mixture, packageBuild, List.of(copy));
		requireChannel(mixture, packageBuild);
	}

	private static void unknownChannel(Mixture mixture) {
		int id = packageWithBuilds(mixture);
		mixture.run("UPDATE conda_package SET channel_id = NULL WHERE id = %d", id);
		mixture.run("UPDATE conda_package_build SET channel_id = NULL WHERE package_id = %d", id);
		mixture.left("C5", "conda_package " + id);
		buildsOf(mixture, id).forEach((packageBuild) -> mixture.left("C1", PACKAGE_BUILD + packageBuild));
	}

}
