package org.condastore.shell.artifact;

/**
 * The types of artifacts that conda-store knows. The database may hold others: what is
 * read from it stays the text that is stored.
 */
public enum ArtifactType {

	/** The directory with the environment, an absolute path. */
	DIRECTORY,

	/** What was solved, as JSON. */
	LOCKFILE,

	/** What the worker said. */
	LOGS,

	/** The environment as conda exports it. */
	YAML,

	/** The environment as an archive. */
	CONDA_PACK,

	/** Of images that are no longer made. */
	DOCKER_MANIFEST,

	/** Of images that are no longer made. */
	DOCKER_BLOB,

	/** Of images that are no longer made. */
	CONTAINER_REGISTRY,

	/** The environment as an installer. */
	CONSTRUCTOR_INSTALLER

}
