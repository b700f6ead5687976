package org.condastore.shell.doctor;

import java.util.List;
import java.util.stream.Stream;

/** What breaks each invariant. Whoever adds an invariant adds at least one here. */
final class Corruptions {

	private static final List<Corruption> ALL = List.of(Corruption.of("N2", """
			UPDATE namespace SET metadata_ = NULL WHERE id = 1;
			UPDATE namespace SET metadata_ = '[1]' WHERE id = 3;
			""", "namespace 1", "namespace 3"), Corruption.of("K1", """
			INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
				(11, 'setting', 'storage_threshold', '5368709120'), (12, 'setting', 'storage_threshold', '5368709120');
			""", "keyvaluestore 2", "keyvaluestore 11", "keyvaluestore 12"),
			Corruption
				.of("K1",
						"""
								INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
									(11, 'setting', 'default_namespace', '"other"'), (12, 'setting/team', 'conda_allowed_channels', '["conda-forge"]');
								""",
						"keyvaluestore 1", "keyvaluestore 3", "keyvaluestore 11", "keyvaluestore 12")
				.leaving("keyvaluestore 1", "keyvaluestore 11"),
			Corruption.of("G1", "DELETE FROM conda_store_configuration", "conda_store_configuration 1"),
			Corruption.of("G1", "UPDATE conda_store_configuration SET free_storage = NULL",
					"conda_store_configuration 1"),
			Corruption.of("C1", "UPDATE conda_package_build SET channel_id = NULL WHERE id IN (7, 14)",
					"conda_package_build 7", "conda_package_build 14"),
			Corruption.of("C1", """
					UPDATE conda_package_build SET channel_id = NULL WHERE id = 7;
					UPDATE conda_package_build SET channel_id = 2 WHERE id = 1;
					UPDATE conda_package_build SET package_id = NULL WHERE id = 2;
					""", "conda_package_build 1", "conda_package_build 2", "conda_package_build 7")
				.leaving("conda_package_build 1", "conda_package_build 2"),
			Corruption.of("B1", """
					UPDATE build SET status = 'completed' WHERE id = 1;
					UPDATE build SET status = 'ARCHIVED' WHERE id = 3;
					UPDATE build SET status = NULL, started_on = NULL, ended_on = NULL WHERE id = 8;
					""", "build 1", "build 3", "build 8"),
			Corruption.of("B2",
					"""
							INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (101, 3, 'conda-pack', 'archive/1aa6dfa2-1725436800-3-data-sci.tar.gz'),
								(102, 3, 'YAML', NULL), (103, NULL, 'LOGS', NULL), (104, 4, 'nonsense', NULL);
							""",
					"build_artifact 101", "build_artifact 102", "build_artifact 103", "build_artifact 104"),
			Corruption
				.of("B2",
						"""
								INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (101, NULL, 'logs', 'logs/3.log'),
									(102, 3, 'TARBALL', 'x'), (103, NULL, 'YAML', 'yaml/9.yml');
								""",
						"build_artifact 101", "build_artifact 102", "build_artifact 103")
				.leaving("build_artifact 101", "build_artifact 102", "build_artifact 103"),
			Corruption.of("B4", """
					UPDATE build SET scheduled_on = '2024-09-20 10:00', started_on = '2024-09-20 10:01' WHERE id = 7;
					UPDATE build SET status = 'BUILDING', scheduled_on = '2024-09-20 10:00' WHERE id = 8;
					DELETE FROM build_artifact WHERE build_id = 7;
					""", "build 7", "build 8").besides("B13"), Corruption.of("E2", """
					UPDATE environment SET current_build_id = 2 WHERE id = 3;
					UPDATE environment SET current_build_id = 7 WHERE id = 4;
					UPDATE build SET deleted_on = '2024-09-21 11:59' WHERE id = 2;
					""", "environment 1", "environment 3", "environment 4"),
			Corruption.of("E2", "UPDATE build SET deleted_on = '2024-09-21 11:59' WHERE id = 4", "environment 2")
				.leaving("environment 2")
				.besides("E7"),
			Corruption.of("N1",
					"""
							INSERT INTO namespace (id, name, metadata_) VALUES (4, 'data science', '{}'), (5, NULL, '{}'), (6, '', '{}');
							""",
					"namespace 4", "namespace 5", "namespace 6"),
			Corruption
				.of("N1",
						"""
								INSERT INTO namespace (id, name, metadata_) VALUES (4, 'an-alyst', '{}'), (5, 'an alyst', '{}'), (6, 'a/b', '{}');
								INSERT INTO environment (id, namespace_id, name) VALUES (5, 6, 'test');
								INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
									VALUES (9, 1, 5, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 2);
								UPDATE environment SET current_build_id = 9 WHERE id = 5;
								""",
						"namespace 5", "namespace 6")
				.leaving("namespace 5", "namespace 6")
				.besides("E7"),
			Corruption
				.of("N3",
						"""
								INSERT INTO namespace (id, name, metadata_, deleted_on) VALUES (4, 'old', '{}', '2024-09-20 08:00'),
									(5, 'older', '{}', '2024-09-19 08:00'), (6, 'going', '{}', '2024-09-21 11:30');
								INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (11, 4, 'team/*', 'viewer');
								""",
						"namespace 4", "namespace 5")
				.leaving("namespace 4", "namespace 5"),
			Corruption.of("N4", """
					INSERT INTO namespace (id, name, metadata_) VALUES (4, 'Team', '{}');
					INSERT INTO environment (id, namespace_id, name) VALUES (5, 1, 'TEST'), (6, 4, 'TEST');
					""", "namespace 2", "namespace 4", "environment 1", "environment 5").besides("E1", "E7"),
			Corruption
				.of("N5",
						"""
								INSERT INTO specification (id, name, spec, sha256, created_on) VALUES
									(3, 'te st', '{"channels": ["conda-forge"], "dependencies": ["python"], "description": "", "name": "te st", "prefix": null, "variables": null}',
										'1581f2a566550a213894409c8f863de95bfc8561cdc103489e5b3cb38d3c2575', '2024-09-01 08:00:00');
								INSERT INTO environment (id, namespace_id, name) VALUES (5, 1, 'te st');
								INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
									VALUES (9, 3, 5, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 2);
								UPDATE environment SET current_build_id = 9 WHERE id = 5;
								""",
						"environment 5", "specification 3")
				.besides("E7"),
			Corruption.of("B3", """
					UPDATE build SET size = NULL WHERE id IN (1, 8);
					""", "build 1", "build 8"), Corruption.of("B14", """
					UPDATE build SET scheduled_on = NULL WHERE id IN (2, 8);
					""", "build 2", "build 8").leaving("build 2"), Corruption.of("B5", """
					UPDATE build SET scheduled_on = '2024-09-20 10:00' WHERE id = 8;
					""", "build 8").leaving("build 8"),
			Corruption.of("B5",
					"""
							CREATE TABLE kombu_message (id integer PRIMARY KEY, visible boolean, timestamp timestamp, payload text,
								version smallint NOT NULL, queue_id integer);
							UPDATE build SET scheduled_on = '2024-09-20 10:00' WHERE id = 8;
							INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, build_key_version)
								VALUES (9, 1, 3, 'QUEUED', 0, '2024-09-20 10:00', 2), (10, 1, 3, 'QUEUED', 0, '2024-09-20 10:00', 2);
							INSERT INTO kombu_message (id, visible, timestamp, payload, version) VALUES
								(1, true, '2024-09-20 10:00', '{"headers": {"id": "build-9-environment"}}', 1),
								(2, false, '2024-09-20 10:00', '{"headers": {"id": "build-10-environment"}}', 1),
								(3, true, '2024-09-21 11:59', '{"headers": {"id": "4f2c-environment"}}', 1);
							""",
					"build 8", "build 10"),
			Corruption.of("B5",
					"""
							CREATE TABLE kombu_message (id integer PRIMARY KEY, visible boolean, timestamp timestamp, payload text,
								version smallint NOT NULL, queue_id integer);
							INSERT INTO kombu_message (id, visible, timestamp, payload, version) VALUES (1, true, '2024-09-20 11:59', '{}', 1);
							UPDATE build SET scheduled_on = '2024-09-20 10:00' WHERE id = 8;
							""",
					"build 8")
				.leaving("build 8"),
			Corruption.of("B6", """
					UPDATE build SET started_on = '2024-09-02 08:01' WHERE id = 2;
					UPDATE build SET ended_on = '2024-09-04 07:00' WHERE id = 3;
					UPDATE build SET started_on = '2024-09-04 23:59:30', ended_on = '2024-09-04 23:59' WHERE id = 4;
					UPDATE build SET started_on = '2024-09-05 23:59', deleted_on = '2024-09-05 23:58' WHERE id = 5;
					UPDATE build SET started_on = scheduled_on - interval '59 s' WHERE id = 6;
					""", "build 2", "build 3", "build 4", "build 5").besides("B7", "E2"), Corruption.of("B15", """
					UPDATE build SET ended_on = NULL WHERE id IN (3, 4);
					""", "build 3", "build 4"), Corruption.of("B16", """
					UPDATE build SET ended_on = '2024-09-21 11:55' WHERE id IN (7, 8);
					""", "build 7", "build 8"), Corruption.of("B13", """
					UPDATE build SET started_on = NULL WHERE id = 7;
					""", "build 7"), Corruption.of("B7", """
					UPDATE build SET deleted_on = '2024-09-21 10:00' WHERE id IN (1, 3);
					""", "build 1"),
			Corruption.of("B7",
					"""
							INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
								(11, 'setting', 'build_artifacts_kept_on_deletion', '["LOGS", "LOCKFILE", "YAML", "DIRECTORY"]');
							UPDATE build SET deleted_on = '2024-09-21 10:00', size = 0 WHERE id IN (1, 3);
							INSERT INTO build_artifact (id, build_id, artifact_type, key)
								VALUES (101, 3, 'CONDA_PACK', 'archive/1aa6dfa2-1725436800-3-data-sci.tar.gz');
							""",
					"build 3"),
			Corruption.of("B8",
					"""
							INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
								VALUES (9, 1, 3, 'CANCELED', 0, '2024-08-01 08:00', '2024-08-01 08:01', '2024-08-01 08:02', 2),
									(10, 1, 3, 'CANCELED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 2);
							""",
					"build 9"),
			Corruption.of("B9", """
					DELETE FROM build_artifact WHERE build_id = 2 AND artifact_type = 'DIRECTORY';
					DELETE FROM build_artifact WHERE build_id = 5 AND artifact_type IN ('LOCKFILE', 'LOGS');
					DELETE FROM build_artifact WHERE build_id = 6;
					""", "build 2", "build 5", "build 6"),
			Corruption.of("B10",
					"""
							UPDATE build_artifact SET key = 'logs/70c971ae-1725264000-1-test.log' WHERE id = 1;
							UPDATE build_artifact SET key = '' WHERE id = 2;
							UPDATE build_artifact SET key = replace(key, '/default/', '/other/') WHERE id = 7;
							UPDATE build SET scheduled_on = '2024-09-05 08:00:01' WHERE id = 4;
							INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version, hash)
								VALUES (9, 1, 1, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 3,
									'8ab4e764fdb13e77aec154540988cce7');
							INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES
								(101, 9, 'LOGS', 'logs/8ab4e764fdb13e77aec154540988cce7.log'),
								(102, 9, 'DIRECTORY', '/opt/conda-store/8ab4e764fdb13e77aec154540988cce8'), (103, 9, 'DOCKER_MANIFEST', 'any');
							""",
					"build_artifact 1", "build_artifact 7", "build_artifact 10", "build_artifact 11",
					"build_artifact 12", "build_artifact 13", "build_artifact 102"),
			Corruption.of("B11",
					"""
							INSERT INTO build_artifact (id, build_id, artifact_type, key)
								SELECT 100 + i, build_id, artifact_type, key FROM build_artifact, generate_series(1, 2) i WHERE id = 1;
							""",
					"build_artifact 101", "build_artifact 102"),
			Corruption.of("B12", """
					UPDATE build SET build_key_version = 0 WHERE id = 8;
					UPDATE build SET build_key_version = 4 WHERE id = 3;
					""", "build 3", "build 8").leaving("build 3"),
			Corruption
				.of("B17",
						"""
								INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version, hash)
									SELECT id, 1, 1, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 3, hash
									FROM (VALUES (9, NULL), (10, NULL), (11, '8AB4E764fdb13e77aec154540988cce7')) broken (id, hash);
								INSERT INTO build_artifact (id, build_id, artifact_type, key)
									VALUES (101, 10, 'LOGS', 'logs/' || (SELECT left(encode(sha256(convert_to('default' || sha256 || 1726819200 || 10, 'UTF8')), 'hex'), 32)
										FROM specification WHERE id = 1) || '.log');
								""",
						"build 9", "build 10", "build 11")
				.leaving("build 10", "build 11"),
			Corruption.of("B18",
					"""
							INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version, hash)
								SELECT id, 1, 1, 'FAILED', 0, '2024-09-20 08:00', '2024-09-20 08:01', '2024-09-20 08:02', 3,
									'8ab4e764fdb13e77aec154540988cce7' FROM generate_series(9, 10) id;
							""",
					"build 9", "build 10"),
			Corruption.of("E1", """
					INSERT INTO environment (id, namespace_id, name) VALUES (5, 2, 'empty');
					UPDATE environment SET current_build_id = NULL WHERE id < 4;
					UPDATE build SET status = 'FAILED' WHERE id = 4;
					""", "environment 1", "environment 2", "environment 3", "environment 5").besides("E7"),
			Corruption.of("E3", """
					UPDATE environment SET deleted_on = '2024-09-21 10:00' WHERE id = 2;
					UPDATE build SET deleted_on = '2024-09-21 10:00' WHERE environment_id = 2;
					""", "environment 2"), Corruption.of("E4", """
					INSERT INTO namespace (id, name, metadata_, deleted_on) VALUES (4, 'old', '{}', '2024-09-21 11:30');
					INSERT INTO environment (id, namespace_id, name) VALUES (5, 4, 'test');
					""", "environment 5").besides("E1", "E7"), Corruption.of("E6", """
					UPDATE environment SET deleted_on = '2024-09-21 11:30' WHERE id = 4;
					""", "build 6", "build 7"), Corruption.of("E7", """
					UPDATE build SET status = 'FAILED' WHERE id = 4;
					""", "environment 2"),
			Corruption
				.of("E5",
						"""
								INSERT INTO environment (id, namespace_id, name) VALUES (5, 3, 'test');
								INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, build_key_version)
									VALUES (9, 1, 5, 'FAILED', 0, '2024-03-20 08:00', '2024-03-20 08:01', '2024-03-20 08:02', 2);
								UPDATE environment SET current_build_id = 9 WHERE id = 5;
								""",
						"environment 5")
				.besides("E7"));

	private Corruptions() {
	}

	static List<Corruption> all() {
		return Stream.concat(ALL.stream(), CorruptionsBesidesBuilds.ALL.stream()).toList();
	}

}
