-- conda-store revision 16f65805dc8f (2022-08-24): a conda package is told from its builds, and all relations between
-- tables become foreign keys.
--
-- Keys and indexes are created after the rows are in, which is faster.

-- Which new rows take the place of an old one. Window functions take two nulls for the same, which is what is wanted of
-- channel_id and subdir. Everything after it joins on whole numbers alone: joined on the names, versions and checksums
-- themselves, the planner expects next to no rows and chooses nested loops, which do not end over a large database.
CREATE TABLE conda_package_successor AS
SELECT id, package_first_id, dense_rank() OVER (ORDER BY package_first_id)::integer AS package_id,
    build_first_id, dense_rank() OVER (ORDER BY build_first_id)::integer AS package_build_id
FROM (
    SELECT id,
        min(id) OVER (PARTITION BY name, version, channel_id) AS package_first_id,
        min(id) OVER (PARTITION BY sha256, channel_id, subdir, build, build_number) AS build_first_id
    FROM conda_package
) AS old;

ANALYZE conda_package_successor;

-- 1. What is common to all builds of one version of a package. The rows of one version sometimes differ in four columns:
-- the largest value wins.
CREATE TABLE conda_package_tmp (
    id serial,
    channel_id integer,
    license text,
    license_family varchar(64),
    name varchar(255) NOT NULL,
    version varchar(64) NOT NULL,
    summary text,
    description text
);

INSERT INTO conda_package_tmp (id, channel_id, license, license_family, name, version, summary, description)
SELECT largest.id, old.channel_id, largest.license, largest.license_family, old.name, old.version, largest.summary,
    largest.description
FROM (
    SELECT successor.package_id AS id, successor.package_first_id AS first_id, max(old.license) AS license,
        max(old.license_family) AS license_family, max(old.summary) AS summary, max(old.description) AS description
    FROM conda_package_successor AS successor
    JOIN conda_package AS old ON old.id = successor.id
    GROUP BY successor.package_id, successor.package_first_id
) AS largest
JOIN conda_package AS old ON old.id = largest.first_id
ORDER BY largest.id;

SELECT setval('conda_package_tmp_id_seq', max(id)) FROM conda_package_tmp;

-- 2. One package build per file in a channel: of rows that say the same, the oldest is kept.
CREATE TABLE conda_package_build (
    id serial,
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
    id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp
)
SELECT successor.package_build_id, successor.package_id, old.channel_id, old.build, old.build_number, old.constrains,
    old.depends, old.md5, old.sha256, old.size, old.subdir, old.timestamp
FROM conda_package_successor AS successor
JOIN conda_package AS old ON old.id = successor.id
WHERE successor.id = successor.build_first_id
ORDER BY successor.package_build_id;

SELECT setval('conda_package_build_id_seq', max(id)) FROM conda_package_build;

-- 3. Links lead to the package build that took the place of the old row: the same file in the same channel. Links of a
-- build or solve that no longer exists say nothing and would break the new foreign keys: they are left out.
CREATE TABLE build_conda_package_build (
    build_id integer NOT NULL,
    conda_package_build_id integer NOT NULL
);

INSERT INTO build_conda_package_build (build_id, conda_package_build_id)
SELECT DISTINCT link.build_id, successor.package_build_id
FROM build_conda_package AS link
JOIN build ON build.id = link.build_id
JOIN conda_package_successor AS successor ON successor.id = link.conda_package_id;

CREATE TABLE solve_conda_package_build (
    solve_id integer NOT NULL,
    conda_package_build_id integer NOT NULL
);

INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id)
SELECT DISTINCT link.solve_id, successor.package_build_id
FROM solve_conda_package AS link
JOIN solve ON solve.id = link.solve_id
JOIN conda_package_successor AS successor ON successor.id = link.conda_package_id;

-- 4. The old tables go, and the new one takes the name. Its sequence and primary key keep the temporary one.
DROP TABLE build_conda_package;
DROP TABLE solve_conda_package;
DROP TABLE conda_package;
DROP TABLE conda_package_successor;
ALTER TABLE conda_package_tmp RENAME TO conda_package;

-- 5. Artifacts of builds that no longer exist would break the new foreign key.
DELETE FROM build_artifact
WHERE build_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM build WHERE build.id = build_artifact.build_id);

-- 6. Keys and indexes.
ALTER TABLE conda_package
    ADD CONSTRAINT conda_package_tmp_pkey PRIMARY KEY (id);
ALTER TABLE conda_package_build
    ADD PRIMARY KEY (id);
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
