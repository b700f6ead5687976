-- A small database as conda-store itself would have filled it, in which nothing is wrong at 2024-09-21 12:00 UTC.
INSERT INTO namespace (id, name, metadata_) VALUES (1, 'default', '{}'), (2, 'team', '{"owner": "a@example.org"}'), (3, 'analyst', '{}');

INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile) VALUES
	(1, 'test', '{"channels":["conda-forge"],"dependencies":["python"],"description":"","name":"test","prefix":null,"variables":null}',
		'70c971ae8c39a9ea6244fa5ab2623e0ceb019e3a296348288d659f1affc7da31', '2024-09-01 08:00:00', false),
	(2, 'data-sci', '{"channels":["conda-forge","defaults"],"dependencies":["python=3.11","numpy",{"pip":["flask","aiohttp"]},"ipykernel"],"description":"My env é ☃","name":"data-sci","prefix":null,"variables":{"B":"x","A":10}}',
		'1aa6dfa2ee70f7ad5602b240239bcb252fb4302abd0cf4e5b36a715b4c31b209', '2024-09-01 09:00:00', false);

INSERT INTO environment (id, namespace_id, name, description) VALUES
	(1, 1, 'test', ''), (2, 1, 'data-sci', 'My env é ☃'), (3, 2, 'test', ''), (4, 2, 'data-sci', 'My env é ☃');

INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, status_info, build_key_version) VALUES
	(1, 1, 1, 'COMPLETED', 100, '2024-09-02 08:00:00.5', '2024-09-02 08:01:00', '2024-09-02 08:10:00', NULL, 1),
	(2, 1, 1, 'COMPLETED', 200, '2024-09-03 08:00:00.25', '2024-09-03 08:01:00', '2024-09-03 08:10:00', NULL, 2),
	(3, 2, 2, 'FAILED', 0, '2024-09-04 08:00:00', '2024-09-04 08:01:00', '2024-09-04 08:10:00', NULL, 2),
	(4, 2, 2, 'COMPLETED', 300, '2024-09-05 08:00:00', '2024-09-05 08:01:00', '2024-09-05 08:10:00', NULL, 2),
	(5, 1, 3, 'COMPLETED', 400, '2024-09-06 08:00:00', '2024-09-06 08:01:00', '2024-09-06 08:10:00', NULL, 2),
	(6, 2, 4, 'COMPLETED', 500, '2024-09-07 08:00:00', '2024-09-07 08:01:00', '2024-09-07 08:10:00', NULL, 2),
	(7, 2, 4, 'BUILDING', 0, '2024-09-21 11:30:00', '2024-09-21 11:31:00', NULL, NULL, 2),
	(8, 1, 3, 'QUEUED', 0, '2024-09-21 11:50:00', NULL, NULL, NULL, 2);

UPDATE environment SET current_build_id = CASE id WHEN 1 THEN 2 WHEN 2 THEN 4 WHEN 3 THEN 5 ELSE 6 END;

INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT row_number() OVER (ORDER BY b.id, a.place), b.id, a.type, a.before || b.key || a.after
FROM (SELECT build.id, status, CASE build_key_version WHEN 1
			THEN sha256 || '-' || to_char(scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || build.id || '-' || s.name
			ELSE left(sha256, 8) || '-' || floor(extract(epoch FROM scheduled_on))::bigint || '-' || build.id || '-' || s.name END AS key,
		n.name AS namespace
	FROM build JOIN specification s ON s.id = specification_id JOIN environment e ON e.id = environment_id
		JOIN namespace n ON n.id = e.namespace_id) b
JOIN LATERAL (VALUES (1, 'LOGS', 'logs/', '.log'), (2, 'LOCKFILE', 'lockfile/', '.yml'),
	(3, 'DIRECTORY', '/opt/conda-store/conda-store/' || b.namespace || '/', ''), (4, 'YAML', 'yaml/', '.yml')) a (place, type, before, after)
	ON b.status = 'COMPLETED' OR (a.type = 'LOGS' AND b.status <> 'QUEUED');

INSERT INTO conda_channel (id, name, last_update) VALUES (1, 'https://conda.anaconda.org/conda-forge', '2024-09-21 11:50:00'),
	(2, 'https://repo.anaconda.com/pkgs/main', '2024-09-21 11:50:00');
INSERT INTO conda_package (id, channel_id, license, license_family, name, version, summary, description)
SELECT id, 1 + (id > 5)::int, 'MIT', 'MIT', 'package-' || id, '1.' || id, '', '' FROM generate_series(1, 8) id;
INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp)
SELECT id, p, 1 + (p > 5)::int, 'py311_' || id, id, '[]', '["python >=3.11"]', md5(id::text), encode(sha256(id::text::bytea), 'hex'), 1000 * id, 'linux-64', 1700000000000
FROM (SELECT id, 1 + (id - 1) % 8 AS p FROM generate_series(1, 20) id) x;
INSERT INTO build_conda_package_build SELECT b.id, p.id FROM build b, conda_package_build p WHERE b.status = 'COMPLETED' AND p.id % 4 <> b.id % 4;

INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on) VALUES (1, 1, '2024-09-02 07:00:00', '2024-09-02 07:00:01', '2024-09-02 07:00:09');
INSERT INTO solve_conda_package_build SELECT 1, id FROM conda_package_build WHERE id < 5;
INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (1, 3, 'team/*', 'viewer'), (2, 3, 'default/test', 'developer');
INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role) VALUES (1, 2, 3, 'viewer');
INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (1, 'setting', 'default_namespace', '"default"'),
	(2, 'setting', 'storage_threshold', '5368709120'), (3, 'setting/team', 'conda_allowed_channels', '["conda-forge"]'),
	(4, 'setting/team/test', 'conda_included_packages', '["ipykernel"]');
INSERT INTO conda_store_configuration (id, disk_usage, free_storage, total_storage) VALUES (1, 1500, 100000000000, 200000000000);
INSERT INTO worker (id, initialized) VALUES (1, true);

SELECT setval(pg_get_serial_sequence(t, 'id'), 1000) FROM unnest(ARRAY['namespace', 'specification', 'environment', 'build', 'build_artifact',
	'conda_channel', 'conda_package', 'conda_package_build', 'solve', 'namespace_role_mapping', 'namespace_role_mapping_v2', 'keyvaluestore',
	'conda_store_configuration', 'worker']) t;
