package org.condastore.shell.environment;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An environment and what it holds.
 *
 * @param namespace as stored; conda-store's column may be NULL
 * @param currentBuildId the build that people get; null if none was ever made current
 * @param currentBuildStatus that build's status as stored
 * @param builds how many live builds
 * @param size the sum of {@code build.size} over these builds, in bytes
 * @param deletedOn when it was marked as deleted; null if it is live
 */
record EnvironmentSummary(int id, @Nullable String namespace, String name, @Nullable Integer currentBuildId,
		@Nullable String currentBuildStatus, int builds, long size, @Nullable Instant deletedOn,
		@Nullable String description) {
}
