-- conda-store revision e17b4cc6e086 (2024-03-26): the hash in the key of a build, from key version 3 on.

ALTER TABLE build ADD COLUMN hash varchar(32);

UPDATE alembic_version SET version_num = 'e17b4cc6e086' WHERE version_num = '03c839888c82';
