-- A database at revision 3, with everything that revision 4 has to decide about.

INSERT INTO conda_channel (id, name) VALUES (1, 'conda-forge'), (2, 'bioconda');
INSERT INTO namespace (id, name) VALUES (1, 'default');
INSERT INTO specification (id, name, spec, sha256) VALUES (1, 'web', '{"b": 1, "a": 2}', 'a1');
INSERT INTO environment (id, namespace_id, name, current_build_id) VALUES (1, 1, 'web', 2);
INSERT INTO build (id, specification_id, environment_id, status) VALUES
    (1, 1, 1, 'FAILED'), (2, 1, 1, 'COMPLETED'), (3, 1, 1, 'QUEUED');
INSERT INTO solve (id, specification_id) VALUES (1, 1), (2, 1);

INSERT INTO conda_package (
    id, channel_id, name, version, subdir, build, build_number, sha256, md5, size, timestamp, depends, constrains,
    license, license_family, summary, description
) VALUES
    -- One version, two files. The texts differ, and the largest is never in one row.
    (10, 1, 'numpy', '1.0', 'linux-64', 'py310_0', 0, 'n0', 'm10', 100, 1000, '["python"]', '["x"]',
        'BSD-2', 'BSD', 'arrays', NULL),
    (11, 1, 'numpy', '1.0', 'linux-64', 'py311_0', 0, 'n1', 'm11', 110, 1100, '["python >=3"]', NULL,
        'BSD-3', NULL, 'Arrays', 'all of it'),
    -- The same file as row 10 once more, indexed later.
    (12, 1, 'numpy', '1.0', 'linux-64', 'py310_0', 0, 'n0', 'm12', 120, 1200, '[]', NULL,
        'BSD-1', 'APACHE', NULL, 'a'),
    -- The same file in another channel.
    (13, 2, 'numpy', '1.0', 'linux-64', 'py310_0', 0, 'n0', 'm13', 130, 1300, '[]', NULL,
        NULL, NULL, NULL, NULL),
    -- The same checksum in the same channel under two subdirs.
    (14, 1, 'tzdata', '2026a', 'noarch', 'h1', 1, 't0', 'm14', 140, 1400, '[]', NULL, 'PD', NULL, NULL, NULL),
    (15, 1, 'tzdata', '2026a', 'linux-64', 'h1', 1, 't0', 'm15', 150, 1500, '[]', NULL, 'PD', NULL, NULL, NULL),
    -- Without a channel and a subdir, twice.
    (16, NULL, 'local', '1', NULL, '0', 0, 'l0', 'm16', 160, NULL, '[]', NULL, NULL, NULL, 'b', NULL),
    (17, NULL, 'local', '1', NULL, '0', 0, 'l0', 'm17', 170, NULL, '[]', NULL, NULL, NULL, 'c', NULL),
    -- Another version.
    (18, 1, 'numpy', '2.0', 'linux-64', 'py311_0', 0, 'n2', 'm18', 180, 1800, '[]', NULL, NULL, NULL, NULL, NULL);

INSERT INTO build_conda_package (build_id, conda_package_id) VALUES
    (1, 10), (1, 12),   -- the same file by both of its rows
    (2, 11), (2, 12), (2, 13), (2, 14), (2, 16), (2, 17), (3, 15), (3, 18),
    (2, 99),            -- a package that is gone
    (98, 10);           -- a build that is gone
INSERT INTO solve_conda_package (solve_id, conda_package_id) VALUES
    (1, 12), (1, 18), (2, 10), (2, 12), (2, 13), (2, 99), (98, 10);

INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES
    (1, 2, 'LOGS', 'logs/2'), (2, 98, 'LOGS', 'logs/98'), (3, NULL, 'YAML', 'nobody''s'), (4, 3, 'CONTAINER_REGISTRY', '');
