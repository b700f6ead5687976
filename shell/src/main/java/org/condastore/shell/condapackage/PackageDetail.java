package org.condastore.shell.condapackage;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything about the packages of one name.
 *
 * @param summary of the newest version
 * @param environments how many live environments have any version in their current build
 * @param versions the newest first; one for each channel that has it
 */
record PackageDetail(String name, @Nullable String summary, int environments, List<PackageVersion> versions) {

	/**
	 * A version in a channel.
	 *
	 * @param id of the package
	 * @param channel the channel's address; null if it is not known
	 * @param builds how many builds of the package are known
	 * @param environments how many live environments have it in their current build
	 */
	record PackageVersion(int id, String version, @Nullable String channel, @Nullable String license, int builds,
			int environments) {
	}

}
