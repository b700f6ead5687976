-- Back to conda-store's own revision bf065abf375b: without the indexes on the columns of foreign keys.
--
-- Not in a transaction, as DROP INDEX CONCURRENTLY demands. What is already gone is passed over.

DROP INDEX CONCURRENTLY IF EXISTS environment_current_build_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS build_environment_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS build_specification_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS build_artifact_build_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS solve_specification_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS namespace_role_mapping_namespace_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS namespace_role_mapping_v2_other_namespace_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS conda_package_build_package_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS build_conda_package_build_conda_package_build_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS solve_conda_package_build_conda_package_build_id_idx;
