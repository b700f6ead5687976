package org.condastore.shell.session;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

	private final StrictCommandParser parser;

	private final Supplier<Database> database;

	private final Output out;

	private final ErrorReport errors;

	private final Interrupts interrupts;

	/**
	 * Makes a dispatcher; nothing is opened yet.
	 * @param database asked for when the first command reads
	 */
	public Dispatcher(CommandTable commands, Supplier<Database> database, Output out, ErrorReport errors,
			Interrupts interrupts) {

		this.parser = new StrictCommandParser(commands);
		this.database = database;
		this.out = out;
		this.errors = errors;
		this.interrupts = interrupts;
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
		if (words.isEmpty()) {
			return ExitCode.OK;
		}
		ExitCode[] ended = { ExitCode.OK };
		this.out.withFormat(requestedFormat(words), () -> {
			try {
				execute(words);
				this.out.flush();
			}
			catch (OutputClosed closed) {
				throw closed;
			}
			catch (Exception | Error failure) {
				// An error too: a session outlives what its command could not do.
				ended[0] = report(failure, where);
			}
		});
		return ended[0];
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
		if (wantsHelp(command, input)) {
			this.out.text(Help.of(command));
			return;
		}
		checkFormat(command, input);
		invoke(command, command.bind(input));
	}

	private void execute(List<Word> words) throws Exception {
		ParsedInput input = this.parser.parse(words);
		MethodCommand command = this.parser.command(input);
		if (wantsHelp(command, input)) {
			this.out.text(Help.of(command));
			return;
		}
		checkFormat(command, input);
		@Nullable Object[] arguments = command.bind(input);
		long started = System.nanoTime();
		this.interrupts.during(() -> invoke(command, arguments));
		this.out.time(Duration.ofNanos(System.nanoTime() - started));
	}

	private void invoke(MethodCommand command, @Nullable Object[] arguments) throws Exception {
		if (!command.effect().reads()) {
			command.invoke(arguments);
			return;
		}
		Supplier<@Nullable Void> body = () -> {
			try {
				command.invoke(arguments);
			}
			catch (RuntimeException failure) {
				throw failure;
			}
			catch (Exception failure) {
				throw new Checked(failure);
			}
			return null;
		};
		try {
			if (command.effect() == Effect.Kind.READS) {
				this.database.get().reading(body);
			}
			else {
				this.database.get().readingAnyRevision(body);
			}
		}
		catch (Checked wrapped) {
			throw wrapped.failure;
		}
	}

	private static boolean wantsHelp(MethodCommand command, ParsedInput input) {
		return given(Parameter.HELP, command, input) != null;
	}

	/**
	 * An option that every command takes, unless this one gives it a meaning of its own.
	 */
	private static @Nullable CommandOption given(Parameter general, MethodCommand command, ParsedInput input) {
		if (command.option(general.name()).filter(general::equals).isEmpty()) {
			return null;
		}
		return input.options()
			.stream()
			.filter((option) -> general.name().equals(option.longName()))
			.findFirst()
			.orElse(null);
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
