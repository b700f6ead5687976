-- Back to conda-store revision 57cd11b949d5: the status of a build is an enum type. CANCELED becomes FAILED, and so does
-- what conda-store does not know, which text allows.

CREATE TYPE buildstatus AS ENUM ('QUEUED', 'BUILDING', 'COMPLETED', 'FAILED');

ALTER TABLE build
    ALTER COLUMN status TYPE buildstatus USING (
        CASE WHEN status NOT IN ('QUEUED', 'BUILDING', 'COMPLETED', 'FAILED') THEN 'FAILED' ELSE status END
    )::buildstatus;

UPDATE alembic_version SET version_num = '57cd11b949d5' WHERE version_num = '03c839888c82';
