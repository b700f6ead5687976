package org.condastore.shell.purge;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * The options of purges of what holds builds.
 *
 * @param export where the keys of artifacts are written; null for nowhere
 * @param stuckFor how long ago a build must have begun for no worker to be at it; null
 * for four hours
 */
public record PurgeOptions(
		@Option(longName = "export",
				description = "write the keys of the artifacts that are left to this file") @Nullable Path export,
		@Option(longName = "stuck-for",
				description = "an unfinished build older than this is nobody's any more (default 4h)") @Nullable Duration stuckFor) {

	private static final Duration STUCK = Duration.ofHours(4);

	/** From which age on no worker is at a build that has not ended. */
	Duration stuck() {
		return (this.stuckFor != null) ? this.stuckFor : STUCK;
	}

}
