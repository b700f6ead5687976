package org.condastore.shell.namespace;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one namespace.
 *
 * @param metadata JSON as stored; null in namespaces older than the column
 * @param deletedEnvironments how many environments are marked as deleted
 * @param deletedBuilds how many builds are marked as deleted
 */
record NamespaceDetail(int id, @Nullable String name, int environments, int deletedEnvironments, int builds,
		int deletedBuilds, long size, @Nullable String metadata, @Nullable Instant deletedOn) {
}
