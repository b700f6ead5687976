package org.condastore.shell.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;

/**
 * The way from a line to an exit code, with {@link RecordingCommands} at its end and no
 * database behind it.
 */
final class LineHarness {

	/**
	 * How something ended.
	 *
	 * @param ran what the commands wrote down
	 * @param reads the keys of each read of {@link AnswerCommands}
	 */
	record Ended(ExitCode code, String out, String err, List<String> ran, List<Set<String>> reads) {
	}

	private LineHarness() {
	}

	/** Types a line. */
	static Ended typed(String line) {
		return run("", (session) -> session.dispatcher.run(line, null));
	}

	/** Starts a process with arguments after the global options. */
	static Ended arguments(String... arguments) {
		return run("", (session) -> session.dispatcher.runArguments(List.of(arguments)));
	}

	/** Pipes text into the process. */
	static Ended piped(String input) {
		return piped(input.getBytes(StandardCharsets.UTF_8));
	}

	static Ended piped(byte[] input) {
		return run(input, (session) -> session.runner.run(List.of("-")));
	}

	static Ended piped(InputStream input) {
		return run(input, (session) -> session.runner.run(List.of("-")));
	}

	/** Runs files of commands. */
	static Ended files(Path... files) {
		return run("", (session) -> session.runner.run(List.of(files).stream().map(Path::toString).toList()));
	}

	private static Ended run(String input, Function<Session, ExitCode> body) {
		return run(input.getBytes(StandardCharsets.UTF_8), body);
	}

	private static Ended run(byte[] input, Function<Session, ExitCode> body) {
		return run(new ByteArrayInputStream(input), body);
	}

	private static Ended run(InputStream input, Function<Session, ExitCode> body) {
		Session session = new Session(input);
		ExitCode code = body.apply(session);
		return new Ended(code, session.out.toString(StandardCharsets.UTF_8),
				session.err.toString(StandardCharsets.UTF_8), session.commands.ran(), session.answers.reads());
	}

	private static final class Session {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		private final ByteArrayOutputStream err = new ByteArrayOutputStream();

		private final RecordingCommands commands;

		private final AnswerCommands answers;

		private final Dispatcher dispatcher;

		private final LineRunner runner;

		Session(InputStream input) {
			Streams streams = new Streams(input, this.out, this.err, TerminalFacts.NONE);
			OutputSettings settings = new OutputSettings();
			Output output = new Output(streams, settings, Clock.systemUTC());
			SessionState state = new SessionState();
			CommandTable table = new CommandTable();
			AtomicLong nanoTime = new AtomicLong();
			ReadAhead ahead = new ReadAhead(nanoTime::get);
			this.commands = new RecordingCommands(output);
			this.answers = new AnswerCommands(ahead, output, nanoTime);
			table.add(RecordingCommands.class, () -> this.commands, "place")
				.add(AnswerCommands.class, () -> this.answers, "answer")
				.add(SessionCommands.class, () -> new SessionCommands(table, state, settings, output), "set", "help",
						"exit")
				.alias("pl", "place")
				.alias("quit", "exit");
			this.dispatcher = new Dispatcher(table, () -> {
				throw new AssertionError("none of these commands needs a database");
			}, output, new ErrorReport(streams, output), new Interrupts(() -> {
			}), ahead, state);
			this.runner = new LineRunner(this.dispatcher, streams, state);
		}

	}

}
