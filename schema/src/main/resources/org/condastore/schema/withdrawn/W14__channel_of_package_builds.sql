-- From revision 89637f546129, which conda-store withdrew, back to bf065abf375b: package builds name their channel again.
-- The column comes last in its table; conda-store does not mind.

ALTER TABLE conda_package_build DROP CONSTRAINT _conda_package_build_uc;

ALTER TABLE conda_package_build ADD COLUMN channel_id integer;

UPDATE conda_package_build
SET channel_id = conda_package.channel_id
FROM conda_package
WHERE conda_package.id = conda_package_build.package_id;

ALTER TABLE conda_package_build
    ADD CONSTRAINT conda_package_build_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES conda_channel (id),
    ADD CONSTRAINT _conda_package_build_uc UNIQUE (channel_id, package_id, subdir, build, build_number, sha256);

UPDATE alembic_version SET version_num = 'bf065abf375b' WHERE version_num = '89637f546129';
