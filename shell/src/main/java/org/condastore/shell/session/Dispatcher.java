package org.condastore.shell.session;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputClosed;
import org.jspecify.annotations.Nullable;

/**
 * Runs one line: parsed, bound, executed in a transaction that fits the command, and
 * whatever goes wrong reported in one place. Replaces Spring Shell's command executor,
 * whose failures end as success or as a stack trace (Spring Shell 4.0.1).
 */
public final class Dispatcher {

	private static final Logger log = Logger.getLogger(Dispatcher.class.getName());

	/**
	 * No transaction of several lines goes on after this: others may wait for its locks.
	 */
	private static final long LONGEST = Duration.ofMillis(200).toNanos();

	private final LinePreparation preparation;

	private final Variables variables;

	private final Supplier<Database> database;

	private final Output out;

	private final ErrorReport errors;

	private final Interrupts interrupts;

	private final ReadAhead ahead;

	private final SessionState state;

	/**
	 * Makes a dispatcher; nothing is opened yet.
	 * @param database asked for when the first command reads
	 * @param ahead told which line runs
	 * @param state told which command runs
	 * @param variables what lines may name
	 */
	public Dispatcher(CommandTable commands, Supplier<Database> database, Output out, ErrorReport errors,
			Interrupts interrupts, ReadAhead ahead, SessionState state, Variables variables) {

		this.preparation = new LinePreparation(commands, variables, out);
		this.variables = variables;
		this.database = database;
		this.out = out;
		this.errors = errors;
		this.interrupts = interrupts;
		this.ahead = ahead;
		this.state = state;
	}

	/**
	 * Runs a typed line; a blank line or a comment does nothing.
	 * @param where the line's place in a batch; null outside of batches
	 * @return how it ended; a failure has been reported
	 */
	public ExitCode run(String line, ErrorReport.@Nullable Location where) {
		List<Word> words;
		try {
			words = WordScanner.split(line);
		}
		catch (CommandFailure failure) {
			return report(failure, where);
		}
		return run(words, where);
	}

	/** Runs a command whose words are split already. */
	ExitCode run(List<Word> words, ErrorReport.@Nullable Location where) {
		return words.isEmpty() ? ExitCode.OK
				: run(this.preparation.prepare(words, where), BatchLines.NONE, LineListener.NONE).code();
	}

	/** Makes of words what can run. */
	LinePreparation preparation() {
		return this.preparation;
	}

	/**
	 * How lines ended.
	 *
	 * @param line the one that ran last
	 * @param failure what went wrong with it; null if nothing did
	 */
	record Ended(PreparedLine line, @Nullable CommandFailure failure) {

		ExitCode code() {
			return (this.failure != null) ? this.failure.exitCode() : ExitCode.OK;
		}

	}

	/**
	 * Runs a line, and after it those that read as it does: they share its READ ONLY
	 * transaction. That transaction does not last long, and it has ended when results are
	 * sent to whoever may not take them at once.
	 * @param following the lines after it, of which those that ran are taken
	 * @param listener told which line runs
	 * @return how the last one ended that ran; a failure has been reported
	 */
	Ended run(PreparedLine line, BatchLines following, LineListener listener) {
		Run run = new Run(line, following, listener);
		long started = System.nanoTime();
		try {
			this.interrupts.during(run::all);
			if (line.command() != null) {
				this.out.time(Duration.ofNanos(System.nanoTime() - started));
			}
			this.out.flush();
			return new Ended(run.line, null);
		}
		catch (OutputClosed closed) {
			throw closed;
		}
		catch (Exception | Error failure) {
			// An error too: a session outlives what its command could not do.
			Throwable cause = unwrapped(failure);
			if (this.ahead.failedForOthers() && !isEverybodys(cause)) {
				return run(run.line, following, listener);
			}
			CommandFailure told = failureIn(cause);
			listener.failed(run.line, told);
			report(run.line, told);
			return new Ended(run.line, told);
		}
	}

	/**
	 * Runs a line as a part of a transaction that others are part of too.
	 * @param following the lines after it; none of them is taken
	 * @throws CommandFailure if it fails; nothing has been reported
	 */
	void runWithin(PreparedLine line, BatchLines following) {
		try {
			this.interrupts.during(new Run(line, following, LineListener.NONE)::first);
		}
		catch (OutputClosed closed) {
			throw closed;
		}
		catch (Exception | Error failure) {
			throw failureIn(unwrapped(failure));
		}
	}

	/** Reports the failure of a line, in its format. */
	void report(PreparedLine line, CommandFailure failure) {
		this.out.withFormat(line.format(), () -> report(failure, line.where()));
	}

	private static Throwable unwrapped(Throwable failure) {
		return (failure instanceof Checked wrapped) ? wrapped.failure : failure;
	}

	/** Whether the line would have failed alone as well: the server is away. */
	private static boolean isEverybodys(Throwable failure) {
		return failure instanceof CommandFailure told
				&& (told.exitCode() == ExitCode.UNAVAILABLE || told.exitCode() == ExitCode.INTERRUPTED);
	}

	/**
	 * The format in which a process's arguments want its results and errors, even if they
	 * are wrong otherwise.
	 * @return null if they do not say
	 */
	public static @Nullable Format formatIn(List<String> arguments) {
		return LinePreparation.requestedFormat(arguments.stream().map(Word::argument).toList());
	}

	/** Runs the command of a process: its words are the process's arguments. */
	public ExitCode runArguments(List<String> arguments) {
		return run(arguments.stream().map(Word::argument).toList(), null);
	}

	/**
	 * Runs a command inside another one, such as what is watched: failures are thrown.
	 * @throws CommandFailure {@code USAGE} if the command does more than read
	 */
	void runReading(List<String> arguments) throws Exception {
		List<Word> words = arguments.stream().map(Word::argument).toList();
		LinePreparation.Understood understood = this.preparation.check(words, (name) -> "", new WordTrace());
		if (!understood.command().effect().reads()) {
			throw CommandFailure.usage("%s is not a command that reads".formatted(understood.command().getName()),
					"only those can be repeated");
		}
		try {
			new Run(this.preparation.prepare(words, null), BatchLines.NONE, LineListener.NONE).all();
		}
		catch (Checked wrapped) {
			throw wrapped.failure;
		}
	}

	/** Lines that run in one go. */
	private final class Run {

		private final BatchLines following;

		private final LineListener listener;

		/** The one that runs, or ran last. */
		private PreparedLine line;

		Run(PreparedLine first, BatchLines following, LineListener listener) {
			this.line = first;
			this.following = following;
			this.listener = listener;
		}

		void all() {
			if (this.line.reads()) {
				Dispatcher.this.database.get().reading(() -> {
					reading();
					return true;
				});
			}
			else {
				first();
			}
		}

		/** The first line alone. */
		void first() {
			if (this.line.readsAnyRevision()) {
				Dispatcher.this.database.get().readingAnyRevision(this::one);
			}
			else if (this.line.reads()) {
				Dispatcher.this.database.get().reading(this::one);
			}
			else {
				one();
			}
		}

		private void reading() {
			long began = System.nanoTime();
			boolean others = this.line.readsWithOthers();
			one();
			while (others && Dispatcher.this.out.mayWait() && System.nanoTime() - began < LONGEST) {
				PreparedLine next = this.following.coming(0);
				others = next != null && next.readsWithOthers() && next.let() == null;
				if (others) {
					this.line = Objects.requireNonNull(this.following.next());
					one();
				}
			}
		}

		private boolean one() {
			PreparedLine current = this.line;
			Output out = Dispatcher.this.out;
			if (current.writes()) {
				Dispatcher.this.state.begin(current.text());
			}
			LetPrefix let = current.let();
			// Those after it may need what it assigns.
			Dispatcher.this.ahead.begin(current.command(), (let != null) ? BatchLines.NONE : this.following);
			this.listener.begins(current);
			out.begin();
			if (let != null) {
				String result = out.json(() -> call(current));
				Dispatcher.this.variables.set(let.name(), let.valueIn(result));
			}
			else {
				out.withFormat(current.format(), () -> call(current));
			}
			Dispatcher.this.state.previous(out.outcome());
			this.listener.ended(current);
			return true;
		}

		private void call(PreparedLine current) {
			try {
				current.run();
			}
			catch (RuntimeException failure) {
				throw failure;
			}
			catch (Exception failure) {
				throw new Checked(failure);
			}
		}

	}

	/**
	 * Reports a failure, the one place that does.
	 * @return the exit code that it means
	 */
	public ExitCode report(Throwable thrown, ErrorReport.@Nullable Location where) {
		CommandFailure failure = failureIn(thrown);
		this.out.flush();
		this.errors.report(failure, where);
		return failure.exitCode();
	}

	/**
	 * What an operator is told about anything that was thrown; the log file gets what
	 * only we can use.
	 */
	public static CommandFailure failureIn(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof CommandFailure failure) {
				if (failure.exitCode() == ExitCode.FAILED || failure.getCause() != null) {
					log.log(Level.SEVERE, failure.getMessage(), thrown);
				}
				return failure;
			}
		}
		String message = "this is a defect of conda-store-shell: %s".formatted(thrown.getClass().getSimpleName());
		log.log(Level.SEVERE, message, thrown);
		return CommandFailure.failed(message, LogFile.hint(), thrown);
	}

	/** Carries a checked exception through a Runnable. */
	private static final class Checked extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Exception failure;

		Checked(Exception failure) {
			super(failure);
			this.failure = failure;
		}

	}

}
