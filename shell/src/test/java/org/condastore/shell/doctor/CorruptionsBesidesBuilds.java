package org.condastore.shell.doctor;

import java.util.List;

/**
 * What breaks the invariants of all that is not of builds, environments and namespaces:
 * the schema, settings, role mappings, specifications, packages and the task queue.
 */
final class CorruptionsBesidesBuilds {

	static final List<Corruption> ALL = List.of(
			Corruption.of("S1", "ALTER TABLE worker DROP COLUMN initialized", "worker column initialized"),
			Corruption
				.of("S1", "ALTER TABLE build ALTER COLUMN build_key_version DROP DEFAULT",
						"build column build_key_version")
				.besides("S7"),
			Corruption.of("S2", """
					CREATE TABLE build_conda_package (build_id integer, conda_package_id integer);
					CREATE TYPE buildstatus AS ENUM ('QUEUED', 'BUILDING', 'COMPLETED', 'FAILED');
					""", "build_conda_package table", "buildstatus type").besides("S7"), Corruption.of("S3", """
					SELECT setval(pg_get_serial_sequence('build', 'id'), 3);
					SELECT setval(pg_get_serial_sequence('conda_package', 'id'), 1, false);
					""", "build id", "conda_package id"), Corruption.of("S4", """
					CREATE INDEX ON keyvaluestore (prefix, key);
					CREATE UNIQUE INDEX ON keyvaluestore (prefix, key) WHERE prefix <> 'setting';
					CREATE UNIQUE INDEX ON keyvaluestore (prefix, key, id);
					""", "keyvaluestore prefix,key").besides("S7"),
			Corruption
				.of("S5", """
						ALTER TABLE worker ADD COLUMN namespace_id integer REFERENCES namespace;
						CREATE INDEX ON build (environment_id);
						CREATE INDEX ON build (specification_id) WHERE deleted_on IS NULL;
						""", "worker namespace_id", "build specification_id", "build_artifact build_id",
						"build_conda_package_build conda_package_build_id", "conda_package_build package_id",
						"environment current_build_id", "namespace_role_mapping namespace_id",
						"namespace_role_mapping_v2 other_namespace_id", "solve specification_id",
						"solve_conda_package_build conda_package_build_id")
				.besides("S7"),
			Corruption.of("S6", """
					CREATE INDEX half_made ON build (status);
					UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_made'::regclass;
					""", "build index half_made"),
			Corruption.of("S7", "CREATE TABLE mine (id integer PRIMARY KEY)", "mine table"), Corruption.of("K2", """
					INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
						(11, 'setting', 'conda_default_channels', '"conda-forge"'),
						(12, 'setting/team', 'conda_solve_platforms', '[1]'),
						(13, 'setting', 'conda_max_solve_time', 'null'), (14, 'setting', 'conda_command', NULL);
					""", "keyvaluestore 11", "keyvaluestore 12", "keyvaluestore 13", "keyvaluestore 14"),
			Corruption
				.of("K2", "UPDATE keyvaluestore SET value = '{\"a\": 1}' WHERE id IN (2, 3)", "keyvaluestore 2",
						"keyvaluestore 3")
				.leaving("keyvaluestore 3"),
			Corruption.of("K3",
					"""
							INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
								(11, 'setting/gone', 'conda_allowed_channels', '[]'),
								(12, 'setting/team/gone', 'pypi_included_packages', '[]'),
								(13, 'setting/team', 'conda_command', '"mamba"'), (14, 'settings', 'default_namespace', '"x"'),
								(15, 'setting/', 'conda_channel_alias', '"x"'), (16, 'setting/team/test/more', 'default_uid', '1');
							""",
					"keyvaluestore 11", "keyvaluestore 12", "keyvaluestore 13", "keyvaluestore 14", "keyvaluestore 15",
					"keyvaluestore 16"),
			Corruption.of("K4", """
					INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
						(11, 'setting', 'build_artifacts', '["lockfile", "conda-pack", "ARCHIVE"]'),
						(12, 'setting/team', 'build_artifacts', '"YAML"'),
						(13, 'setting', 'build_artifacts_kept_on_deletion', '["NOTHING"]');
					""", "keyvaluestore 11", "keyvaluestore 12", "keyvaluestore 13"), Corruption.of("K5", """
					INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (11, 'setting', 'archive_after', '7')
					""", "keyvaluestore 11"),
			Corruption.of("G2",
					"""
							CREATE TABLE kombu_queue (id integer PRIMARY KEY, name varchar(200));
							CREATE TABLE kombu_message (id integer PRIMARY KEY, visible boolean, "timestamp" timestamp, payload text,
								version smallint, queue_id integer CONSTRAINT "FK_kombu_message_queue" REFERENCES kombu_queue);
							INSERT INTO kombu_queue VALUES (1, 'celery');
							INSERT INTO kombu_message VALUES (1, false, '2024-09-01', 'a', 1, 1), (2, true, '2024-09-01', 'b', 1, 1),
								(3, false, '2024-09-21 11:00', 'c', 1, 1), (4, false, '2024-09-02', 'd', 1, 1);
							""",
					"kombu_message 1", "kombu_message 4"),
			Corruption.of("G3", """
					ALTER TABLE worker SET (autovacuum_enabled = false);
					INSERT INTO worker (id, initialized) SELECT 1000 + i, true FROM generate_series(1, 12000) i;
					DELETE FROM worker WHERE id > 1000;
					SELECT pg_stat_force_next_flush();
					""", "worker rows").besides("S7"), Corruption.of("G4", """
					CREATE TABLE celery_taskmeta (id integer PRIMARY KEY, task_id varchar(155), status varchar(50),
						result bytea, date_done timestamp);
					INSERT INTO celery_taskmeta VALUES (1, 'a', 'SUCCESS', '\\x80', '2024-09-01'),
						(2, 'b', 'SUCCESS', NULL, '2024-09-21'), (3, 'c', 'PENDING', NULL, NULL);
					""", "celery_taskmeta 1"),
			Corruption
				.of("R1",
						"""
								UPDATE namespace_role_mapping SET role = 'editor' WHERE id = 1;
								INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES
									(11, 3, 'team', 'viewer'), (12, 3, 'a/*', 'Admin'), (13, 3, '?a/*', 'viewer'), (14, 3, 'a.b+/c?', 'viewer');
								""",
						"namespace_role_mapping 1", "namespace_role_mapping 11", "namespace_role_mapping 12",
						"namespace_role_mapping 13")
				.leaving("namespace_role_mapping 11", "namespace_role_mapping 12", "namespace_role_mapping 13"),
			Corruption.of("R2", """
					INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role) VALUES
						(11, 1, 1, 'viewer'), (12, 1, 3, 'editor'), (13, 3, 1, 'owner');
					""", "namespace_role_mapping_v2 11", "namespace_role_mapping_v2 12", "namespace_role_mapping_v2 13")
				.leaving("namespace_role_mapping_v2 11", "namespace_role_mapping_v2 13"),
			Corruption
				.of("R2", "UPDATE namespace SET deleted_on = '2024-09-21 11:59' WHERE id = 3",
						"namespace_role_mapping_v2 1")
				.leaving("namespace_role_mapping_v2 1"),
			Corruption.of("R3",
					"""
							INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role) VALUES (11, 1, 3, 'admin')
							""",
					"namespace_role_mapping 2", "namespace_role_mapping_v2 11"),
			Corruption.of("R4", """
					INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES
						(11, 3, 'team/*', 'viewer'), (12, 3, 'team/*', 'viewer'), (13, 1, 'team/*', 'viewer');
					""", "namespace_role_mapping 11", "namespace_role_mapping 12"),
			Corruption.of("R5",
					"""
							INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (11, 3, 'team/*', 'admin')
							""",
					"namespace_role_mapping 1", "namespace_role_mapping 11"),
			Corruption.of("P1",
					"""
							INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile) VALUES
								(11, 'other', '{"name": "x", "description": ""}', repeat('a', 64), '2024-09-21 11:00', true),
								(12, 'y', '{"name": "y", "description": "\\u0000"}', repeat('A', 64), '2024-09-21 11:00', true),
								(13, 'y', '{"name": "y", "description": "\\ud83d\\ude00"}', repeat('b', 64), '2024-09-21 11:00', true),
								(14, 'z', '{"description": ""}', repeat('c', 64), '2024-09-21 11:00', true);
							""",
					"specification 11", "specification 12", "specification 14"),
			Corruption.of("P2", """
					INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile) VALUES
						(11, 'x', '{"name": "x", "description": ""}', repeat('a', 64), '2024-09-01', true),
						(12, 'x', '{"name": "x", "description": ""}', repeat('b', 64), '2024-09-21 11:00', true);
					""", "specification 11"), Corruption.of("P3", """
					INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile) VALUES
						(11, 'x', '{"name": "x", "description": ""}', repeat('a', 64), '2024-09-21 11:00', false),
						(12, 'x', '{"name": "x", "description": ""}', repeat('b', 64), '2024-09-21 11:00', true);
					""", "specification 11"), Corruption.of("P4", """
					INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile) VALUES
						(11, 'x', '{"name": "x"}', repeat('a', 64), '2024-09-21 11:00', true)
					""", "specification 11"),
			Corruption.of("P5", "UPDATE solve SET ended_on = '2024-08-01' WHERE id = 1", "solve 1"),
			Corruption
				.of("C2",
						"""
								INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5,
									sha256, size, subdir, timestamp)
								SELECT copy.number * 100 + b.id, package_id, NULL, build, build_number, constrains, depends, md5, sha256, -1,
									subdir, timestamp
								FROM conda_package_build b, generate_series(1, 2) AS copy (number) WHERE b.id IN (1, 2);
								INSERT INTO build_conda_package_build VALUES (1, 101), (1, 201), (2, 101), (5, 102);
								INSERT INTO solve_conda_package_build VALUES (1, 202);
								""",
						"conda_package_build 101", "conda_package_build 102", "conda_package_build 201",
						"conda_package_build 202")
				.besides("C1"),
			Corruption
				.of("C2",
						"""
								INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5,
									sha256, size, subdir, timestamp)
								SELECT 101, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, 'win-64',
									timestamp
								FROM conda_package_build WHERE id = 1;
								UPDATE conda_package_build SET channel_id = NULL WHERE id = 1;
								UPDATE conda_package_build SET subdir = 'linux-64' WHERE id = 101;
								INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5,
									sha256, size, subdir, timestamp)
								SELECT i, package_id, nullif(channel_id, i - 110), 'other', build_number, constrains, depends, md5, sha256,
									CASE i WHEN 112 THEN 10 ELSE -1 END, NULL, timestamp
								FROM conda_package_build, generate_series(111, 113) i WHERE id = 9;
								""",
						"conda_package_build 1", "conda_package_build 111", "conda_package_build 113")
				.besides("C1"),
			Corruption
				.of("C2",
						"""
								UPDATE conda_package SET channel_id = NULL WHERE id = 1;
								INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5,
									sha256, size, subdir, timestamp)
								SELECT 101, package_id, NULL, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp
								FROM conda_package_build WHERE id = 9;
								""",
						"conda_package_build 101")
				.besides("C1", "C5"),
			Corruption.of("C3", """
					UPDATE conda_channel SET last_update = NULL WHERE id = 1;
					UPDATE conda_channel SET last_update = '2024-09-19' WHERE id = 2;
					""", "conda_channel 1", "conda_channel 2"),
			Corruption.of("C4",
					"""
							ALTER TABLE build_conda_package_build DROP CONSTRAINT build_conda_package_build_conda_package_build_id_fkey;
							ALTER TABLE solve_conda_package_build DROP CONSTRAINT solve_conda_package_build_solve_id_fkey;
							INSERT INTO build_conda_package_build VALUES (1, 99), (2, 99);
							INSERT INTO solve_conda_package_build VALUES (9, 1);
							""",
					"build_conda_package_build 1,99", "build_conda_package_build 2,99", "solve_conda_package_build 9,1")
				.besides("S1"),
			Corruption
				.of("C5",
						"""
								UPDATE conda_package SET channel_id = NULL WHERE id IN (3, 4);
								INSERT INTO conda_package (id, channel_id, name, version) VALUES (11, NULL, 'lost', '1'), (12, 1, 'package-4', '1.4');
								""",
						"conda_package 3", "conda_package 4", "conda_package 11")
				.leaving("conda_package 4", "conda_package 11"));

	private CorruptionsBesidesBuilds() {
	}

}
