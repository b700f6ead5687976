-- Back to conda-store revision b387747ca9b7: builds do not say why they have their status.

ALTER TABLE build DROP COLUMN status_info;

UPDATE alembic_version SET version_num = 'b387747ca9b7' WHERE version_num = 'd78e9889566a';
