-- Back to conda-store revision 8d63a091aff8: the type of an artifact in a container registry goes, and with it the
-- artifacts of that type. No other type says what they are, and conda-store would look for their files.

DELETE FROM build_artifact WHERE artifact_type = 'CONTAINER_REGISTRY';

-- A value cannot be taken out of an enum type: a type without it takes the place.
ALTER TYPE buildartifacttype RENAME TO buildartifacttype_old;

CREATE TYPE buildartifacttype AS ENUM (
    'DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB', 'DOCKER_MANIFEST'
);

ALTER TABLE build_artifact
    ALTER COLUMN artifact_type TYPE buildartifacttype USING artifact_type::text::buildartifacttype;

DROP TYPE buildartifacttype_old;

UPDATE alembic_version SET version_num = '8d63a091aff8' WHERE version_num = '5ad723de2abd';
