-- conda-store revision bf065abf375b (2024-03-02): a specification can be a lockfile.

ALTER TABLE specification ADD COLUMN is_lockfile boolean NOT NULL DEFAULT false;

UPDATE alembic_version SET version_num = 'bf065abf375b' WHERE version_num = 'e17b4cc6e086';
