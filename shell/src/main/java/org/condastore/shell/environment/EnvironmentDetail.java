package org.condastore.shell.environment;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one environment.
 *
 * @param summary what lists show too
 * @param deletedBuilds how many builds are marked as deleted
 * @param statuses how many live builds there are in each status
 * @param specification what the current build was made of; null if there is none
 * @param lastBuildOn when a build was last scheduled, be it deleted now or not; null if
 * there never was one
 */
record EnvironmentDetail(EnvironmentSummary summary, int deletedBuilds, List<StatusCount> statuses,
		@Nullable CurrentSpecification specification, @Nullable Instant lastBuildOn) {

	EnvironmentDetail {
		statuses = List.copyOf(statuses);
	}

	/**
	 * Live builds in one status.
	 *
	 * @param status as stored, which may be one that nobody knows; null where it is NULL
	 * @param size the sum of their sizes in bytes
	 */
	record StatusCount(@Nullable String status, int builds, long size) {
	}

	/**
	 * The specification of the current build.
	 *
	 * @param sha256 64 hexadecimal digits
	 */
	record CurrentSpecification(int id, String name, String sha256) {
	}

}
