package org.condastore.shell.solve;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A solve of a specification.
 *
 * @param specification the specification's name
 * @param packages how many packages came out; 0 before the end, and after a failure
 */
record SolveSummary(int id, int specificationId, String specification, @Nullable Instant scheduledOn,
		@Nullable Instant startedOn, @Nullable Instant endedOn, int packages) {

	/** How long it took; null if it did not begin or did not end. */
	@Nullable Duration duration() {
		return (this.startedOn != null && this.endedOn != null) ? Duration.between(this.startedOn, this.endedOn) : null;
	}

}
