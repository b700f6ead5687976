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
							INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (101, 3, 'conda-pack', 'archive/3.tar.gz'),
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
					""", "build 7", "build 8"),
			Corruption.of("B4", "UPDATE build SET started_on = NULL WHERE id = 7", "build 7").leaving("build 7"),
			Corruption.of("E2", """
					UPDATE environment SET current_build_id = 2 WHERE id = 3;
					UPDATE environment SET current_build_id = 7 WHERE id = 4;
					UPDATE build SET deleted_on = '2024-09-21 11:59' WHERE id = 2;
					""", "environment 1", "environment 3", "environment 4"),
			Corruption.of("E2", "UPDATE build SET deleted_on = '2024-09-21 11:59' WHERE id = 4", "environment 2")
				.leaving("environment 2"));

	private Corruptions() {
	}

	static List<Corruption> all() {
		return Stream.concat(ALL.stream(), CorruptionsBesidesBuilds.ALL.stream()).toList();
	}

}
