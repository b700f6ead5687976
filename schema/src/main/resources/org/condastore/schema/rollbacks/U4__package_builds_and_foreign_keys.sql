-- Back to conda-store revision 5ad723de2abd: packages and their builds become one table again, and no relation between
-- tables is a foreign key.

-- 1. The foreign keys and what came with them.
ALTER TABLE build_conda_package_build
    DROP CONSTRAINT build_conda_package_build_build_id_fkey,
    DROP CONSTRAINT build_conda_package_build_conda_package_build_id_fkey;
ALTER TABLE solve_conda_package_build
    DROP CONSTRAINT solve_conda_package_build_solve_id_fkey,
    DROP CONSTRAINT solve_conda_package_build_conda_package_build_id_fkey;
ALTER TABLE environment
    DROP CONSTRAINT environment_namespace_id_fkey,
    DROP CONSTRAINT environment_current_build_id_fkey,
    DROP CONSTRAINT _namespace_name_uc;
ALTER TABLE build
    DROP CONSTRAINT build_specification_id_fkey,
    DROP CONSTRAINT build_environment_id_fkey;
ALTER TABLE build_artifact
    DROP CONSTRAINT build_artifact_build_id_fkey;
ALTER TABLE solve
    DROP CONSTRAINT solve_specification_id_fkey;

-- 2. One row per package build, which keeps its id. Where it names a channel, that is the right one: older releases of
-- conda-store led some builds to the package of the same name in another channel. Where it names none, the package
-- does. A build without a package has no name and no version, which the old table demands: it goes.
ALTER TABLE conda_package RENAME TO conda_package_old;

CREATE TABLE conda_package (
    id serial,
    channel_id integer,
    build varchar(64) NOT NULL,
    build_number integer NOT NULL,
    constrains json,
    depends json NOT NULL,
    license text,
    license_family varchar(64),
    md5 varchar(255) NOT NULL,
    name varchar(255) NOT NULL,
    sha256 varchar(64) NOT NULL,
    size bigint NOT NULL,
    subdir varchar(64),
    timestamp bigint,
    version varchar(64) NOT NULL,
    summary text,
    description text
);

INSERT INTO conda_package (
    id, channel_id, build, build_number, constrains, depends, license, license_family, md5, name, sha256, size, subdir,
    timestamp, version, summary, description
)
SELECT file.id, coalesce(file.channel_id, package.channel_id), file.build, file.build_number, file.constrains,
    file.depends, package.license, package.license_family, file.md5, package.name, file.sha256, file.size, file.subdir,
    file.timestamp, package.version, package.summary, package.description
FROM conda_package_build AS file
JOIN conda_package_old AS package ON package.id = file.package_id;

SELECT setval('conda_package_id_seq', max(id)) FROM conda_package;

DROP TABLE conda_package_build;
DROP TABLE conda_package_old;

ALTER TABLE conda_package
    ADD PRIMARY KEY (id);

-- 3. As the ids are kept, every link still leads to the same file in the same channel. Those to a build that is gone go.
DELETE FROM build_conda_package_build AS link
WHERE NOT EXISTS (SELECT FROM conda_package WHERE conda_package.id = link.conda_package_build_id);

DELETE FROM solve_conda_package_build AS link
WHERE NOT EXISTS (SELECT FROM conda_package WHERE conda_package.id = link.conda_package_build_id);

ALTER TABLE build_conda_package_build RENAME TO build_conda_package;
ALTER TABLE build_conda_package RENAME COLUMN conda_package_build_id TO conda_package_id;
ALTER TABLE build_conda_package RENAME CONSTRAINT build_conda_package_build_pkey TO build_conda_package_pkey;

ALTER TABLE solve_conda_package_build RENAME TO solve_conda_package;
ALTER TABLE solve_conda_package RENAME COLUMN conda_package_build_id TO conda_package_id;
ALTER TABLE solve_conda_package RENAME CONSTRAINT solve_conda_package_build_pkey TO solve_conda_package_pkey;

UPDATE alembic_version SET version_num = '5ad723de2abd' WHERE version_num = '16f65805dc8f';
