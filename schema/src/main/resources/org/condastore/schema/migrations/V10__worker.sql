-- conda-store revision 0f7e23ff24ee (2023-12-13): whether the worker has started.

CREATE TABLE worker (
    id serial PRIMARY KEY,
    initialized boolean
);

UPDATE alembic_version SET version_num = '0f7e23ff24ee' WHERE version_num = '771180018e1b';
