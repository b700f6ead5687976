-- A conda-store database for the doctor, at the newest version and empty before. For psql, with -v builds=… (100000).
-- Each build has four artifacts and ten packages on average, and there are ten package builds for each. Nearly everything
-- is as conda-store writes it; the end breaks some thousand rows. Nothing is random: every run measures the same rows,
-- with times relative to today.

SET synchronous_commit = off;
SET timezone = 'UTC';
-- The rows are consistent by construction; checking each foreign key would take most of the time.
SET session_replication_role = replica;

\set environments :builds / 20
\set namespaces 200
\set specifications :builds / 5
\set packages :builds * 2
\set lockfiles :builds / 500

INSERT INTO namespace (id, name, metadata_)
SELECT n, 'team-' || lpad(n::text, 4, '0'), '{"owner": "someone@example.org"}' FROM generate_series(1, :namespaces) n;

INSERT INTO environment (id, namespace_id, name, description)
SELECT e, 1 + e % :namespaces, 'environment-' || lpad(e::text, 6, '0'), 'made for environment ' || e
FROM generate_series(1, :environments) e;

-- The documents are in the order in which conda-store hashes them.
INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile)
SELECT s, name, document::json, encode(sha256(document::bytea), 'hex'),
    current_date - interval '305 days' + s * interval '15 minutes' / (:specifications / 20000.0), false
FROM generate_series(1, :specifications) s,
    LATERAL (SELECT 'environment-' || lpad((1 + (s - 1) % (:environments))::text, 6, '0')) AS named (name),
    LATERAL (SELECT '{"channels": ["conda-forge", "defaults"], "dependencies": [{"pip": ["aiohttp>=3.' || s % 9
        || '", "flask"]}, "dask", "ipykernel>=6.' || s % 20 || '", "matplotlib", "numpy", "pandas>=2.' || s % 10 || '", "python=3.'
        || 8 + s % 6 || '", "scikit-learn", "xarray"], "description": "version ' || s || '", "name": "' || name
        || '", "prefix": null, "variables": {"OMP_NUM_THREADS": "' || 1 + s % 8 || '"}}') AS written (document);

-- Lockfiles are a hundred times as long, and are stored out of line.
INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile)
SELECT :specifications + l, name, json_build_object('description', '', 'lockfile', json_build_object('metadata',
        json_build_object('platforms', json_build_array('linux-64')), 'package', (SELECT json_agg(json_build_object('name',
        'package-' || p, 'version', '1.' || p, 'hash', json_build_object('md5', md5((l * p)::text)), 'url',
        'https://conda.anaconda.org/conda-forge/linux-64/package-' || p || '-1.' || p || '-py311_0.conda'))
        FROM generate_series(1, 300) p), 'version', 1), 'name', name),
    encode(sha256(('lockfile ' || l)::bytea), 'hex'), current_date - interval '100 days', true
FROM generate_series(1, :lockfiles) l, LATERAL (SELECT 'environment-' || lpad(l::text, 6, '0')) AS named (name);

-- Twenty rounds, the newest ten days ago; in the newest all builds are completed, and the oldest five are deleted.
INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, deleted_on,
    build_key_version, hash)
SELECT b, s.id, e.id, status, CASE WHEN status = 'COMPLETED' AND gone.deleted_on IS NULL THEN 100000000 + (b::bigint * 7919) % 4000000000
        ELSE 0 END, scheduled_on, scheduled_on + interval '5 seconds',
    scheduled_on + interval '5 seconds' + (b % 1800) * interval '1 second', gone.deleted_on, version,
    CASE version WHEN 3 THEN left(encode(sha256((n.name || s.sha256 || floor(extract(epoch FROM scheduled_on))::bigint || b)::bytea),
        'hex'), 32) END
FROM generate_series(1, :builds) b,
    LATERAL (SELECT 1 + (b - 1) % (:environments), (b - 1) / (:environments)) AS placed (environment_id, round),
    LATERAL (SELECT CASE WHEN round < 19 AND b % 10 = 3 THEN 'FAILED' WHEN round < 5 AND b % 97 = 0 THEN 'CANCELED' ELSE 'COMPLETED' END,
        current_date - (20 - round) * interval '15 days' + (b % 5000) * interval '1 minute 1.234567 seconds',
        CASE WHEN round < 5 THEN 1 WHEN b % 4 = 1 THEN 3 ELSE 2 END) AS told (status, scheduled_on, version),
    LATERAL (SELECT CASE WHEN round < 5 THEN scheduled_on + interval '100 days' END) AS gone (deleted_on),
    specification s, environment e, namespace n
WHERE s.id = environment_id + (:environments) * (round / 5) AND e.id = environment_id AND n.id = e.namespace_id;

UPDATE environment SET current_build_id = id + (:environments) * 19;

INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT row_number() OVER (ORDER BY b.id, place), b.id, type, start || key || ending
FROM (SELECT b.id, b.status, b.deleted_on, n.name AS namespace, b.build_key_version AS version, CASE b.build_key_version
            WHEN 1 THEN sha256 || '-' || to_char(scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || b.id || '-' || s.name
            WHEN 2 THEN left(sha256, 8) || '-' || floor(extract(epoch FROM scheduled_on))::bigint || '-' || b.id || '-' || s.name
            ELSE hash END AS key
        FROM build b JOIN specification s ON s.id = b.specification_id JOIN environment e ON e.id = b.environment_id
        JOIN namespace n ON n.id = e.namespace_id) b
JOIN LATERAL (VALUES (1, 'LOGS', 'logs/', '.log'), (2, 'LOCKFILE', 'lockfile/', '.yml'), (3, 'YAML', 'yaml/', '.yml'),
        (4, 'DIRECTORY', '/opt/conda-store/conda-store/' || CASE WHEN version < 3 THEN namespace || '/' ELSE '' END, ''),
        (5, 'CONDA_PACK', 'archive/', '.tar.gz')) AS made (place, type, start, ending)
    ON (place = 1 OR status = 'COMPLETED') AND (place <= 3 OR deleted_on IS NULL) AND (place <= 4 OR b.id % 5 > 0);

INSERT INTO conda_channel (id, name, last_update)
SELECT c, 'https://conda.example.org/channel-' || c, now() FROM generate_series(1, 10) c;

INSERT INTO conda_package (id, channel_id, license, license_family, name, version, summary, description)
SELECT p, 1 + p % 10, 'BSD-3-Clause', 'BSD', 'package-' || p / 10, '1.' || p % 10 || '.' || p % 7,
    'what package ' || p / 10 || ' does', 'Package ' || p / 10 || ' does it, and ' || repeat('does it well, ', 10) || 'too.'
FROM generate_series(1, :packages) p;

INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256,
    size, subdir, "timestamp")
SELECT b, package, 1 + package % 10, CASE WHEN b % 3 = 0 THEN 'pyhd8ed1ab_'
        ELSE 'py3' || 8 + b % 6 || 'h' || left(md5(package::text), 7) || '_' END || b % 5, b % 5, '[]',
    ('["libgcc-ng >=12", "numpy >=1.2' || b % 6 || ',<3", "python >=3.8", "python_abi 3.8.* *_cp38"]')::json, md5(b::text),
    encode(sha256(b::text::bytea), 'hex'), 1000 + b, CASE WHEN b % 3 = 0 THEN 'noarch' ELSE 'linux-64' END, 1700000000000 + b
FROM generate_series(1, :packages * 5) b, LATERAL (SELECT 1 + (b - 1) / 5) AS of (package);

-- Eleven packages in each build that was completed.
INSERT INTO build_conda_package_build (build_id, conda_package_build_id)
SELECT b.id, 1 + (b.id::bigint * 37 + p * 3989) % (:packages * 5) FROM build b, generate_series(1, 11) p
WHERE b.status = 'COMPLETED';

INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on)
SELECT s, s, at, at + interval '1 second', at + interval '40 seconds'
FROM generate_series(1, :specifications / 10) s, LATERAL (SELECT now() - interval '20 days' + s * interval '1 minute') AS t (at);

INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id)
SELECT s.id, 1 + (s.id::bigint * 41 + p * 3989) % (:packages * 5) FROM solve s, generate_series(1, 10) p;

INSERT INTO namespace_role_mapping (id, namespace_id, entity, role)
SELECT n * 10 + r, n, 'team-' || lpad((1 + (n + r) % :namespaces)::text, 4, '0') || '/*', (ARRAY['viewer', 'developer', 'admin'])[1 + r % 3]
FROM generate_series(1, :namespaces) n, generate_series(1, 9) r;

INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role)
SELECT n * 10 + r, 1 + (n + r) % :namespaces, n, (ARRAY['viewer', 'developer', 'admin'])[1 + r % 3]
FROM generate_series(1, :namespaces) n, generate_series(1, 9) r;

INSERT INTO keyvaluestore (id, prefix, key, value)
SELECT e, 'setting/' || n.name || '/' || e.name, 'conda_included_packages', '["ipykernel"]'
FROM (SELECT e.id AS e, e.name, e.namespace_id FROM environment e WHERE e.id <= 2000) e JOIN namespace n ON n.id = e.namespace_id;

INSERT INTO conda_store_configuration (id, disk_usage, free_storage, total_storage) VALUES (1, 1500, 100000000000, 200000000000);
INSERT INTO worker (id, initialized) VALUES (1, true);

-- The task queue of an installation without Redis.
CREATE TABLE kombu_queue (id integer PRIMARY KEY, name varchar(200) UNIQUE);
CREATE TABLE kombu_message (id integer PRIMARY KEY, visible boolean, "timestamp" timestamp, payload text NOT NULL,
    version smallint NOT NULL, queue_id integer CONSTRAINT "FK_kombu_message_queue" REFERENCES kombu_queue);
CREATE TABLE celery_taskmeta (id integer PRIMARY KEY, task_id varchar(155) UNIQUE, status varchar(50), result bytea,
    date_done timestamp, traceback text);
INSERT INTO kombu_queue VALUES (1, 'celery');
INSERT INTO kombu_message SELECT m, m % 100 = 0, now() - m * interval '10 seconds', '{"body": "' || repeat('eyJ0YXNrIjogIng', 40)
    || '", "headers": {"id": "build-' || m || '-environment"}}', 1, 1 FROM generate_series(1, :builds / 2) m;
INSERT INTO celery_taskmeta SELECT m, md5(m::text), 'SUCCESS', '\x8004', now() - m * interval '3 seconds', NULL
FROM generate_series(1, :builds / 2) m;

-- What is wrong, in some way or other, with some thousand rows.

-- Package builds without a channel, of which two in three are there with one, too; and some of a wrong channel.
UPDATE conda_package_build SET channel_id = NULL WHERE id % 1000 = 1;
INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir)
SELECT :packages * 5 + row_number() OVER (ORDER BY id), package_id, NULL, build, build_number, constrains, depends, md5, sha256, size, subdir
FROM conda_package_build WHERE id % 500 = 2;
UPDATE conda_package_build SET channel_id = 1 + channel_id % 10 WHERE id % 2000 = 3;
UPDATE conda_package SET channel_id = NULL WHERE id % 10000 = 7;

UPDATE specification SET spec = replace(spec::text, 'dask', 'desk')::json WHERE id % 1000 = 17 AND NOT is_lockfile;
UPDATE specification SET spec = replace(spec::text, '"name": "e', '"name": "f')::json WHERE id % 4000 = 18 AND NOT is_lockfile;

UPDATE build SET size = NULL WHERE id % 3000 = 11;
UPDATE build SET status = 'completed' WHERE id % 20000 = 13;
UPDATE build SET ended_on = started_on - interval '1 hour' WHERE id % 5000 = 15;
UPDATE build SET ended_on = NULL WHERE id % 5000 = 17;
UPDATE build SET size = 1000000 WHERE deleted_on IS NOT NULL AND id % 500 = 19;
UPDATE build b SET status = 'BUILDING', ended_on = NULL WHERE id % 4000 = 22 AND deleted_on IS NULL;
UPDATE build b SET status = 'QUEUED', started_on = NULL, ended_on = NULL WHERE id % 4000 = 24 AND deleted_on IS NULL;
UPDATE build b SET hash = md5('same') WHERE id % 8000 = 29 AND build_key_version = 3;
DELETE FROM build_artifact WHERE build_id % 1000 = 26;
UPDATE build_artifact SET key = replace(key, '-environment-', '-renamed-') WHERE build_id % 500 = 32;
INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT :builds * 5 + row_number() OVER (ORDER BY id), build_id, artifact_type, key FROM build_artifact WHERE id % 200 = 5;
UPDATE build_artifact SET artifact_type = 'DOCKER' WHERE id % 20000 = 33;

UPDATE environment SET current_build_id = NULL WHERE id % 250 = 34;
UPDATE environment SET current_build_id = current_build_id + 1 WHERE id % 250 = 35;
UPDATE environment SET deleted_on = now() - interval '2 days' WHERE id % 500 = 36;
UPDATE build SET status = 'FAILED' WHERE id IN (SELECT current_build_id FROM environment WHERE id % 250 = 37);
INSERT INTO keyvaluestore (id, prefix, key, value) SELECT 10000 + id, prefix, key, '"ipykernel"' FROM keyvaluestore WHERE id % 200 = 38;
INSERT INTO keyvaluestore (id, prefix, key, value) SELECT 20000 + id, prefix || 'x', key, value FROM keyvaluestore WHERE id % 200 = 39;
UPDATE namespace_role_mapping SET role = 'owner' WHERE id % 200 = 41;
UPDATE namespace SET deleted_on = now() - interval '2 days' WHERE id % 50 = 40;

SELECT setval(pg_get_serial_sequence(attrelid::regclass::text, attname), 20 * :builds) FROM pg_attribute
WHERE attname = 'id' AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)
    AND pg_get_serial_sequence(attrelid::regclass::text, attname) IS NOT NULL;

VACUUM (ANALYZE);
