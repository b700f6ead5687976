-- Back to conda-store revision d78e9889566a: the key of every build is computed as of version 1.

ALTER TABLE build DROP COLUMN build_key_version;

UPDATE alembic_version SET version_num = 'd78e9889566a' WHERE version_num = '30b37e725c32';
