package org.condastore.shell.build;

import org.jspecify.annotations.Nullable;

/**
 * A package in a build. Whatever conda-store's columns allow to be NULL may be null.
 *
 * @param build the package's build string, such as {@code py311h6c3aa96_0}
 * @param channel the channel's name, mostly a URL
 * @param subdir the platform, such as {@code linux-64}
 * @param size of the archive in bytes; null if conda-store never learned it
 */
record InstalledPackage(@Nullable String name, @Nullable String version, String build, int buildNumber,
		@Nullable String channel, @Nullable String subdir, @Nullable Long size, @Nullable String license) {
}
