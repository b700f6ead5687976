package org.condastore.shell.output;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where commands put their results: standard output carries nothing else. For one thread.
 *
 * <p>
 * Every method may throw {@link OutputClosed}, which a command lets pass, and a
 * {@code CommandFailure} when the output cannot be written.
 */
public final class Output {

	private final Streams streams;

	private final OutputSettings settings;

	private @Nullable Format lineFormat;

	private @Nullable StringBuilder captured;

	/**
	 * Output to the given streams.
	 * @param clock what ages are relative to
	 */
	public Output(Streams streams, OutputSettings settings, Clock clock) {
		this.streams = streams;
		this.settings = settings;
	}

	/**
	 * Writes a list: a table, an array, a heading and lines. Rows are read while they are
	 * written, so a list may be longer than memory.
	 */
	public <T> void list(Rows<T> rows, View<T> view) {
		write(rows, view);
		if (rows.cut()) {
			note("more %s exist; --all shows every one".formatted(view.plural()));
		}
	}

	/**
	 * Writes a single thing: an object, or one aligned {@code key: value} line per field.
	 */
	public <T> void show(T one, View<T> view) {
		write(List.of(one), view);
	}

	/**
	 * Writes free text, whatever the format: help, a document.
	 * @param text lines; the last line end may be missing
	 */
	public void text(String text) {
		print(text.endsWith("\n") ? text : text + "\n");
	}

	/** Writes a remark to standard error. */
	public void note(String text) {
		this.streams.error("note: " + text + "\n");
	}

	/** Tells how long a command took, if the session wants to know. */
	public void time(Duration elapsed) {
		if (this.settings.timing()) {
			this.streams.error("time: %s\n".formatted(elapsed));
		}
	}

	/** The format in force for the command that runs. */
	public Format format() {
		return (this.lineFormat != null) ? this.lineFormat : this.settings.format();
	}

	/**
	 * Runs a command with a format of its own.
	 * @param format the line's {@code -o}; null leaves the session's in force
	 */
	public void withFormat(@Nullable Format format, Runnable command) {
		Format before = this.lineFormat;
		this.lineFormat = format;
		try {
			command.run();
		}
		finally {
			this.lineFormat = before;
		}
	}

	/**
	 * Runs a command and returns what it would have shown in a terminal of the given
	 * width: its results and its remarks, without pager and colours.
	 * @param width character cells in a line
	 */
	public String capture(int width, Runnable command) {
		StringBuilder before = this.captured;
		StringBuilder text = new StringBuilder();
		this.captured = text;
		try {
			command.run();
		}
		finally {
			this.captured = before;
		}
		return text.toString();
	}

	/**
	 * What {@link #list} shows as a table in a terminal of the given width, without
	 * colours.
	 * @param width character cells in a line
	 */
	public <T> String render(Rows<T> rows, View<T> view, int width) {
		return capture(width, () -> list(rows, view));
	}

	/** Sends what was written on its way; needed after each command. */
	public void flush() {
		this.streams.flush();
	}

	private <T> void write(Iterable<T> rows, View<T> view) {
		for (T row : rows) {
			StringWriter line = new StringWriter();
			for (View.Field<T> field : view.fields()) {
				line.append(String.valueOf(field.value().apply(row))).append("  ");
			}
			print(line.append("\n").toString());
		}
	}

	private void print(String text) {
		if (this.captured != null) {
			this.captured.append(text);
			return;
		}
		try {
			Writer out = this.streams.out();
			out.write(text);
		}
		catch (IOException exception) {
			throw new UncheckedIOException(exception);
		}
	}

}
