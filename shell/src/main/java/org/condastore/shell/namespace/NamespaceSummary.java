package org.condastore.shell.namespace;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A namespace and what it holds.
 *
 * @param name as stored; conda-store's column may be NULL
 * @param environments how many live environments
 * @param builds how many live builds of live and deleted environments
 * @param size the sum of {@code build.size} over these builds, in bytes: what {@code du}
 * counted when each build ended, so a file that several builds hard-link counts once for
 * each
 * @param deletedOn when it was marked as deleted; null if it is live
 */
record NamespaceSummary(int id, @Nullable String name, int environments, int builds, long size,
		@Nullable Instant deletedOn) {
}
