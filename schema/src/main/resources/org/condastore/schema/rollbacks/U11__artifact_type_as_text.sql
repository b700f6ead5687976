-- Back to conda-store revision 0f7e23ff24ee: the type of an artifact is an enum type, and artifacts of any other type,
-- CONSTRUCTOR_INSTALLER above all, are deleted.

DELETE FROM build_artifact
WHERE artifact_type NOT IN (
    'DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB', 'DOCKER_MANIFEST', 'CONTAINER_REGISTRY'
);

CREATE TYPE buildartifacttype AS ENUM (
    'DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB', 'DOCKER_MANIFEST', 'CONTAINER_REGISTRY'
);

ALTER TABLE build_artifact
    ALTER COLUMN artifact_type TYPE buildartifacttype USING artifact_type::buildartifacttype;

UPDATE alembic_version SET version_num = '0f7e23ff24ee' WHERE version_num = '57cd11b949d5';
