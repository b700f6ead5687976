-- conda-store revision b387747ca9b7 (2023-07-04): role mappings of a namespace, and metadata on it.

CREATE TABLE namespace_role_mapping (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES namespace (id),
    entity varchar(255) NOT NULL,
    role varchar(255) NOT NULL
);

ALTER TABLE namespace ADD COLUMN metadata_ json;

UPDATE alembic_version SET version_num = 'b387747ca9b7' WHERE version_num = 'abd7248d5327';
