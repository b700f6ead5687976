package org.condastore.shell.output;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** How a failure reads on standard error: the one place that renders it. */
public final class ErrorReport {

	/**
	 * A line of a batch.
	 *
	 * @param file as it was named on the command line, or {@code <stdin>}
	 * @param line from 1
	 */
	public record Location(String file, int line) {
	}

	/**
	 * The place in a line where something is wrong.
	 *
	 * @param text the line
	 * @param column from 1
	 */
	public record Excerpt(String text, int column) {

		/** What is shown before the place, and after it, of a long line. */
		private static final int MOST = 60;

		/** The line and a caret below the place. */
		private String shown(int line) {
			int end = Math.min(this.text.length(), this.column - 1 + MOST);
			int start = Math.max(0, Math.min(this.column - 1, this.text.length()) - MOST);
			String before = Visible.line(this.text.substring(start, Math.min(this.column - 1, this.text.length())));
			String after = Visible.line(this.text.substring(Math.min(this.column - 1, end), end));
			String number = "%7d | %s".formatted(line, (start > 0) ? "…" : "");
			return "%s%s%s%s\n%s^ column %d\n".formatted(number, before, after, (end < this.text.length()) ? "…" : "",
					" ".repeat(number.length() + DisplayWidth.of(before)), this.column);
		}

	}

	/** A sentence may quote what was typed, which may be a page. */
	private static final int LONGEST = 1_000;

	/** How much is left of a value in a sentence that is too long otherwise. */
	private static final int LONGEST_VALUE = 120;

	/** What a sentence quotes, with or without quotes. */
	private static final Pattern VALUE = Pattern.compile("\"[^\"]*+\"|\\S++");

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
		report(failure, location, null);
	}

	/**
	 * Writes a failure and shows where it is.
	 * @param excerpt null if it is the line as a whole
	 */
	public void report(CommandFailure failure, @Nullable Location location, @Nullable Excerpt excerpt) {
		if (json()) {
			this.streams.error(json(failure, location, excerpt));
			return;
		}
		String place = (location != null && excerpt != null) ? excerpt.shown(location.line()) : "";
		this.streams.error(text(failure, location, this.output.errColour()) + place);
	}

	/**
	 * Writes what a batch has come to.
	 * @param text in words
	 * @param fields the same for programs
	 */
	public void summary(String text, Consumer<JsonGenerator> fields) {
		if (!json()) {
			this.output.note(text);
			return;
		}
		CapturedText line = new CapturedText();
		try (JsonGenerator json = JsonText.inLines(line)) {
			json.writeStartObject();
			json.writeName("summary");
			json.writeStartObject();
			fields.accept(json);
			json.writeEndObject();
			json.writeEndObject();
		}
		this.streams.error(line + "\n");
	}

	/** Whether programs read what is reported. */
	public boolean json() {
		Format format = this.output.format();
		return format == Format.JSON || format == Format.NDJSON;
	}

	private static String text(CommandFailure failure, @Nullable Location location, boolean colour) {
		String prefix = (location == null) ? "" : Visible.line(location.file()) + ":" + location.line() + ": ";
		return "%s%s %s\nhint: %s\n".formatted(prefix, Style.RED.on("error:", colour),
				Visible.line(whole(failure.getMessage())), Visible.line(whole(failure.hint())));
	}

	private static String json(CommandFailure failure, @Nullable Location location, @Nullable Excerpt excerpt) {
		CapturedText text = new CapturedText();
		try (JsonGenerator json = JsonText.inLines(text)) {
			json.writeStartObject();
			json.writeStringProperty("error", whole(failure.getMessage()));
			json.writeStringProperty("hint", whole(failure.hint()));
			json.writeNumberProperty("exit_code", failure.exitCode().status());
			if (location != null) {
				json.writeStringProperty("file", location.file());
				json.writeNumberProperty("line", location.line());
			}
			if (excerpt != null) {
				json.writeNumberProperty("column", excerpt.column());
			}
			json.writeEndObject();
		}
		return text + "\n";
	}

	/**
	 * A sentence or hint whose end is still there: what it quotes is shortened, and only
	 * if that is not enough, it is itself.
	 */
	private static String whole(@Nullable String text) {
		String said = String.valueOf(text);
		if (said.length() <= LONGEST) {
			return said;
		}
		return shortened(VALUE.matcher(said)
			.replaceAll((value) -> Matcher.quoteReplacement(shortened(value.group(), LONGEST_VALUE))), LONGEST);
	}

	/** A text without its middle, if it is longer than it may be. */
	private static String shortened(String text, int longest) {
		if (text.length() <= longest) {
			return text;
		}
		int half = (longest - 1) / 2;
		int start = Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half;
		int end = text.length() - half;
		return text.substring(0, start) + "…"
				+ text.substring(Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end);
	}

}
