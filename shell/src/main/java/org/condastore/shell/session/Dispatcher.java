package org.condastore.shell.session;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.ParsedInput;

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

	private final StrictCommandParser parser;

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
	 */
	public Dispatcher(CommandTable commands, Supplier<Database> database, Output out, ErrorReport errors,
			Interrupts interrupts, ReadAhead ahead, SessionState state) {

		this.parser = new StrictCommandParser(commands);
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
		return words.isEmpty() ? ExitCode.OK : run(prepare(words, where), BatchLines.NONE);
	}

	/** Prepares what was read of a batch. */
	PreparedLine prepare(BatchReader.Read read) {
		CommandFailure failure = read.failure();
		if (failure == null) {
			return prepare(read.words(), read.where());
		}
		return PreparedLine.of(read.where(), null, () -> {
			throw failure;
		});
	}

	/**
	 * Runs a line, and after it those that have arrived and read as it does: they share
	 * its READ ONLY transaction. That transaction does not last long, and it has ended
	 * when results are sent to whoever may not take them at once.
	 * @param following the lines after it, of which those that ran are taken
	 * @return how the last one ended that ran; a failure has been reported
	 */
	ExitCode run(PreparedLine line, BatchLines following) {
		Run run = new Run(line, following);
		long started = System.nanoTime();
		try {
			this.interrupts.during(run::all);
			if (line.command() != null) {
				this.out.time(Duration.ofNanos(System.nanoTime() - started));
			}
			this.out.flush();
			return ExitCode.OK;
		}
		catch (OutputClosed closed) {
			throw closed;
		}
		catch (Exception | Error failure) {
			// An error too: a session outlives what its command could not do.
			Throwable cause = (failure instanceof Checked wrapped) ? wrapped.failure : failure;
			if (this.ahead.failedForOthers() && !isEverybodys(cause)) {
				return run(run.line, following);
			}
			ExitCode[] ended = { ExitCode.OK };
			this.out.withFormat(run.line.format(), () -> ended[0] = report(cause, run.line.where()));
			return ended[0];
		}
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
		return requestedFormat(arguments.stream().map(Word::argument).toList());
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
		ParsedInput input = this.parser.parse(words);
		MethodCommand command = this.parser.command(input);
		if (!command.effect().reads()) {
			throw CommandFailure.usage("%s is not a command that reads".formatted(command.getName()),
					"only those can be repeated");
		}
		try {
			new Run(prepare(words, command, input, requestedFormat(words), null), BatchLines.NONE).all();
		}
		catch (Checked wrapped) {
			throw wrapped.failure;
		}
	}

	private PreparedLine prepare(List<Word> words, ErrorReport.@Nullable Location where) {
		Format format = requestedFormat(words);
		try {
			ParsedInput input = this.parser.parse(words);
			return prepare(words, this.parser.command(input), input, format, where);
		}
		catch (RuntimeException | Error failure) {
			return PreparedLine.of(where, format, () -> {
				throw failure;
			});
		}
	}

	private PreparedLine prepare(List<Word> words, MethodCommand command, ParsedInput input, @Nullable Format format,
			ErrorReport.@Nullable Location where) {
		if (wantsHelp(command, input)) {
			return PreparedLine.of(where, format, () -> this.out.text(Help.of(command)));
		}
		checkFormat(command, input);
		return PreparedLine.of(where, words, format, command, command.bind(input));
	}

	/** Lines that run in one go. */
	private final class Run {

		private final BatchLines following;

		/** The one that runs, or ran last. */
		private PreparedLine line;

		Run(PreparedLine first, BatchLines following) {
			this.line = first;
			this.following = following;
		}

		void all() {
			if (this.line.readsAnyRevision()) {
				Dispatcher.this.database.get().readingAnyRevision(() -> {
					one();
					return true;
				});
				return;
			}
			if (!this.line.reads()) {
				one();
				return;
			}
			Dispatcher.this.database.get().reading(() -> {
				reading();
				return true;
			});
		}

		private void reading() {
			long began = System.nanoTime();
			boolean others = this.line.readsWithOthers();
			one();
			while (others && Dispatcher.this.out.mayWait() && System.nanoTime() - began < LONGEST) {
				PreparedLine next = this.following.arrived(0);
				others = next != null && next.readsWithOthers();
				if (others) {
					this.line = Objects.requireNonNull(this.following.next());
					one();
				}
			}
		}

		private void one() {
			PreparedLine current = this.line;
			Output out = Dispatcher.this.out;
			if (current.writes()) {
				Dispatcher.this.state.begin(current.text());
			}
			Dispatcher.this.ahead.begin(current.command(), out.mayWait() ? this.following : BatchLines.NONE);
			out.withFormat(current.format(), () -> {
				try {
					current.run();
				}
				catch (RuntimeException failure) {
					throw failure;
				}
				catch (Exception failure) {
					throw new Checked(failure);
				}
			});
		}

	}

	private static boolean wantsHelp(MethodCommand command, ParsedInput input) {
		return given(Parameter.HELP, command, input) != null;
	}

	/**
	 * An option that every command takes, unless this one gives it a meaning of its own.
	 */
	private static @Nullable CommandOption given(Parameter general, MethodCommand command, ParsedInput input) {
		if (input.options().isEmpty() || command.option(general.name()).filter(general::equals).isEmpty()) {
			return null;
		}
		for (CommandOption option : input.options()) {
			if (general.name().equals(option.longName())) {
				return option;
			}
		}
		return null;
	}

	/** The format is taken before the line is parsed; here a wrong one is refused. */
	private static void checkFormat(MethodCommand command, ParsedInput input) {
		CommandOption option = given(Parameter.OUTPUT, command, input);
		if (option != null) {
			Values.convert("-o", String.valueOf(option.value()), Format.class);
		}
	}

	/**
	 * The line's {@code -o}, found before the line is parsed so that a line that does not
	 * parse is reported in that format too; a wrong format is the parser's to refuse.
	 */
	private static @Nullable Format requestedFormat(List<Word> words) {
		for (int i = 0; i < words.size(); i++) {
			String text = words.get(i).text();
			if (!words.get(i).looksLikeOption()) {
				continue;
			}
			if ((text.equals("-o") || text.equals("--output")) && i + 1 < words.size()) {
				return format(words.get(i + 1).text());
			}
			if (text.startsWith("--output=")) {
				return format(text.substring("--output=".length()));
			}
			if (text.startsWith("-o") && text.length() > 2) {
				return format(text.substring((text.charAt(2) == '=') ? 3 : 2));
			}
		}
		return null;
	}

	private static @Nullable Format format(String name) {
		for (Format format : Format.values()) {
			if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
				return format;
			}
		}
		return null;
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
