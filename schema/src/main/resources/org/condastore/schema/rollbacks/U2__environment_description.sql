-- Back to conda-store revision 48be4072fe58: environments lose their descriptions.

ALTER TABLE environment DROP COLUMN description;

UPDATE alembic_version SET version_num = '48be4072fe58' WHERE version_num = '8d63a091aff8';
