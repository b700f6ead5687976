package org.condastore.shell.session;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.condastore.shell.output.Streams;

/**
 * How far a batch has come, on standard error if that is a terminal and the batch takes
 * long.
 */
final class BatchProgress {

	private static final int WIDTH = 30;

	private static final long LONG = Duration.ofSeconds(1).toNanos();

	private static final long BETWEEN = Duration.ofMillis(200).toNanos();

	private final Streams streams;

	private final LongSupplier nanoTime;

	private final int steps;

	private final boolean wanted;

	private final long began;

	private long shownAt;

	private boolean shown;

	/**
	 * Nothing is shown yet.
	 * @param steps how many there are
	 * @param quiet whether nobody else writes to the screen meanwhile
	 */
	BatchProgress(Streams streams, LongSupplier nanoTime, int steps, boolean quiet) {
		this.streams = streams;
		this.nanoTime = nanoTime;
		this.steps = steps;
		this.wanted = streams.facts().err() && (quiet || !streams.facts().out());
		this.began = nanoTime.getAsLong();
		this.shownAt = this.began;
	}

	/** So many steps are done. */
	void done(int count) {
		if (!this.wanted) {
			return;
		}
		long now = this.nanoTime.getAsLong();
		if (now - this.began < LONG || now - this.shownAt < BETWEEN) {
			return;
		}
		this.shownAt = now;
		this.shown = true;
		int filled = (int) ((long) WIDTH * count / this.steps);
		double seconds = (now - this.began) / 1e9;
		this.streams.error(String.format(Locale.ROOT, "\r[%s%s] %d of %d lines, %,.0f per second\u001B[K",
				"#".repeat(filled), "-".repeat(WIDTH - filled), count, this.steps, count / seconds));
	}

	/** Something else is to be written, or the batch has ended. */
	void clear() {
		if (this.shown) {
			this.shown = false;
			this.streams.error("\r\u001B[K");
		}
	}

}
