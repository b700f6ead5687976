-- The declared model: what conda-store's database looks like at its newest revision, bf065abf375b, and
-- the indexes on the columns of foreign keys that it lacks.
--
-- To change the schema, edit this file and let the shell write the migration: `revision -m "what changes"`. Statements
-- do not name a schema; they run in an empty one. Names of keys and indexes are part of the model, also where
-- PostgreSQL chooses them: <table>_pkey, <table>_<column>_key, <table>_<column>_fkey, <table>_<column>_seq for serial.
--
-- All timestamps hold UTC. All JSON is json, not jsonb: conda-store relies on the order of the keys that it wrote.
-- A deleted_on that is set means deleted: conda-store hides the row at once and removes what belongs to it later.

-- Who owns environments: a team, or a single user.
CREATE TABLE namespace (
    id serial PRIMARY KEY,
    name varchar(255) UNIQUE,       -- a deleted namespace keeps its name taken
    deleted_on timestamp,
    metadata_ json                  -- null if the namespace is older than the column
);

-- Role mappings of the first generation: those who own namespace_id have the role in what entity names, a pattern
-- <namespace>/<environment> with * as a wildcard.
CREATE TABLE namespace_role_mapping (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES namespace (id),
    entity varchar(255) NOT NULL,
    role varchar(255) NOT NULL
);

CREATE INDEX namespace_role_mapping_namespace_id_idx ON namespace_role_mapping (namespace_id);

-- Role mappings of the second generation, the other way round: those who own other_namespace_id have the role in
-- namespace_id.
CREATE TABLE namespace_role_mapping_v2 (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES namespace (id),
    other_namespace_id integer NOT NULL REFERENCES namespace (id),
    role varchar(255) NOT NULL,
    CONSTRAINT _uc UNIQUE (namespace_id, other_namespace_id)
);

CREATE INDEX namespace_role_mapping_v2_other_namespace_id_idx ON namespace_role_mapping_v2 (other_namespace_id);

-- What is to be built: an environment.yaml or a lockfile as JSON. Equal ones are stored once.
CREATE TABLE specification (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL,
    spec json NOT NULL,
    sha256 varchar(255) NOT NULL UNIQUE,    -- of spec with its keys and lists in order
    created_on timestamp,
    is_lockfile boolean NOT NULL DEFAULT false
);

-- A named line of builds.
CREATE TABLE environment (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES namespace (id),
    name varchar(255) NOT NULL,
    current_build_id integer,       -- what users get; refers to build
    deleted_on timestamp,
    description text,
    CONSTRAINT _namespace_name_uc UNIQUE (namespace_id, name)
);

CREATE INDEX environment_current_build_id_idx ON environment (current_build_id);

-- One attempt to turn a specification into an environment.
CREATE TABLE build (
    id serial PRIMARY KEY,
    specification_id integer NOT NULL REFERENCES specification (id),
    environment_id integer NOT NULL REFERENCES environment (id),
    status varchar(9),              -- QUEUED, BUILDING, COMPLETED, FAILED or CANCELED
    size bigint,                    -- bytes on disk
    scheduled_on timestamp,
    started_on timestamp,
    ended_on timestamp,
    deleted_on timestamp,
    status_info text,               -- why it has this status
    build_key_version integer NOT NULL DEFAULT 1,
    hash varchar(32)                -- the build's key, from key version 3 on
);

CREATE INDEX build_environment_id_idx ON build (environment_id);
CREATE INDEX build_specification_id_idx ON build (specification_id);

ALTER TABLE environment
    ADD FOREIGN KEY (current_build_id) REFERENCES build (id);

-- A file or directory that a build left in the storage.
CREATE TABLE build_artifact (
    id serial PRIMARY KEY,
    build_id integer REFERENCES build (id),
    artifact_type varchar(21) NOT NULL,
    key varchar(255)                -- where in the storage; for a directory its path
);

CREATE INDEX build_artifact_build_id_idx ON build_artifact (build_id);

CREATE TABLE conda_channel (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL UNIQUE,
    last_update timestamp
);

-- A version of a package in a channel. Its sequence and its primary key have the name of a table that was renamed.
CREATE SEQUENCE conda_package_tmp_id_seq AS integer;

CREATE TABLE conda_package (
    id integer NOT NULL DEFAULT nextval('conda_package_tmp_id_seq'),
    channel_id integer REFERENCES conda_channel (id),
    license text,
    license_family varchar(64),
    name varchar(255) NOT NULL,
    version varchar(64) NOT NULL,
    summary text,
    description text,
    CONSTRAINT conda_package_tmp_pkey PRIMARY KEY (id),
    CONSTRAINT _conda_package_uc UNIQUE (channel_id, name, version)
);

ALTER SEQUENCE conda_package_tmp_id_seq OWNED BY conda_package.id;

CREATE INDEX ix_conda_package_channel_id ON conda_package (channel_id);
CREATE INDEX ix_conda_package_name ON conda_package (name);
CREATE INDEX ix_conda_package_version ON conda_package (version);

-- One file of a package's version.
CREATE TABLE conda_package_build (
    id serial PRIMARY KEY,
    package_id integer REFERENCES conda_package (id),
    channel_id integer REFERENCES conda_channel (id),
    build varchar(64) NOT NULL,
    build_number integer NOT NULL,
    constrains json,
    depends json NOT NULL,
    md5 varchar(255) NOT NULL,
    sha256 varchar(64) NOT NULL,
    size bigint NOT NULL,           -- bytes
    subdir varchar(64),
    timestamp bigint,               -- milliseconds since 1970
    CONSTRAINT _conda_package_build_uc UNIQUE (channel_id, package_id, subdir, build, build_number, sha256)
);

CREATE INDEX ix_conda_package_build_build ON conda_package_build (build);
CREATE INDEX conda_package_build_package_id_idx ON conda_package_build (package_id);

-- What a build consists of.
CREATE TABLE build_conda_package_build (
    build_id integer REFERENCES build (id) ON DELETE CASCADE,
    conda_package_build_id integer REFERENCES conda_package_build (id) ON DELETE CASCADE,
    PRIMARY KEY (build_id, conda_package_build_id)
);

CREATE INDEX build_conda_package_build_conda_package_build_id_idx
    ON build_conda_package_build (conda_package_build_id);

-- One run of the solver, and what it chose.
CREATE TABLE solve (
    id serial PRIMARY KEY,
    specification_id integer NOT NULL REFERENCES specification (id),
    scheduled_on timestamp,
    started_on timestamp,
    ended_on timestamp
);

CREATE INDEX solve_specification_id_idx ON solve (specification_id);

CREATE TABLE solve_conda_package_build (
    solve_id integer REFERENCES solve (id) ON DELETE CASCADE,
    conda_package_build_id integer REFERENCES conda_package_build (id) ON DELETE CASCADE,
    PRIMARY KEY (solve_id, conda_package_build_id)
);

CREATE INDEX solve_conda_package_build_conda_package_build_id_idx
    ON solve_conda_package_build (conda_package_build_id);

-- Settings: prefix is the level (setting, setting/<namespace>, setting/<namespace>/<environment>).
CREATE TABLE keyvaluestore (
    id serial PRIMARY KEY,
    prefix varchar NOT NULL,
    key varchar NOT NULL,
    value json
);

CREATE INDEX ix_keyvaluestore_prefix ON keyvaluestore (prefix);

-- What was last measured of the storage, in bytes: exactly one row, with id 1, which conda-store relies on.
CREATE TABLE conda_store_configuration (
    id serial PRIMARY KEY,
    disk_usage bigint,
    free_storage bigint,
    total_storage bigint
);

-- The workers that have started since the server did: one row each.
CREATE TABLE worker (
    id serial PRIMARY KEY,
    initialized boolean
);

-- Alembic's ledger: one row, the revision. conda-store's server reads it at every start.
CREATE TABLE alembic_version (
    version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY
);
