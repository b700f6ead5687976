-- conda-store revision 5ad723de2abd (2022-08-05): builds can be pushed to a container registry.
-- Since PostgreSQL 12 a value may be added inside a transaction, as long as nothing uses it before the commit.

ALTER TYPE buildartifacttype ADD VALUE 'CONTAINER_REGISTRY';

UPDATE alembic_version SET version_num = '5ad723de2abd' WHERE version_num = '8d63a091aff8';
