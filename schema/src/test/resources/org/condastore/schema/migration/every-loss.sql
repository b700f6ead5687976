-- On top of live.sql: rows of every kind that a rollback loses, and beside them some that it must leave alone.

-- 14
UPDATE specification SET is_lockfile = id IN (2, 3, 5);

-- 13, 8, 7
UPDATE build SET hash = md5('2'), build_key_version = 3 WHERE id = 2;
UPDATE build SET status_info = 'out of memory' WHERE id IN (3, 4);
UPDATE build SET status_info = '' WHERE id = 5;

-- 12
INSERT INTO build (id, specification_id, environment_id, status) VALUES (70, 1, 1, 'ARCHIVED'), (71, 1, 1, NULL);

-- 11, 3
INSERT INTO build_artifact (id, build_id, artifact_type, key)
SELECT 300 + n, n, 'CONSTRUCTOR_INSTALLER', 'installer/' || n || '.sh' FROM generate_series(1, 7) AS n;
INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES
    (310, 1, 'SBOM', 'sbom/1.json'), (311, 1, 'container_registry', ''),
    (312, 1, 'CONTAINER_REGISTRY', ''), (313, 2, 'CONTAINER_REGISTRY', NULL),
    (314, 1, 'DOCKER_BLOB', 'blob/1'), (315, NULL, 'DOCKER_MANIFEST', NULL);

-- 10
INSERT INTO worker (id, initialized) VALUES (2, NULL);

-- 6
INSERT INTO namespace (id, name, metadata_) VALUES (20, NULL, NULL), (21, 'null', 'null'), (22, 'spaced', ' {} ');

-- 5
INSERT INTO keyvaluestore (id, prefix, key, value) VALUES (10, 'setting', 'default_namespace', NULL);

-- 4
INSERT INTO conda_package (id, channel_id, name, version, license) VALUES
    (101, 1, 'unbuilt', '1', 'MIT'), (102, NULL, 'unbuilt', '2', NULL),         -- nothing refers to them
    (103, NULL, 'local', '1', 'A'), (104, NULL, 'local', '1', 'B'),             -- the same version twice
    (105, NULL, 'local', '2', 'C'),
    (106, 2, 'mixed', '1', 'D'), (107, 1, 'mixed', '1', 'E');                   -- the same version in two channels
INSERT INTO conda_package_build (
    id, package_id, channel_id, subdir, build, build_number, sha256, md5, size, depends
) VALUES
    (203, 103, NULL, 'noarch', '0', 0, 's203', 'm203', 1, '[]'),
    (204, 104, NULL, 'noarch', '1', 1, 's204', 'm204', 1, '[]'),
    (205, 105, 2, 'noarch', '0', 0, 's205', 'm205', 1, '[]'),                   -- its package has no channel
    (206, 106, 2, 'noarch', '0', 0, 's206', 'm206', 1, '[]'),
    (207, 106, 1, 'noarch', '0', 0, 's207', 'm207', 1, '[]'),                   -- its package is in another channel
    (208, 107, 1, 'noarch', '1', 1, 's208', 'm208', 1, '[]'),
    (209, 2, NULL, 'noarch', '9', 9, 's209', 'm209', 1, '[]'),                  -- its package has a channel
    (210, 3, 1, NULL, '0', 0, 's210', 'm210', 1, '[]'), (211, 3, 1, NULL, '0', 0, 's210', 'm211', 1, '[]'),
    (212, NULL, NULL, 'noarch', '0', 0, 's212', 'm212', 1, '[]'),               -- without a package
    (213, NULL, 1, 'noarch', '0', 0, 's213', 'm213', 1, '[]');
INSERT INTO conda_package_build (        -- what the solver wrote about a file that the channel's index has too
    id, package_id, channel_id, subdir, build, build_number, sha256, md5, size, depends
)
SELECT 214, package_id, NULL, subdir, build, build_number, sha256, md5, -1, '[]' FROM conda_package_build WHERE id = 1;
INSERT INTO build_conda_package_build (build_id, conda_package_build_id) VALUES
    (70, 1), (70, 214), (70, 203), (70, 207), (70, 210), (70, 211), (70, 212), (71, 212);
INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id) VALUES (1, 213), (1, 205);

-- 2
INSERT INTO environment (id, namespace_id, name, description) VALUES (30, 1, 'undescribed', NULL);
