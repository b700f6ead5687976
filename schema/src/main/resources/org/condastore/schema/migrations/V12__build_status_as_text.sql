-- conda-store revision 03c839888c82 (2024-01-29): the status of a build is text. CANCELED becomes possible.

ALTER TABLE build ALTER COLUMN status TYPE varchar(9);

DROP TYPE buildstatus;

UPDATE alembic_version SET version_num = '03c839888c82' WHERE version_num = '57cd11b949d5';
