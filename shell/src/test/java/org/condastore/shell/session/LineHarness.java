package org.condastore.shell.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.Endpoint;
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
		return run(List.of(), new byte[0], (session) -> session.dispatcher.run(line, null));
	}

	/** Starts a process with arguments after the global options. */
	static Ended arguments(String... arguments) {
		return run(List.of(), new byte[0], (session) -> session.dispatcher.runArguments(List.of(arguments)));
	}

	/** Pipes text into a process that is started with global options. */
	static Ended piped(String input, String... options) {
		return piped(input.getBytes(StandardCharsets.UTF_8), options);
	}

	static Ended piped(byte[] input, String... options) {
		return run(List.of(options), input, (session) -> session.batch.run(List.of("-")));
	}

	/** Runs files of commands. */
	static Ended files(Path... files) {
		return files(List.of(), files);
	}

	static Ended files(List<String> options, Path... files) {
		return run(options, new byte[0],
				(session) -> session.batch.run(Arrays.stream(files).map(Path::toString).toList()));
	}

	private static Ended run(List<String> options, byte[] input, Function<Session, ExitCode> body) {
		Session session = new Session(Invocation.parse(options), new ByteArrayInputStream(input));
		ExitCode code = body.apply(session);
		return new Ended(code, session.out.toString(StandardCharsets.UTF_8),
				session.err.toString(StandardCharsets.UTF_8), session.commands.ran(), session.answers.reads());
	}

	/** A database that nobody can reach: the first statement fails. */
	private static Database nowhere() {
		Endpoint closed = new Endpoint("localhost", 1);
		return new Database(ConnectionTarget.server(List.of(closed), "nowhere", "nobody", null, Map.of()), (note) -> {
			throw new AssertionError(note);
		});
	}

	private static final class Session {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		private final ByteArrayOutputStream err = new ByteArrayOutputStream();

		private final RecordingCommands commands;

		private final AnswerCommands answers;

		private final Dispatcher dispatcher;

		private final Batch batch;

		Session(Invocation invocation, InputStream input) {
			Streams streams = new Streams(input, this.out, this.err, TerminalFacts.NONE);
			OutputSettings settings = new OutputSettings();
			Optional.ofNullable(invocation.format()).ifPresent(settings::format);
			Output output = new Output(streams, settings, Clock.systemUTC());
			ErrorReport errors = new ErrorReport(streams, output);
			SessionState state = new SessionState();
			Variables variables = new Variables(invocation.batch().given(), Map.of());
			CommandTable table = new CommandTable();
			AtomicLong nanoTime = new AtomicLong();
			ReadAhead ahead = new ReadAhead(nanoTime::get);
			Database database = nowhere();
			this.commands = new RecordingCommands(output);
			this.answers = new AnswerCommands(ahead, output, nanoTime);
			table.add(RecordingCommands.class, () -> this.commands, "place")
				.add(AnswerCommands.class, () -> this.answers, "answer")
				.add(BatchCommands.class, () -> new BatchCommands(state, (condition) -> {
					throw new AssertionError("no database knows whether " + condition);
				}, output), "echo", "expect", "assert", "let", "include", "on-error", "end")
				.add(SessionCommands.class, () -> new SessionCommands(table, state, settings, output), "set", "help",
						"exit")
				.alias("pl", "place")
				.alias("quit", "exit");
			Interrupts interrupts = new Interrupts(() -> {
			});
			this.dispatcher = new Dispatcher(table, () -> database, output, errors, interrupts, ahead, state,
					variables);
			this.batch = new Batch(this.dispatcher, () -> database, streams, output, errors, interrupts, state,
					variables, new NoChanges(), () -> {
						throw new AssertionError("no database knows how far the batch is");
					}, invocation.batch(), Clock.systemUTC());
		}

	}

	/** None of these commands changes rows. */
	private static final class NoChanges implements BatchChanges {

		@Override
		public void mayWait(boolean allowed) {
			// None does.
		}

		@Override
		public int waiting() {
			return 0;
		}

		@Override
		public List<Runnable> carryOut() {
			throw new AssertionError("nothing waits");
		}

		@Override
		public void rehearse(boolean journal) {
			// There is nothing to be rolled back.
		}

		@Override
		public void at(ErrorReport.Location line) {
			// Nobody asks.
		}

		@Override
		public int showRehearsed(String change) {
			return 0;
		}

	}

}
