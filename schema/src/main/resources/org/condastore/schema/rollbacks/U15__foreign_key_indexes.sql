-- Without the shell's own indexes. Not concurrently: the steps of a rollback are one transaction. Each table is locked for
-- the moment that the index takes to go, and for as long as the steps after it run.

DROP INDEX IF EXISTS environment_current_build_id_idx;
DROP INDEX IF EXISTS build_environment_id_idx;
DROP INDEX IF EXISTS build_specification_id_idx;
DROP INDEX IF EXISTS build_artifact_build_id_idx;
DROP INDEX IF EXISTS solve_specification_id_idx;
DROP INDEX IF EXISTS namespace_role_mapping_namespace_id_idx;
DROP INDEX IF EXISTS namespace_role_mapping_v2_other_namespace_id_idx;
DROP INDEX IF EXISTS conda_package_build_package_id_idx;
DROP INDEX IF EXISTS build_conda_package_build_conda_package_build_id_idx;
DROP INDEX IF EXISTS solve_conda_package_build_conda_package_build_id_idx;
