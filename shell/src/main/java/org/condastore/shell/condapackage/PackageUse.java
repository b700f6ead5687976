package org.condastore.shell.condapackage;

import org.jspecify.annotations.Nullable;

/**
 * An environment whose current build holds a package.
 *
 * @param namespace the name of its namespace, which may be NULL
 * @param buildId the current build
 * @param channel the channel's address; null if it is not known
 */
record PackageUse(@Nullable String namespace, String environment, int buildId, String version,
		@Nullable String channel) {
}
