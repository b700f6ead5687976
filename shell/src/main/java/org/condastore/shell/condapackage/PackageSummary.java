package org.condastore.shell.condapackage;

import org.jspecify.annotations.Nullable;

/**
 * A version of a package in a channel.
 *
 * @param channel the channel's address; null if it is not known
 * @param builds how many builds of the package are known, for all platforms
 */
record PackageSummary(int id, String name, String version, @Nullable String channel, @Nullable String license,
		int builds) {
}
