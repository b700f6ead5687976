-- Back to conda-store revision 03c839888c82: builds of key version 3 lose the hash that is their key.

ALTER TABLE build DROP COLUMN hash;

UPDATE alembic_version SET version_num = '03c839888c82' WHERE version_num = 'e17b4cc6e086';
