package org.condastore.shell.output;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Output whose streams are kept, at a fixed time. */
final class Screen {

	static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	final OutputSettings settings = new OutputSettings();

	final Streams streams;

	final Output output;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private Screen(TerminalFacts facts) {
		this.streams = new Streams(InputStream.nullInputStream(), this.out, this.err, facts);
		this.output = new Output(this.streams, this.settings, Clock.fixed(NOW, ZoneOffset.UTC));
	}

	static Screen pipe() {
		return new Screen(TerminalFacts.NONE);
	}

	/** A terminal without colours and pager. */
	static Screen terminal(int columns) {
		Screen screen = new Screen(
				new TerminalFacts(true, true, true, Map.of("COLUMNS", Integer.toString(columns), "LINES", "24")));
		screen.settings.colour(OutputSettings.Mode.OFF);
		return screen;
	}

	static Screen with(TerminalFacts facts) {
		return new Screen(facts);
	}

	Screen format(Format format) {
		this.settings.format(format);
		return this;
	}

	String out() {
		this.output.flush();
		return this.out.toString(StandardCharsets.UTF_8);
	}

	String err() {
		this.output.flush();
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
