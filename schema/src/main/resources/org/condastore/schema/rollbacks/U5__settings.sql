-- Back to conda-store revision 16f65805dc8f: there are no settings.

DROP TABLE keyvaluestore;

UPDATE alembic_version SET version_num = '16f65805dc8f' WHERE version_num = 'abd7248d5327';
