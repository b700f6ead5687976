package org.condastore.schema.migration;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often a script waits for locks. While it waits, everybody who comes
 * after it waits too: so a single wait is short, and between two of them the others get
 * their turn.
 *
 * @param timeout how long one statement waits for a lock: PostgreSQL's
 * {@code lock_timeout}
 * @param attempts how often a script is begun at most, at least 1
 * @param indexTimeout how long making or dropping an index concurrently waits for
 * transactions that are older: nobody waits for it meanwhile
 */
public record LockPatience(Duration timeout, int attempts, Duration indexTimeout) {

	/** Short enough that users of the live service notice nothing but a pause. */
	public static final LockPatience DEFAULT = new LockPatience(Duration.ofSeconds(2), 10, Duration.ofMinutes(10));

	private static final long LONGEST_PAUSE_MILLISECONDS = 8000;

	/**
	 * The pause after an attempt that failed: longer each time, and random, so that two
	 * who are in each other's way do not meet again.
	 * @param attempt which attempt it was, from 1
	 */
	Duration pause(int attempt) {
		long longest = Math.min(LONGEST_PAUSE_MILLISECONDS, 500L << Math.min(attempt, 10));
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest));
	}

}
