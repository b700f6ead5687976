package org.condastore.shell.build;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;

/**
 * Waits until a build has a wanted status. It asks again and again, each time in a short
 * transaction of its own: nothing is held in the database in between.
 */
public final class BuildWait {

	private final Database database;

	private final BuildRepository builds;

	public BuildWait(Database database, BuildRepository builds) {
		this.database = database;
		this.builds = builds;
	}

	/**
	 * Returns when the build has one of the statuses.
	 * @param timeout how long to wait at most; the build is looked at once in any case
	 * @param every how long to wait between two looks
	 * @return the build as it was seen then
	 * @throws CommandFailure {@code PRECONDITION} if there is no such build, or no more;
	 * {@code CONFLICT} if the time is over, or as soon as the build has ended otherwise;
	 * {@code INTERRUPTED} if the thread is interrupted
	 */
	BuildState until(BuildId id, AwaitedStatus wanted, Duration timeout, Duration every) {
		long start = System.nanoTime();
		while (true) {
			BuildState state = this.database.reading(() -> this.builds.state(id))
				.orElseThrow(() -> BuildRepository.missing(id));
			if (wanted.isReached(state.status())) {
				return state;
			}
			if (BuildStatus.known(state.status()).filter(BuildStatus::isFinal).isPresent()) {
				throw CommandFailure.conflict("build %s has ended as %s".formatted(id, state.status()),
						"build show %s tells why".formatted(id), null);
			}
			long left = timeout.toNanos() - (System.nanoTime() - start);
			if (left <= 0) {
				throw CommandFailure.conflict(
						"build %s is not %s, but still %s".formatted(id, wanted,
								(state.status() != null) ? state.status() : "without a status"),
						"wait longer with --timeout; build list --stuck shows builds that have stopped moving", null);
			}
			sleep(id, Math.min(left, every.toNanos()));
		}
	}

	private static void sleep(BuildId id, long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw CommandFailure.interrupted("stopped waiting for build %s".formatted(id), "the build itself goes on");
		}
	}

}
