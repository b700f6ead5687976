-- More of what healthy.sql holds, so that there is something to choose from: healthy as well at 2024-09-21 12:00 UTC.
INSERT INTO namespace (id, name, metadata_) SELECT 100 + n, 'lab-' || n, '{"number": 1}' FROM generate_series(1, 10) n;
INSERT INTO namespace (id, name, metadata_, deleted_on) VALUES (111, 'going', '{}', '2024-09-21 11:30');

-- 101 to 116 are built, 121 to 134 are new and not used yet, 141 to 146 belong to solves.
INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile)
SELECT id, name, spec::json, encode(sha256(convert_to(spec, 'UTF8')), 'hex'), created_on, lockfile
FROM (SELECT id, name, format('{"channels": ["conda-forge"], "dependencies": ["package-%s", "python"], "description": "", "name": "%s", "prefix": null, "variables": null}',
		id, name) AS spec, created_on::timestamp, lockfile
	FROM (SELECT 100 + i, 'env-' || 1 + (i - 1) % 6, '2024-09-01 08:00', false FROM generate_series(1, 12) i
		UNION ALL SELECT 120 + i, 'draft-' || i, '2024-09-21 11:00', i % 2 = 0 FROM generate_series(1, 14) i
		UNION ALL SELECT 140 + i, 'solved-' || i, '2024-09-01 08:00', false FROM generate_series(1, 6) i) x (id, name, created_on, lockfile)) y;

INSERT INTO environment (id, namespace_id, name, description)
SELECT 100 + (n - 1) * 6 + s, 100 + n, 'env-' || s, '' FROM generate_series(1, 6) n, generate_series(1, 6) s;
INSERT INTO environment (id, namespace_id, name, description, deleted_on)
SELECT 170 + n, 100 + n, 'going', '', '2024-09-21 11:30' FROM generate_series(1, 3) n;

-- Eight of each environment; the third is the current one.
INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, deleted_on, build_key_version)
SELECT id, 101 + (environment_id - 101) % 6 + 6 * (k % 2), environment_id, status, size, scheduled_on,
	CASE WHEN status <> 'QUEUED' THEN scheduled_on + interval '1 min' END,
	CASE WHEN status NOT IN ('QUEUED', 'BUILDING') THEN scheduled_on + interval '9 min' END,
	CASE k WHEN 6 THEN timestamp '2024-09-15 10:00' END, version
FROM (SELECT 1000 + (e - 101) * 8 + k AS id, e AS environment_id, k, version,
		CASE WHEN k < 8 THEN status WHEN e % 2 = 0 THEN 'QUEUED' ELSE 'BUILDING' END AS status,
		CASE WHEN k <= 3 THEN 1000 * k ELSE 0 END AS size,
		CASE WHEN k = 8 THEN timestamp '2024-09-21 10:30' ELSE timestamp '2024-09-01 08:00' + k * interval '1 day' + e * interval '60.01 s' END AS scheduled_on
	FROM generate_series(101, 136) e,
		(VALUES (1, 'COMPLETED', 1), (2, 'COMPLETED', 2), (3, 'COMPLETED', 3), (4, 'FAILED', 2), (5, 'CANCELED', 3), (6, 'COMPLETED', 2),
			(7, 'FAILED', 3), (8, '', 2)) x (k, status, version)) y;
UPDATE build SET build_key_version = 3 WHERE id > 1000 AND status IN ('QUEUED', 'BUILDING') AND environment_id % 3 = 0;
UPDATE build b SET hash = left(encode(sha256(convert_to(n.name || s.sha256 || floor(extract(epoch FROM scheduled_on))::bigint || b.id, 'UTF8')), 'hex'), 32)
FROM specification s, environment e, namespace n
WHERE s.id = specification_id AND e.id = environment_id AND n.id = e.namespace_id AND build_key_version = 3 AND started_on IS NOT NULL;
UPDATE environment SET current_build_id = 1000 + (id - 101) * 8 + 3 WHERE id BETWEEN 101 AND 136;

INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT 1000 + row_number() OVER (ORDER BY b.id, a.place), b.id, a.type, a.before || b.key || a.after
FROM (SELECT build.id, status, build.deleted_on, n.name AS namespace, CASE build_key_version
			WHEN 1 THEN sha256 || '-' || to_char(scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || build.id || '-' || s.name
			WHEN 2 THEN left(sha256, 8) || '-' || floor(extract(epoch FROM scheduled_on))::bigint || '-' || build.id || '-' || s.name
			ELSE hash END AS key
	FROM build JOIN specification s ON s.id = specification_id JOIN environment e ON e.id = environment_id
		JOIN namespace n ON n.id = e.namespace_id
	WHERE build.id > 1000 AND (status = 'COMPLETED' OR status = 'FAILED' AND build_key_version = 2 OR status = 'BUILDING' AND environment_id / 2 % 2 = 0)) b
JOIN LATERAL (VALUES (1, 'LOGS', 'logs/', '.log'), (2, 'LOCKFILE', 'lockfile/', '.yml'), (3, 'YAML', 'yaml/', '.yml'),
	(4, 'CONDA_PACK', 'archive/', '.tar.gz'), (5, 'DIRECTORY', '/opt/conda-store/conda-store/' || b.namespace || '/', '')) a (place, type, before, after)
	ON a.type = 'LOGS' OR b.status = 'COMPLETED' AND (a.place <= 3 OR b.deleted_on IS NULL);

INSERT INTO conda_channel (id, name, last_update)
SELECT 100 + i, 'https://conda.anaconda.org/channel-' || i, '2024-09-21 11:50' FROM generate_series(1, 6) i;
INSERT INTO conda_package (id, channel_id, license, license_family, name, version, summary, description)
SELECT 100 + i, 101 + i % 3, 'MIT', 'MIT', 'library-' || i, '2.' || i, '', '' FROM generate_series(1, 40) i;
INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp)
SELECT 100 + i, p.id, p.channel_id, 'py312_' || i, i % 4, '[]', '["python >=3.12"]', md5(i::text), encode(sha256(i::text::bytea), 'hex'), 1000 + i,
	CASE i % 3 WHEN 0 THEN 'noarch' ELSE 'linux-64' END, 1700000000000
FROM generate_series(1, 120) i JOIN conda_package p ON p.id = 101 + i % 40;
INSERT INTO build_conda_package_build
SELECT b.id, p.id FROM build b, conda_package_build p WHERE b.id > 1000 AND b.status = 'COMPLETED' AND p.id > 100 AND (p.id + b.id) % 30 = 0;

INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on)
SELECT 140 + i, 140 + i, '2024-09-20 07:00:00', '2024-09-20 07:00:01', '2024-09-20 07:00:09' FROM generate_series(1, 6) i;
INSERT INTO solve_conda_package_build SELECT s.id, p.id FROM solve s, conda_package_build p WHERE s.id > 140 AND p.id > 100 AND (p.id + s.id) % 20 = 0;

INSERT INTO namespace_role_mapping (id, namespace_id, entity, role)
SELECT 100 + i, 101 + i % 10, format('area-%s/*', i), (ARRAY['viewer', 'developer', 'admin'])[1 + i % 3] FROM generate_series(1, 40) i;
INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role)
SELECT 100 + i, 101 + i % 10, 101 + (i + 1 + i / 10) % 10, (ARRAY['viewer', 'developer', 'admin'])[1 + i % 3] FROM generate_series(1, 29) i;

INSERT INTO keyvaluestore (id, prefix, key, value)
SELECT 100 + row_number() OVER (), 'setting', key, value::json
FROM (VALUES ('conda_command', '"mamba"'), ('conda_platforms', '["linux-64", "noarch"]'), ('conda_max_solve_time', '300'),
	('conda_indexed_channels', '["conda-forge"]'), ('build_artifacts_kept_on_deletion', '["LOGS", "LOCKFILE", "YAML"]'), ('default_uid', '1000'),
	('default_gid', 'null'), ('default_permissions', '"775"'), ('filesystem_namespace', '"filesystem"'), ('build_artifacts', '["LOCKFILE", "YAML"]'),
	('conda_channel_alias', '"https://conda.anaconda.org"'), ('conda_default_channels', '["conda-forge"]')) x (key, value);
INSERT INTO keyvaluestore (id, prefix, key, value)
SELECT 200 + row_number() OVER (ORDER BY n, key), 'setting/lab-' || n, key, value::json
FROM generate_series(1, 10) n, (VALUES ('conda_allowed_channels', '["conda-forge"]'), ('conda_solve_platforms', '["linux-64"]'),
	('build_artifacts', '["LOCKFILE", "CONDA_PACK"]'), ('pypi_required_packages', '[]')) x (key, value);
INSERT INTO keyvaluestore (id, prefix, key, value)
SELECT 300 + row_number() OVER (ORDER BY n, key), format('setting/lab-%s/env-%s', n, n), key, value::json
FROM generate_series(1, 6) n, (VALUES ('conda_required_packages', '["ipykernel"]'), ('conda_default_packages', '["python"]')) x (key, value);

SELECT setval(pg_get_serial_sequence(t, 'id'), 1000000) FROM unnest(ARRAY['namespace', 'specification', 'environment', 'build', 'build_artifact',
	'conda_channel', 'conda_package', 'conda_package_build', 'solve', 'namespace_role_mapping', 'namespace_role_mapping_v2', 'keyvaluestore',
	'conda_store_configuration', 'worker']) t;
ANALYZE;
