package org.condastore.shell.build;

import java.time.Duration;
import java.util.List;

import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.namespace.NamespaceName;
import org.jspecify.annotations.Nullable;

/**
 * Which builds are meant: those to which everything applies that is given.
 *
 * @param statuses any of these; empty for any status at all
 * @param scheduled when they were scheduled
 * @param environmentName a pattern for the environment's name, in any namespace
 * @param deleted whether builds marked as deleted are meant too
 * @param stuckFor waiting for a worker, or with a worker, for longer than this
 */
record BuildFilter(@Nullable NamespaceName namespace, @Nullable EnvironmentName environment, List<BuildStatus> statuses,
		TimeWindow scheduled, @Nullable NamePattern environmentName, boolean deleted, @Nullable Duration stuckFor) {

	/** After this time a build that has not ended is suspicious. */
	private static final Duration STUCK = Duration.ofHours(4);

	BuildFilter {
		statuses = List.copyOf(statuses);
	}

	/**
	 * The time after which a build counts as stuck.
	 * @param stuck whether stuck builds are asked for
	 * @param stuckFor the time that was typed; null for four hours
	 * @return null if they are not asked for
	 * @throws CommandFailure {@code USAGE} if a time was typed and they are not asked for
	 */
	static @Nullable Duration stuckFor(boolean stuck, @Nullable Duration stuckFor) {
		if (!stuck && stuckFor != null) {
			throw CommandFailure.usage("--stuck-for needs --stuck", "add --stuck, or leave out --stuck-for");
		}
		return (stuck && stuckFor == null) ? STUCK : stuckFor;
	}

}
