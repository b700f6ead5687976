-- conda-store revision 30b37e725c32 (2023-11-17): how the key of a build is computed. Every build so far uses version 1.

ALTER TABLE build ADD COLUMN build_key_version integer NOT NULL DEFAULT 1;

UPDATE alembic_version SET version_num = '30b37e725c32' WHERE version_num = 'd78e9889566a';
