-- conda-store revision 48be4072fe58 (2022-06-01): the initial tables. They have no foreign keys yet.

CREATE TABLE alembic_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TYPE buildstatus AS ENUM ('QUEUED', 'BUILDING', 'COMPLETED', 'FAILED');

CREATE TYPE buildartifacttype AS ENUM (
    'DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB', 'DOCKER_MANIFEST'
);

CREATE TABLE namespace (
    id serial PRIMARY KEY,
    name varchar(255) UNIQUE,
    deleted_on timestamp
);

CREATE TABLE environment (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL,
    name varchar(255) NOT NULL,
    current_build_id integer,
    deleted_on timestamp
);

CREATE TABLE specification (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL,
    spec json NOT NULL,
    sha256 varchar(255) NOT NULL UNIQUE,
    created_on timestamp
);

CREATE TABLE build (
    id serial PRIMARY KEY,
    specification_id integer NOT NULL,
    environment_id integer NOT NULL,
    status buildstatus,
    size bigint,
    scheduled_on timestamp,
    started_on timestamp,
    ended_on timestamp,
    deleted_on timestamp
);

CREATE TABLE build_artifact (
    id serial PRIMARY KEY,
    build_id integer,
    artifact_type buildartifacttype NOT NULL,
    key varchar(255)
);

CREATE TABLE conda_channel (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL UNIQUE,
    last_update timestamp
);

CREATE TABLE conda_package (
    id serial PRIMARY KEY,
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

CREATE TABLE build_conda_package (
    build_id integer NOT NULL,
    conda_package_id integer NOT NULL,
    PRIMARY KEY (build_id, conda_package_id)
);

CREATE TABLE solve (
    id serial PRIMARY KEY,
    specification_id integer NOT NULL,
    scheduled_on timestamp,
    started_on timestamp,
    ended_on timestamp
);

CREATE TABLE solve_conda_package (
    solve_id integer NOT NULL,
    conda_package_id integer NOT NULL,
    PRIMARY KEY (solve_id, conda_package_id)
);

CREATE TABLE conda_store_configuration (
    id serial PRIMARY KEY,
    disk_usage bigint,
    free_storage bigint,
    total_storage bigint
);

INSERT INTO alembic_version (version_num) VALUES ('48be4072fe58');
