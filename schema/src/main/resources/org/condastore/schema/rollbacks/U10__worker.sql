-- Back to conda-store revision 771180018e1b: workers do not report that they have started.

DROP TABLE worker;

UPDATE alembic_version SET version_num = '771180018e1b' WHERE version_num = '0f7e23ff24ee';
