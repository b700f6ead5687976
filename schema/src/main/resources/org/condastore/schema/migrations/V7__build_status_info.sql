-- conda-store revision d78e9889566a (2023-11-07): a build can say why it has its status.

ALTER TABLE build ADD COLUMN status_info text;

UPDATE alembic_version SET version_num = 'd78e9889566a' WHERE version_num = 'b387747ca9b7';
