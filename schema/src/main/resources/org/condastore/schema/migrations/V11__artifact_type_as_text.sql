-- conda-store revision 57cd11b949d5 (2024-01-28): the type of an artifact is text, so that new types need no migration.

ALTER TABLE build_artifact ALTER COLUMN artifact_type TYPE varchar(21);

DROP TYPE buildartifacttype;

UPDATE alembic_version SET version_num = '57cd11b949d5' WHERE version_num = '0f7e23ff24ee';
