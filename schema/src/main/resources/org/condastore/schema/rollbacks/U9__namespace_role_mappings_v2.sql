-- Back to conda-store revision 30b37e725c32: there are no role mappings between two namespaces.

DROP TABLE namespace_role_mapping_v2;

UPDATE alembic_version SET version_num = '30b37e725c32' WHERE version_num = '771180018e1b';
