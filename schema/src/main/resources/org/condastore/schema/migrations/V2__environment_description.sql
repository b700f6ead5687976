-- conda-store revision 8d63a091aff8 (2022-07-15): an environment can be described.

ALTER TABLE environment ADD COLUMN description text;

UPDATE alembic_version SET version_num = '8d63a091aff8' WHERE version_num = '48be4072fe58';
