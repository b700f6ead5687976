-- A large conda-store database, at the newest revision and empty before. For psql, with -v builds=… -v environments=….
-- Nothing in it is random: every run measures the same rows.

SET synchronous_commit = off;
-- The rows are consistent by construction; checking each foreign key would take most of the time.
SET session_replication_role = replica;

\set namespaces 1000
\set specifications :environments * 2
\set packages 5000

INSERT INTO namespace (id, name, deleted_on, metadata_)
SELECT n, 'team-' || lpad(n::text, 4, '0'), CASE WHEN n % 50 = 0 THEN timestamp '2026-05-01' END, '{}'
FROM generate_series(1, :namespaces) n;

INSERT INTO environment (id, namespace_id, name, current_build_id, deleted_on, description)
SELECT e, 1 + e % :namespaces, 'environment-' || lpad(e::text, 6, '0'), e,
    CASE WHEN e % 40 = 0 THEN timestamp '2026-05-02' + e * interval '1 second' END, 'made for environment ' || e
FROM generate_series(1, :environments) e;

INSERT INTO specification (id, name, spec, sha256, created_on, is_lockfile)
SELECT s, 'environment-' || lpad((1 + s % :environments)::text, 6, '0'),
    json_build_object('name', 'environment-' || lpad((1 + s % :environments)::text, 6, '0'),
        'channels', json_build_array('conda-forge'),
        'dependencies', json_build_array('python=3.' || 8 + s % 6, 'numpy', 'pandas>=2.' || s % 10)),
    encode(sha256(s::text::bytea), 'hex'), timestamp '2024-01-01' + s * interval '1 minute', false
FROM generate_series(1, :specifications) s;

INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, deleted_on,
    status_info, build_key_version, hash)
SELECT b, 1 + b % (:specifications), 1 + (b - 1) % :environments,
    CASE WHEN b % 10 = 0 THEN 'FAILED' WHEN b % 997 = 0 THEN 'CANCELED' WHEN b > :builds - 20 THEN 'QUEUED' ELSE 'COMPLETED' END,
    100000000 + (b::bigint * 7919) % 4000000000, scheduled, scheduled + interval '5 seconds',
    scheduled + interval '5 seconds' + (b % 1800) * interval '1 second',
    CASE WHEN b % 8 = 0 THEN scheduled + interval '30 days' END, NULL, 1 + b % 3,
    CASE WHEN b % 3 = 2 THEN md5(b::text) END
FROM generate_series(1, :builds) b, LATERAL (SELECT timestamp '2024-01-01' + b * interval '90 seconds') at (scheduled);

INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT (b - 1) * 2 + t, b, CASE t WHEN 1 THEN 'LOGS' ELSE 'DIRECTORY' END,
    CASE t WHEN 1 THEN 'logs/' || b || '.log' ELSE '/opt/conda-store/' || b END
FROM generate_series(1, :builds) b, generate_series(1, 2) t;

INSERT INTO conda_channel (id, name, last_update)
SELECT c, 'https://conda.example.org/channel-' || c, timestamp '2026-11-01' FROM generate_series(1, 10) c;

INSERT INTO conda_package (id, channel_id, license, license_family, name, version, summary, description)
SELECT p, 1 + p % 10, 'BSD-3-Clause', 'BSD', 'package-' || p % 1000, '1.' || p / 1000 || '.' || p % 7,
    'package ' || p, 'what package ' || p || ' does'
FROM generate_series(1, :packages) p;

INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256,
    size, subdir, "timestamp")
SELECT b, 1 + b % :packages, 1 + (1 + b % :packages) % 10, 'py3' || 8 + b % 6 || '_' || b, b % 5, '[]', '["python"]',
    md5(b::text), encode(sha256(b::text::bytea), 'hex'), 1000 + b, 'linux-64', 1700000000000 + b
FROM generate_series(1, :packages * 10) b;

-- Ten packages in each of the newest tenth of the builds.
INSERT INTO build_conda_package_build (build_id, conda_package_build_id)
SELECT b, 1 + (b * 10 + p) % (:packages * 10)
FROM generate_series(:builds - :builds / 10 + 1, :builds) b, generate_series(1, 10) p;

INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on)
SELECT s, s, at, at + interval '1 second', at + interval '40 seconds'
FROM generate_series(1, :specifications) s, LATERAL (SELECT timestamp '2024-01-01' + s * interval '1 minute') t (at);

INSERT INTO namespace_role_mapping (id, namespace_id, entity, role)
SELECT n, n, 'team-' || lpad((1 + n % :namespaces)::text, 4, '0') || '/*', (ARRAY['viewer', 'developer', 'admin'])[1 + n % 3]
FROM generate_series(1, :namespaces) n;

INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role)
SELECT n, n, 1 + n % :namespaces, (ARRAY['viewer', 'developer', 'admin'])[1 + n % 3]
FROM generate_series(1, :namespaces) n;

INSERT INTO keyvaluestore (id, prefix, key, value)
SELECT n, 'setting/team-' || lpad(n::text, 4, '0'), 'conda_channel_alias', '"https://conda.example.org"'
FROM generate_series(1, :namespaces) n;

SELECT setval(pg_get_serial_sequence(format('%I', relname), 'id'), 10 * :builds) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname IN ('namespace', 'environment', 'specification', 'build', 'build_artifact');

VACUUM (ANALYZE);
