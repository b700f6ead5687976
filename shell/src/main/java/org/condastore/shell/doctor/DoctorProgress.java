package org.condastore.shell.doctor;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.condastore.shell.output.Streams;

/**
 * How far an examination has come, on standard error if that is a terminal and it takes
 * long.
 */
final class DoctorProgress {

	private static final int WIDTH = 20;

	/** What is left of 80 columns. */
	private static final int ROOM = 48;

	private static final long LONG = Duration.ofMillis(500).toNanos();

	private final Streams streams;

	private final LongSupplier nanoTime;

	private final long began;

	private boolean shown;

	/** Nothing is shown yet. */
	DoctorProgress(Streams streams, LongSupplier nanoTime) {
		this.streams = streams;
		this.nanoTime = nanoTime;
		this.began = nanoTime.getAsLong();
	}

	/**
	 * An invariant is being examined.
	 * @param done how many were before it
	 */
	void examining(int done, int of, String sentence) {
		if (!this.streams.facts().err() || this.nanoTime.getAsLong() - this.began < LONG) {
			return;
		}
		this.shown = true;
		int filled = WIDTH * done / of;
		String what = (sentence.length() > ROOM) ? sentence.substring(0, ROOM - 1) + "…" : sentence;
		this.streams.error(
				"\r[%s%s] %d/%d %s\u001B[K".formatted("#".repeat(filled), "-".repeat(WIDTH - filled), done, of, what));
	}

	/** Something else is to be written. */
	void clear() {
		if (this.shown) {
			this.shown = false;
			this.streams.error("\r\u001B[K");
		}
	}

}
