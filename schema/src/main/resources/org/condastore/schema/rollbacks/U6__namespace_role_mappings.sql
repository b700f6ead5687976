-- Back to conda-store revision abd7248d5327: namespaces have neither role mappings nor metadata.

ALTER TABLE namespace DROP COLUMN metadata_;

DROP TABLE namespace_role_mapping;

UPDATE alembic_version SET version_num = 'abd7248d5327' WHERE version_num = 'b387747ca9b7';
