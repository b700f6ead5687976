package org.condastore.shell.session;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands from files or standard input, without a line editor, and stops at the
 * first that fails.
 */
public final class LineRunner {

	/** What standard input is called in messages, as psql does. */
	private static final String STDIN = "<stdin>";

	private final Dispatcher dispatcher;

	private final Streams streams;

	private final SessionState state;

	public LineRunner(Dispatcher dispatcher, Streams streams, SessionState state) {
		this.dispatcher = dispatcher;
		this.streams = streams;
		this.state = state;
	}

	/**
	 * Runs files one after the other, as if they were one.
	 * @param files paths, or {@code -} for standard input
	 * @return the exit code of the line that stopped it
	 */
	public ExitCode run(List<String> files) {
		for (String file : files) {
			ExitCode ended = run(file);
			if (ended != ExitCode.OK || this.state.ended()) {
				return ended;
			}
		}
		return ExitCode.OK;
	}

	private ExitCode run(String file) {
		if (file.equals("-")) {
			return run(STDIN, this.streams.in());
		}
		try {
			Path path = (Path) Values.convert("-f", file, Path.class);
			if (Files.isDirectory(path)) {
				throw CommandFailure.usage("%s is a directory".formatted(file), "-f takes a file of commands");
			}
			try (InputStream in = Files.newInputStream(path)) {
				return run(file, in);
			}
		}
		catch (NoSuchFileException ex) {
			return this.dispatcher.report(
					CommandFailure.usage("there is no file %s".formatted(file), "-f takes the path of a file"), null);
		}
		catch (IOException ex) {
			return this.dispatcher.report(CommandFailure.usage("%s cannot be read".formatted(file),
					"check that it is a file and that you may read it"), null);
		}
		catch (CommandFailure failure) {
			return this.dispatcher.report(failure, null);
		}
	}

	private ExitCode run(String name, InputStream in) {
		PhysicalLines lines = new PhysicalLines(in);
		while (!this.state.ended()) {
			int first = lines.number() + 1;
			WordScanner scanner = new WordScanner();
			List<Word> words;
			try {
				if (!complete(scanner, lines)) {
					return ExitCode.OK;
				}
				words = scanner.words();
			}
			catch (CommandFailure failure) {
				return this.dispatcher.report(failure, new ErrorReport.Location(name, Math.max(first, 1)));
			}
			ExitCode ended = this.dispatcher.run(words, new ErrorReport.Location(name, first));
			if (ended != ExitCode.OK) {
				return ended;
			}
		}
		return ExitCode.OK;
	}

	/** Reads as many lines as the next command has; false at the end of the input. */
	private static boolean complete(WordScanner scanner, PhysicalLines lines) {
		String line = lines.next();
		if (line == null) {
			return false;
		}
		while (!scanner.feed(line)) {
			line = lines.next();
			if (line == null) {
				throw scanner.unfinished();
			}
		}
		return true;
	}

	/**
	 * Lines of strict UTF-8. A line ends with LF or CRLF; a byte-order mark before the
	 * first is skipped.
	 */
	private static final class PhysicalLines {

		private static final int BUFFER_BYTES = 1 << 16;

		private final InputStream in;

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);

		private int number;

		PhysicalLines(InputStream in) {
			this.in = new BufferedInputStream(in, BUFFER_BYTES);
		}

		/** The number of the line read last, from 1. */
		int number() {
			return this.number;
		}

		@Nullable String next() {
			this.bytes.reset();
			boolean any = false;
			try {
				int b;
				while ((b = this.in.read()) >= 0) {
					any = true;
					if (b == '\n') {
						break;
					}
					this.bytes.write(b);
				}
			}
			catch (IOException ex) {
				throw CommandFailure.failed("the input cannot be read after line %d".formatted(this.number),
						"nothing after that line was run", ex);
			}
			if (!any) {
				return null;
			}
			this.number++;
			return decoded();
		}

		private String decoded() {
			String line;
			try {
				line = this.decoder.decode(ByteBuffer.wrap(this.bytes.toByteArray())).toString();
			}
			catch (CharacterCodingException ex) {
				throw CommandFailure.usage("line %d is not valid UTF-8".formatted(this.number),
						"save the file as UTF-8");
			}
			if (this.number == 1 && line.startsWith("\uFEFF")) {
				line = line.substring(1);
			}
			return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
		}

	}

}
