-- conda-store revision 771180018e1b (2023-11-29): the second generation of role mappings, between two namespaces.

CREATE TABLE namespace_role_mapping_v2 (
    id serial PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES namespace (id),
    other_namespace_id integer NOT NULL REFERENCES namespace (id),
    role varchar(255) NOT NULL,
    CONSTRAINT _uc UNIQUE (namespace_id, other_namespace_id)
);

UPDATE alembic_version SET version_num = '771180018e1b' WHERE version_num = '30b37e725c32';
