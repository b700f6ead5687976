package org.condastore.shell.doctor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * What proves that no worker is at a build.
 *
 * @param celery what the workers say that they are at; null if nobody has asked them
 * @param stuckFor how long a build must have been at it; null for four hours
 */
public record AbandonedOptions(@Option(longName = "celery",
		description = "for B4: what celery inspect active --json prints, in this file; - for standard input") @Nullable CelerySource celery,
		@Option(longName = "stuck-for",
				description = "for B4: an unfinished build older than this is nobody's any more (default 4h)") @Nullable Duration stuckFor) {

	/** Whether something is said. */
	boolean given() {
		return this.celery != null || this.stuckFor != null;
	}

	Duration stuck() {
		return (this.stuckFor != null) ? this.stuckFor : BuildingBuildIsWorkedAt.TOO_LONG;
	}

}
