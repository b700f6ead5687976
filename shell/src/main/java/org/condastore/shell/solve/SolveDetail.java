package org.condastore.shell.solve;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A solve and the packages that came out of it, in the order of their names. */
record SolveDetail(SolveSummary solve, String sha256, List<SolvedPackage> packages) {

	/**
	 * A package of a solve.
	 *
	 * @param channel its address; null if it is not known
	 * @param size in bytes; null where conda-store did not know it
	 */
	record SolvedPackage(@Nullable String name, @Nullable String version, String build, @Nullable String subdir,
			@Nullable String channel, @Nullable Long size) {
	}

}
