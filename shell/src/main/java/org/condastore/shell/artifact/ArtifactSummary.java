package org.condastore.shell.artifact;

import org.jspecify.annotations.Nullable;

/**
 * A file that a build left behind. Whatever conda-store's columns allow to be NULL may be
 * null; without a build there is nothing to say about it either.
 *
 * @param environment the environment's name, without its namespace
 * @param artifactType as stored, which may be one that nobody knows
 * @param key under which it lies: a path, or a name in object storage
 * @param buildDeleted whether its build is marked as deleted
 */
record ArtifactSummary(int id, @Nullable Integer buildId, @Nullable String namespace, @Nullable String environment,
		String artifactType, @Nullable String key, @Nullable Boolean buildDeleted) {
}
