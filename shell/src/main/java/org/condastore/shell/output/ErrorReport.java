package org.condastore.shell.output;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/** How a failure reads on standard error: the one place that renders it. */
public final class ErrorReport {

	/**
	 * A line of a batch.
	 *
	 * @param file as it was named on the command line, or {@code -}
	 * @param line from 1
	 */
	public record Location(String file, int line) {
	}

	private final Streams streams;

	private final Output output;

	public ErrorReport(Streams streams, Output output) {
		this.streams = streams;
		this.output = output;
	}

	/**
	 * Writes a failure, as JSON when the format in force is JSON.
	 * @param location the line that failed, or null outside of batches
	 */
	public void report(CommandFailure failure, @Nullable Location location) {
		this.streams.error("error: " + failure.getMessage() + "\nhint: " + failure.hint() + "\n" + this.output.format()
				+ location);
	}

}
