-- conda-store revision 16f65805dc8f (2022-08-24): a conda package is told from its builds, and all relations between
-- tables become foreign keys.
--
-- Old rows are never joined on channel_id or subdir with "=": both may be null, and two nulls mean the same here.
-- Keys and indexes are created after the rows are in, which is several times faster.

-- 1. What is common to all builds of one version of a package. The table keeps the temporary name in its primary key
-- and its sequence.
CREATE TABLE conda_package_tmp (
    id serial PRIMARY KEY,
    channel_id integer,
    license text,
    license_family varchar(64),
    name varchar(255) NOT NULL,
    version varchar(64) NOT NULL,
    summary text,
    description text
);

-- The rows of one version sometimes differ in these four: the largest value wins.
INSERT INTO conda_package_tmp (channel_id, license, license_family, name, version, summary, description)
SELECT channel_id, max(license), max(license_family), name, version, max(summary), max(description)
FROM conda_package
GROUP BY channel_id, name, version
ORDER BY min(id);

ANALYZE conda_package_tmp;

-- 2. One package build per file in a channel: of rows that say the same, the oldest is kept.
CREATE TABLE conda_package_build (
    id serial PRIMARY KEY,
    package_id integer,
    channel_id integer,
    build varchar(64) NOT NULL,
    build_number integer NOT NULL,
    constrains json,
    depends json NOT NULL,
    md5 varchar(255) NOT NULL,
    sha256 varchar(64) NOT NULL,
    size bigint NOT NULL,
    subdir varchar(64),
    timestamp bigint
);

INSERT INTO conda_package_build (
    package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp
)
SELECT package.id, old.channel_id, old.build, old.build_number, old.constrains, old.depends, old.md5, old.sha256,
    old.size, old.subdir, old.timestamp
FROM (
    SELECT min(id) AS id
    FROM conda_package
    GROUP BY channel_id, subdir, build, build_number, sha256
) AS kept
JOIN conda_package AS old ON old.id = kept.id
JOIN conda_package_tmp AS package
    ON package.name = old.name
    AND package.version = old.version
    AND package.channel_id IS NOT DISTINCT FROM old.channel_id
ORDER BY old.id;

ANALYZE conda_package_build;

-- 3. Links lead to the package build that took the place of the old row: the same file (sha256) in the same channel.
-- Links of a build or solve that no longer exists say nothing and would break the new foreign keys: they are left out.
CREATE TABLE build_conda_package_build (
    build_id integer NOT NULL,
    conda_package_build_id integer NOT NULL
);

INSERT INTO build_conda_package_build (build_id, conda_package_build_id)
SELECT DISTINCT link.build_id, package_build.id
FROM build_conda_package AS link
JOIN build ON build.id = link.build_id
JOIN conda_package AS old ON old.id = link.conda_package_id
JOIN conda_package_build AS package_build
    ON package_build.sha256 = old.sha256
    AND package_build.build = old.build
    AND package_build.build_number = old.build_number
    AND package_build.channel_id IS NOT DISTINCT FROM old.channel_id
    AND package_build.subdir IS NOT DISTINCT FROM old.subdir;

CREATE TABLE solve_conda_package_build (
    solve_id integer NOT NULL,
    conda_package_build_id integer NOT NULL
);

INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id)
SELECT DISTINCT link.solve_id, package_build.id
FROM solve_conda_package AS link
JOIN solve ON solve.id = link.solve_id
JOIN conda_package AS old ON old.id = link.conda_package_id
JOIN conda_package_build AS package_build
    ON package_build.sha256 = old.sha256
    AND package_build.build = old.build
    AND package_build.build_number = old.build_number
    AND package_build.channel_id IS NOT DISTINCT FROM old.channel_id
    AND package_build.subdir IS NOT DISTINCT FROM old.subdir;

-- 4. The old tables go, and the new one takes the name.
DROP TABLE build_conda_package;
DROP TABLE solve_conda_package;
DROP TABLE conda_package;
ALTER TABLE conda_package_tmp RENAME TO conda_package;

-- 5. Artifacts of builds that no longer exist would break the new foreign key.
DELETE FROM build_artifact
WHERE build_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM build WHERE build.id = build_artifact.build_id);

-- 6. Keys and indexes.
ALTER TABLE build_conda_package_build
    ADD PRIMARY KEY (build_id, conda_package_build_id);
ALTER TABLE solve_conda_package_build
    ADD PRIMARY KEY (solve_id, conda_package_build_id);

ALTER TABLE environment
    ADD CONSTRAINT _namespace_name_uc UNIQUE (namespace_id, name);
ALTER TABLE conda_package
    ADD CONSTRAINT _conda_package_uc UNIQUE (channel_id, name, version);
ALTER TABLE conda_package_build
    ADD CONSTRAINT _conda_package_build_uc UNIQUE (channel_id, package_id, subdir, build, build_number, sha256);

CREATE INDEX ix_conda_package_channel_id ON conda_package (channel_id);
CREATE INDEX ix_conda_package_name ON conda_package (name);
CREATE INDEX ix_conda_package_version ON conda_package (version);
CREATE INDEX ix_conda_package_build_build ON conda_package_build (build);

ALTER TABLE environment
    ADD CONSTRAINT environment_namespace_id_fkey FOREIGN KEY (namespace_id) REFERENCES namespace (id),
    ADD CONSTRAINT environment_current_build_id_fkey FOREIGN KEY (current_build_id) REFERENCES build (id);
ALTER TABLE build
    ADD CONSTRAINT build_specification_id_fkey FOREIGN KEY (specification_id) REFERENCES specification (id),
    ADD CONSTRAINT build_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment (id);
ALTER TABLE build_artifact
    ADD CONSTRAINT build_artifact_build_id_fkey FOREIGN KEY (build_id) REFERENCES build (id);
ALTER TABLE solve
    ADD CONSTRAINT solve_specification_id_fkey FOREIGN KEY (specification_id) REFERENCES specification (id);
ALTER TABLE conda_package
    ADD CONSTRAINT conda_package_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES conda_channel (id);
ALTER TABLE conda_package_build
    ADD CONSTRAINT conda_package_build_package_id_fkey FOREIGN KEY (package_id) REFERENCES conda_package (id),
    ADD CONSTRAINT conda_package_build_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES conda_channel (id);
ALTER TABLE build_conda_package_build
    ADD CONSTRAINT build_conda_package_build_build_id_fkey
        FOREIGN KEY (build_id) REFERENCES build (id) ON DELETE CASCADE,
    ADD CONSTRAINT build_conda_package_build_conda_package_build_id_fkey
        FOREIGN KEY (conda_package_build_id) REFERENCES conda_package_build (id) ON DELETE CASCADE;
ALTER TABLE solve_conda_package_build
    ADD CONSTRAINT solve_conda_package_build_solve_id_fkey
        FOREIGN KEY (solve_id) REFERENCES solve (id) ON DELETE CASCADE,
    ADD CONSTRAINT solve_conda_package_build_conda_package_build_id_fkey
        FOREIGN KEY (conda_package_build_id) REFERENCES conda_package_build (id) ON DELETE CASCADE;

UPDATE alembic_version SET version_num = '16f65805dc8f' WHERE version_num = '5ad723de2abd';
