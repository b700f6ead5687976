package org.condastore.shell.purge;

import org.jspecify.annotations.Nullable;

/**
 * Where an artifact is.
 *
 * @param artifactType as stored, which may be one that nobody knows
 * @param key of an object in the storage; the path of a directory; null where none was
 * stored
 */
record ArtifactKey(int buildId, String artifactType, @Nullable String key) {
}
