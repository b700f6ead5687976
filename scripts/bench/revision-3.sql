-- A conda-store database at its third revision, empty before: 400,000 rows of conda_package and 1,000,000 links to them.
-- Nothing in it is random: every run measures the same rows.

SET synchronous_commit = off;

INSERT INTO namespace (id, name) SELECT n, 'team-' || n FROM generate_series(1, 100) n;

INSERT INTO specification (id, name, spec, sha256)
SELECT s, 'environment-' || s, '{"dependencies": ["python"]}', encode(sha256(s::text::bytea), 'hex')
FROM generate_series(1, 2000) s;

INSERT INTO environment (id, namespace_id, name) SELECT e, 1 + e % 100, 'environment-' || e FROM generate_series(1, 2000) e;

INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on)
SELECT b, 1 + b % 2000, 1 + b % 2000, 'COMPLETED', 1000000 + b, timestamp '2022-01-01' + b * interval '1 minute'
FROM generate_series(1, 10000) b;

INSERT INTO conda_channel (id, name) SELECT c, 'https://conda.example.org/channel-' || c FROM generate_series(1, 4) c;

-- Four builds of each version.
INSERT INTO conda_package (id, channel_id, build, build_number, constrains, depends, license, license_family, md5, name,
    sha256, size, subdir, "timestamp", version, summary, description)
SELECT p, 1 + (p / 4) % 4, 'py3' || p % 4 || '_' || p, p % 4, '[]', '["python >=3.8", "numpy"]', 'BSD-3-Clause', 'BSD',
    md5(p::text), 'package-' || (p / 4) % 5000, encode(sha256(p::text::bytea), 'hex'), 1000 + p, 'linux-64',
    1600000000000 + p, '1.' || p / 20000, 'package ' || (p / 4) % 5000, 'what package ' || (p / 4) % 5000 || ' does'
FROM generate_series(1, 400000) p;

-- A hundred packages in each build.
INSERT INTO build_conda_package (build_id, conda_package_id)
SELECT b, 1 + (b * 37 + p * 3989) % 400000 FROM generate_series(1, 10000) b, generate_series(1, 100) p
ON CONFLICT DO NOTHING;

ANALYZE;
