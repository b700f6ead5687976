-- The shell's own: an index on every column of a foreign key that has none, so that a row which is deleted need not be
-- searched for in whole tables. conda-store does not mind them, and its revision stays bf065abf375b.
--
-- Not in a transaction, as CREATE INDEX CONCURRENTLY demands: builds go on meanwhile. The script can be run again after
-- it was broken off, once the index that was being built, which is then invalid, is dropped.

CREATE INDEX CONCURRENTLY IF NOT EXISTS environment_current_build_id_idx ON environment (current_build_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS build_environment_id_idx ON build (environment_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS build_specification_id_idx ON build (specification_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS build_artifact_build_id_idx ON build_artifact (build_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS solve_specification_id_idx ON solve (specification_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS namespace_role_mapping_namespace_id_idx
    ON namespace_role_mapping (namespace_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS namespace_role_mapping_v2_other_namespace_id_idx
    ON namespace_role_mapping_v2 (other_namespace_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS conda_package_build_package_id_idx ON conda_package_build (package_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS build_conda_package_build_conda_package_build_id_idx
    ON build_conda_package_build (conda_package_build_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS solve_conda_package_build_conda_package_build_id_idx
    ON solve_conda_package_build (conda_package_build_id);
