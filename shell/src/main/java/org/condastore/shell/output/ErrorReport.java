package org.condastore.shell.output;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

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

	/** A sentence may quote what was typed, which may be a page. */
	private static final int LONGEST = 1_000;

	private final Streams streams;

	private final Output output;

	public ErrorReport(Streams streams, Output output) {
		this.streams = streams;
		this.output = output;
	}

	/**
	 * Writes a failure: a sentence and a hint, or one JSON object in one line when the
	 * format in force is JSON or NDJSON. Messages may quote anything; control characters
	 * are made visible.
	 * @param location the line that failed, or null outside of batches
	 */
	public void report(CommandFailure failure, @Nullable Location location) {
		Format format = this.output.format();
		boolean json = format == Format.JSON || format == Format.NDJSON;
		this.streams.error(json ? json(failure, location) : text(failure, location, this.output.errColour()));
	}

	private static String text(CommandFailure failure, @Nullable Location location, boolean colour) {
		String prefix = (location == null) ? "" : Visible.line(location.file()) + ":" + location.line() + ": ";
		return "%s%s %s\nhint: %s\n".formatted(prefix, Style.RED.on("error:", colour), Visible.line(message(failure)),
				Visible.line(failure.hint()));
	}

	private static String json(CommandFailure failure, @Nullable Location location) {
		CapturedText text = new CapturedText();
		try (JsonGenerator json = JsonText.inLines(text)) {
			json.writeStartObject();
			json.writeStringProperty("error", message(failure));
			json.writeStringProperty("hint", failure.hint());
			json.writeNumberProperty("exit_code", failure.exitCode().status());
			if (location != null) {
				json.writeStringProperty("file", location.file());
				json.writeNumberProperty("line", location.line());
			}
			json.writeEndObject();
		}
		return text + "\n";
	}

	private static String message(CommandFailure failure) {
		String message = String.valueOf(failure.getMessage());
		if (message.length() <= LONGEST) {
			return message;
		}
		int end = message.offsetByCodePoints(0, message.codePointCount(0, LONGEST) - 1);
		return message.substring(0, end) + "…";
	}

}
