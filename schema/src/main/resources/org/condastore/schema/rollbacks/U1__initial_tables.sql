-- Back to before conda-store revision 48be4072fe58: nothing of conda-store's is left.

DROP TABLE solve_conda_package;
DROP TABLE solve;
DROP TABLE build_conda_package;
DROP TABLE conda_package;
DROP TABLE conda_channel;
DROP TABLE build_artifact;
DROP TABLE build;
DROP TABLE specification;
DROP TABLE environment;
DROP TABLE namespace;
DROP TABLE conda_store_configuration;

DROP TYPE buildartifacttype;
DROP TYPE buildstatus;

-- conda-store's server takes a database without this table for an empty one, which it now is.
DROP TABLE alembic_version;
