package org.condastore.shell.build;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A build as lists show it. Whatever conda-store's columns allow to be NULL may be null.
 *
 * @param environment the environment's name, without its namespace
 * @param specification the specification's name
 * @param status as stored, which may be one that nobody knows
 * @param size in bytes, as {@code du} counted them when the build ended
 * @param deletedOn when it was marked as deleted; null if it is live
 * @param buildKey by the build's own key version; null if that is none of the known ones,
 * or if what the key is made of is missing
 */
record BuildSummary(int id, @Nullable String namespace, String environment, String specification,
		@Nullable String status, @Nullable Long size, @Nullable Instant scheduledOn, @Nullable Instant startedOn,
		@Nullable Instant endedOn, @Nullable Instant deletedOn, @Nullable String buildKey) {
}
