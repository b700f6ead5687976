-- conda-store revision abd7248d5327 (2023-05-11): settings, kept as JSON values.
-- The unique key (prefix, key) that conda-store's own model declares is not created by its migrations.

CREATE TABLE keyvaluestore (
    id serial PRIMARY KEY,
    prefix varchar NOT NULL,
    key varchar NOT NULL,
    value json
);

CREATE INDEX ix_keyvaluestore_prefix ON keyvaluestore (prefix);

UPDATE alembic_version SET version_num = 'abd7248d5327' WHERE version_num = '16f65805dc8f';
