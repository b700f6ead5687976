package org.condastore.shell.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What one namespace holds. Whether something is deleted is decided by its own
 * {@code deleted_on} alone, so that over all namespaces every build counts exactly once,
 * as live or as deleted.
 *
 * @param namespace its name as stored; conda-store's column may be NULL
 * @param environments how many live environments
 * @param builds how many live builds
 * @param size the sum of {@code build.size} over the live builds, in bytes: what
 * {@code du} counted when each build ended, so a file that several builds hard-link
 * counts once for each
 * @param deletedBuilds how many builds are marked as deleted
 * @param deletedSize the same sum over these, in bytes: conda-store sets a build's size
 * to 0 when it has removed its files, so this is what is still on the disk
 * @param deletedOn when the namespace itself was marked as deleted; null if it is live
 */
record NamespaceUsage(int id, @Nullable String namespace, int environments, int builds, long size, int deletedBuilds,
		long deletedSize, @Nullable Instant deletedOn) {
}
