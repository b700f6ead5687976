package org.condastore.shell.output;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.condastore.shell.output.OutputSettings.Mode;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Where commands put their results: standard output carries nothing else. For one thread.
 *
 * <p>
 * Every method may throw {@link OutputClosed}, which a command lets pass, and a
 * {@code CommandFailure} when the output cannot be written. Leaving the pager is neither:
 * the method returns, and the rest of the rows is not read.
 */
public final class Output {

	private static final View<String> TEXT = View.<String>of("lines").text("text", (text) -> text);

	private final Streams streams;

	private final OutputSettings settings;

	private final Clock clock;

	private @Nullable Format lineFormat;

	private @Nullable Capture capture;

	/** Where the results of a line of a batch go that are wanted as an object. */
	private @Nullable LineObject line;

	private @Nullable Outcome outcome;

	/** In front of the screen while a command runs, if its result may be long. */
	private @Nullable Pager pager;

	/** What is to be said below a result that is still being shown. */
	private final List<String> remarks = new ArrayList<>();

	/**
	 * What takes the place of the screen.
	 *
	 * @param columns the width of the screen; 0 if it is none, and remarks are made
	 * elsewhere
	 */
	private record Capture(CapturedText text, int columns) {

		boolean screen() {
			return this.columns > 0;
		}

	}

	/**
	 * Output to the given streams.
	 * @param clock what ages are relative to
	 */
	public Output(Streams streams, OutputSettings settings, Clock clock) {
		this.streams = streams;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Writes a list: a table, an array, a heading and lines. Rows are read while they are
	 * written, so a list may be longer than memory.
	 */
	public <T> void list(Rows<T> rows, View<T> view) {
		Medium medium = medium();
		List<String> remarks = new ArrayList<>();
		try (rows) {
			paged(medium, (sink) -> {
				RecordWriter<T> writer = writer(sink, medium, view);
				writer.begin();
				long count = 0;
				for (T row : rows) {
					writer.row(row);
					count++;
				}
				this.outcome = new Outcome(count, 0, null);
				writer.end();
				noRoom(writer, remarks);
				if (rows.cut()) {
					remarks
						.add("only the first %d %s are shown; --all shows every one".formatted(count, view.plural()));
				}
			});
		}
		remarks.forEach(this::note);
	}

	/**
	 * Writes a single thing: an object, or one aligned {@code key: value} line per field.
	 */
	public <T> void show(T one, View<T> view) {
		this.outcome = new Outcome(1, 0, null);
		single(one, view);
	}

	/**
	 * Writes what a command did, like {@link #show}. In a batch whose results are objects
	 * its fields are those of the line's object.
	 * @param outcome the same for whoever counts
	 */
	public <T> void did(T one, View<T> view, Outcome outcome) {
		this.outcome = outcome;
		if (inLine()) {
			Objects.requireNonNull(this.line).outcome(view, one);
			return;
		}
		single(one, view);
	}

	private <T> void single(T one, View<T> view) {
		Medium medium = medium();
		List<String> remarks = new ArrayList<>();
		paged(medium, (sink) -> {
			RecordWriter<T> writer = writer(sink, medium, view);
			writer.single(one);
			noRoom(writer, remarks);
		});
		remarks.forEach(this::note);
	}

	/**
	 * Writes free text, whatever the format: help, a document. A terminal gets it with
	 * control characters made visible.
	 * @param text lines; the last line end may be missing
	 */
	public void text(String text) {
		if (inLine()) {
			Objects.requireNonNull(this.line).row(TEXT, text);
			return;
		}
		Medium medium = medium();
		paged(medium, (sink) -> {
			sink.write(medium.terminal() ? Visible.lines(text) : text);
			if (!text.endsWith("\n")) {
				sink.write('\n');
			}
		});
	}

	/** Writes a remark to standard error, in one line. */
	public void note(String text) {
		remark("note: " + Visible.line(text) + "\n");
	}

	/** Tells on standard error how long a command took, if the session wants to know. */
	public void time(Duration elapsed) {
		if (this.settings.timing()) {
			remark("time: " + Rounded.elapsed(elapsed) + "\n");
		}
	}

	/** Whatever stands on the screen already comes first. */
	private void remark(String line) {
		if (this.capture != null && this.capture.screen()) {
			this.capture.text().write(line);
		}
		else if (this.pager != null) {
			this.remarks.add(line);
		}
		else {
			this.streams.error(line);
		}
	}

	/** The format in force for the command that runs. */
	public Format format() {
		return (this.lineFormat != null) ? this.lineFormat : this.settings.format();
	}

	/**
	 * Runs a command with a format of its own.
	 * @param format the line's {@code -o}; null leaves the one in force
	 */
	public void withFormat(@Nullable Format format, Runnable command) {
		Format before = this.lineFormat;
		this.lineFormat = (format != null) ? format : before;
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
	 * @param width cells in a line
	 */
	public String capture(int width, Runnable command) {
		Capture before = this.capture;
		Capture current = new Capture(new CapturedText(), width);
		this.capture = current;
		try {
			command.run();
		}
		finally {
			this.capture = before;
		}
		return current.text().toString();
	}

	/**
	 * Runs a command and returns its results as JSON. Remarks are made as ever.
	 */
	public String json(Runnable command) {
		Capture before = this.capture;
		LineObject line = this.line;
		Capture current = new Capture(new CapturedText(), 0);
		this.capture = current;
		this.line = null;
		try {
			withFormat(Format.JSON, command);
		}
		finally {
			this.capture = before;
			this.line = line;
		}
		return current.text().toString();
	}

	/**
	 * A line of a batch begins.
	 * @param command what it says; with NDJSON as the session's format all that it writes
	 * becomes one object
	 */
	public void beginLine(ErrorReport.Location where, Supplier<String> command) {
		this.line = (this.settings.format() == Format.NDJSON) ? new LineObject(this.streams.sink(), where, command)
				: null;
	}

	/**
	 * The line has ended.
	 * @param failure null if it did all that it should
	 */
	public void endLine(@Nullable CommandFailure failure) {
		LineObject ended = this.line;
		this.line = null;
		if (ended != null) {
			ended.end(failure);
		}
	}

	/** What the line has written is not wanted. */
	public void abandonLine() {
		this.line = null;
	}

	/** A command begins. */
	public void begin() {
		this.outcome = null;
	}

	/** What the command that ran last came to; null if it has no results. */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	/** Whether results belong into the object of a line. */
	private boolean inLine() {
		return this.line != null && this.lineFormat == null;
	}

	/**
	 * What {@link #list} shows as a table in a terminal of the given width, without
	 * colours.
	 * @param width cells in a line
	 */
	public <T> String render(Rows<T> rows, View<T> view, int width) {
		return capture(width, () -> withFormat(Format.TABLE, () -> list(rows, view)));
	}

	/**
	 * Ends a command's output: sends it on its way, or waits until the pager that shows
	 * it is left. Needed after each command, when its transaction has ended.
	 */
	public void flush() {
		Pager shown = this.pager;
		this.pager = null;
		if (shown != null) {
			try {
				shown.close();
			}
			catch (OutputClosed left) {
				// As in paged: it was left early.
			}
			finally {
				shown.await();
			}
		}
		List<String> remarks = List.copyOf(this.remarks);
		this.remarks.clear();
		remarks.forEach(this.streams::error);
		this.streams.flush();
	}

	/**
	 * Whether results of the command that ended may wait for those of the next one before
	 * they are sent: there is room for them, nobody looks on, and no times are told,
	 * which would be those of several.
	 */
	public boolean mayWait() {
		return this.capture == null && !this.streams.facts().out() && !this.settings.timing() && this.streams.hasRoom();
	}

	/** Whether standard output shows colours. */
	public boolean outColour() {
		return this.capture == null && colour(this.streams.facts().out());
	}

	/** Whether standard error shows colours. */
	public boolean errColour() {
		return colour(this.streams.facts().err());
	}

	private boolean colour(boolean terminal) {
		return terminal && switch (this.settings.colour()) {
			case ON -> true;
			case OFF -> false;
			// https://no-color.org: set to anything but nothing.
			case AUTO -> environment("NO_COLOR").isEmpty() && !environment("TERM").equals("dumb");
		};
	}

	private String environment(String name) {
		return this.streams.facts().environment().getOrDefault(name, "");
	}

	private static void noRoom(RecordWriter<?> writer, List<String> remarks) {
		if (!writer.leftOut().isEmpty()) {
			remarks.add("no room for %s; -o vertical shows everything".formatted(String.join(", ", writer.leftOut())));
		}
	}

	private Medium medium() {
		if (this.capture != null && this.capture.screen()) {
			return new Medium(true, this.capture.columns(), Integer.MAX_VALUE, false);
		}
		if (this.capture != null || !this.streams.facts().out()) {
			return Medium.PIPE;
		}
		TerminalSize size = this.streams.size();
		return new Medium(true, size.columns(), size.rows(), outColour());
	}

	/** Has results written to where they belong. */
	private void paged(Medium medium, Consumer<Sink> results) {
		if (this.capture != null) {
			results.accept(this.capture.text());
			return;
		}
		if (this.pager == null) {
			this.pager = pager()
				.map((command) -> new Pager(this.streams.sink(), command,
						new TerminalSize(medium.columns(), medium.rows()), this.settings.pager() == Mode.ON))
				.orElse(null);
		}
		if (this.pager == null) {
			results.accept(this.streams.sink());
			return;
		}
		try {
			results.accept(this.pager);
		}
		catch (OutputClosed left) {
			// Whoever leaves the pager has seen enough; nothing failed.
		}
	}

	/** Without a person at the keyboard a pager would wait forever. */
	private Optional<PagerCommand> pager() {
		TerminalFacts facts = this.streams.facts();
		boolean wanted = switch (this.settings.pager()) {
			case ON -> facts.out();
			case AUTO -> facts.out() && facts.in();
			case OFF -> false;
		};
		return wanted ? PagerCommand.find(facts.environment()) : Optional.empty();
	}

	private <T> RecordWriter<T> writer(Sink sink, Medium medium, View<T> view) {
		if (inLine()) {
			return new LineWriter<>(Objects.requireNonNull(this.line), view);
		}
		Instant now = this.clock.instant();
		return switch (format()) {
			case TABLE -> new TableWriter<>(sink, medium, view, now);
			case VERTICAL -> new VerticalWriter<>(sink, medium, view, now);
			case JSON -> new JsonWriter<>(sink, view);
			case NDJSON -> new NdjsonWriter<>(sink, view);
			case CSV -> new CsvWriter<>(sink, medium, view);
			case YAML -> new YamlWriter<>(sink, view);
		};
	}

}
