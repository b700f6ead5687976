package org.condastore.shell.change;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.schema.testing.TestDatabase;
import org.jooq.DSLContext;

/** Lines that change something, about what there is. */
final class RandomChanges {

	/** A word that begins with $ stands for something that there is; # for a number. */
	private static final List<String> LINES = List.of("namespace create new-#", "namespace create $namespace",
			"namespace create made --metadata '{\"n\": #}'", "namespace set-metadata $namespace '{\"n\":  #}'",
			"namespace delete $namespace", "namespace restore $namespace", "namespace restore gone",
			"namespace purge $namespace", "namespace purge gone", "namespace rename $namespace renamed-#",
			"namespace rename spare renamed-#", "environment set-description $environment 'text #'",
			"environment set-description $environment ''", "environment set-current $environment $build",
			"environment set-current $candidate", "environment delete $environment", "environment restore $environment",
			"environment purge $environment", "environment purge spare/old", "build fail $build --stuck-for 1h",
			"build cancel $build", "build fail $unended --stuck-for 0s", "build cancel $unended --stuck-for 0s",
			"build delete $build", "build restore $build", "build restore $deleted", "build restore $restorable",
			"build purge $build", "build purge $deleted", "build purge --deleted", "build prune --keep-last #",
			"build prune --older-than #0d --namespace $namespace", "build clear-artifact $artifact",
			"specification purge", "specification purge --limit 1", "solve purge", "channel delete $channel",
			"channel delete https://conda.example.org/unused", "role grant $namespace $namespace developer",
			"role grant $namespace $namespace/* admin --generation 1", "role set $mapping viewer",
			"role set $mapping admin", "role revoke $mapping",
			"setting set conda_channel_alias https://conda.example.org/#",
			"setting set conda_default_channels a,b# --namespace $namespace",
			"setting set default_uid # --environment $environment", "setting unset $setting",
			"setting set default_uid #", "row set environment $environment-id description=row-#",
			"row set build $build size=#", "row set build $build status=FAILED", "row set solve 1 ended_on=@null",
			"row delete build $build", "row delete solve 1", "row delete namespace_role_mapping $mapping-id",
			"row delete keyvaluestore $setting-id", "undo", "redo");

	/** What stands for what, longer names first. */
	private static final List<List<String>> PLACES = List.of(
			List.of("$environment-id", "SELECT id::text FROM environment"),
			List.of("$candidate",
					"SELECT n.name || '/' || e.name || ' ' || b.id FROM build b JOIN environment e ON e.id = b.environment_id"
							+ " JOIN namespace n ON n.id = e.namespace_id WHERE b.status = 'COMPLETED'"
							+ " AND b.deleted_on IS NULL AND b.id <> e.current_build_id"),
			List.of("$environment",
					"SELECT n.name || '/' || e.name FROM environment e JOIN namespace n ON n.id = e.namespace_id"),
			List.of("$namespace", "SELECT name FROM namespace"),
			List.of("$unended", "SELECT id::text FROM build WHERE status IN ('QUEUED', 'BUILDING')"),
			List.of("$deleted", "SELECT id::text FROM build WHERE deleted_on IS NOT NULL"),
			List.of("$restorable",
					"SELECT b.id::text FROM build b JOIN environment e ON e.id = b.environment_id"
							+ " JOIN namespace n ON n.id = e.namespace_id WHERE b.deleted_on IS NOT NULL"
							+ " AND e.deleted_on IS NULL AND n.deleted_on IS NULL"),
			List.of("$build", "SELECT id::text FROM build"),
			List.of("$artifact", "SELECT build_id || ' ' || id FROM build_artifact WHERE build_id IS NOT NULL"),
			List.of("$channel", "SELECT name FROM conda_channel"),
			List.of("$mapping-id", "SELECT id::text FROM namespace_role_mapping"),
			List.of("$mapping",
					"SELECT n.name || ' ' || m.entity || ' --generation 1' FROM namespace_role_mapping m JOIN namespace n ON n.id = m.namespace_id"),
			List.of("$setting-id", "SELECT id::text FROM keyvaluestore"),
			List.of("$setting",
					"SELECT key || CASE WHEN prefix LIKE 'setting/%/%' THEN ' --environment ' || substr(prefix, 9)"
							+ " WHEN prefix LIKE 'setting/%' THEN ' --namespace ' || substr(prefix, 9) ELSE '' END FROM keyvaluestore"));

	private static final String ADDED = """
			INSERT INTO namespace (id, name, metadata_, deleted_on)
			VALUES (900000, 'gone', '{}', '2024-09-01'), (900001, 'spare', '{"a":  1}', NULL);
			INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile)
			VALUES (900000, 'old', '{"name": "old", "channels": []}', md5('old'), '2024-01-01', false),
			    (900001, 'orphan', '{"name": "orphan"}', md5('orphan'), '2024-01-01', false),
			    (900002, 'other', '{"name": "other"}', md5('other'), '2024-01-01', false);
			INSERT INTO environment (id, namespace_id, name, deleted_on)
			VALUES (900000, 900000, 'old', '2024-09-01'), (900001, 900001, 'old', '2024-08-01');
			INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on,
			    deleted_on, build_key_version)
			SELECT 900000 + n, 900000, 900000 + n % 2, CASE WHEN n < 2 THEN 'COMPLETED' ELSE 'FAILED' END, 0,
			    '2024-08-01', '2024-08-01', '2024-08-01 01:00', '2024-09-01', 2
			FROM generate_series(0, 5) n;
			UPDATE environment SET current_build_id = id WHERE id IN (900000, 900001);
			INSERT INTO build_conda_package_build (build_id, conda_package_build_id)
			SELECT 900000 + n, p.id FROM generate_series(0, 5) n, (SELECT id FROM conda_package_build ORDER BY id LIMIT 20) p;
			INSERT INTO namespace_role_mapping (namespace_id, entity, role) VALUES (900000, 'default/*', 'viewer');
			INSERT INTO namespace_role_mapping_v2 (namespace_id, other_namespace_id, role) VALUES (900000, 900001, 'viewer');
			INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on)
			VALUES (900000, 900002, '2024-08-01', '2024-08-01', '2024-08-01 00:01');
			INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id)
			SELECT 900000, id FROM conda_package_build ORDER BY id LIMIT 5;
			INSERT INTO conda_channel (name) VALUES ('https://conda.example.org/unused');
			UPDATE build SET deleted_on = '2024-09-10' WHERE id IN (1, 7, 50);
			""";

	private RandomChanges() {
	}

	/** Adds what the live database lacks for some verbs to have something to do. */
	static void prepare(TestDatabase database) {
		database.load(ADDED);
	}

	/** The verbs that occur. */
	static List<String> verbs() {
		return LINES.stream().map(RandomChanges::verb).distinct().sorted().toList();
	}

	/** Noun and verb of a line. */
	static String verb(String line) {
		String[] words = line.split(" ");
		return (words.length > 1) ? words[0] + " " + words[1] : words[0];
	}

	static String line(DSLContext sql, Random random) {
		String line = LINES.get(random.nextInt(LINES.size()));
		for (List<String> place : PLACES) {
			while (line.contains(place.get(0))) {
				List<?> values = sql.fetchValues("SELECT * FROM (%s) q ORDER BY 1".formatted(place.get(1)));
				Object value = values.isEmpty() ? "nothing" : values.get(random.nextInt(values.size()));
				line = line.replaceFirst(Pattern.quote(place.get(0)), Matcher.quoteReplacement(String.valueOf(value)));
			}
		}
		return line.replace("#", String.valueOf(random.nextInt(5)));
	}

	/** What conda-store might do meanwhile. */
	static String ofSecondWriter(Random random) {
		int number = 1 + random.nextInt(61);
		List<String> writes = List.of(
				"UPDATE build SET status = 'COMPLETED', ended_on = '2024-09-21 11:00:00' WHERE id = %d",
				"UPDATE build SET status = 'COMPLETED', size = %d WHERE status IN ('QUEUED', 'BUILDING')",
				"UPDATE environment SET description = 'other %d'", "UPDATE build SET size = coalesce(size, 0) + %d",
				"UPDATE environment SET description = 'other' WHERE id = %d %% 24 + 1",
				"UPDATE environment e SET current_build_id = (SELECT max(id) FROM build b WHERE b.environment_id = e.id)"
						+ " WHERE id = %d %% 24 + 1",
				"INSERT INTO build_artifact (build_id, artifact_type, key) SELECT id, 'YAML', 'yaml/x' FROM build WHERE id = %d",
				"UPDATE keyvaluestore SET value = '%d'", "UPDATE namespace SET metadata_ = '{\"other\": %d}'",
				"UPDATE namespace_role_mapping SET role = 'admin' WHERE id > %d %% 3",
				"UPDATE build SET deleted_on = '2024-09-20' WHERE deleted_on IS NOT NULL AND id > %d");
		return writes.get(random.nextInt(writes.size())).formatted(number);
	}

}
