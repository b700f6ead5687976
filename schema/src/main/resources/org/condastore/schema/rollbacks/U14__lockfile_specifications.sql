-- Back to conda-store revision e17b4cc6e086: which specifications are lockfiles is forgotten.

ALTER TABLE specification DROP COLUMN is_lockfile;

UPDATE alembic_version SET version_num = 'e17b4cc6e086' WHERE version_num = 'bf065abf375b';
