package org.condastore.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;

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
		BatchLines lines = new BatchLines(new BatchReader(name, in), this.dispatcher::prepare);
		while (!this.state.ended()) {
			PreparedLine line = lines.next();
			if (line == null) {
				return ExitCode.OK;
			}
			ExitCode ended = this.dispatcher.run(line, lines);
			if (ended != ExitCode.OK) {
				return ended;
			}
		}
		return ExitCode.OK;
	}

}
