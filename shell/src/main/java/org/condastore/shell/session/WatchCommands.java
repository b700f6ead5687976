package org.condastore.shell.session;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.Visible;
import org.jline.terminal.Terminal;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The command that repeats another one. */
public final class WatchCommands {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private final Dispatcher dispatcher;

	private final Output out;

	private final Streams streams;

	private final Supplier<Terminal> terminal;

	private final Clock clock;

	/**
	 * Makes the command.
	 * @param terminal opened when the command runs
	 * @param clock whose zone the time on the screen is in
	 */
	public WatchCommands(Dispatcher dispatcher, Output out, Streams streams, Supplier<Terminal> terminal, Clock clock) {
		this.dispatcher = dispatcher;
		this.out = out;
		this.streams = streams;
		this.terminal = terminal;
		this.clock = clock;
	}

	@Command(name = "watch", group = "Session", description = "Repeat a command that reads, and mark what changed",
			help = """
					Fills the screen of a terminal until q or Ctrl-C. What differs from the run before is
					shown in reverse. When the database is away or busy for a while, that is said in the
					second line, the last result stays, and the command is tried again; any other failure
					ends it. Options of the command itself come after its name, those of watch before it.""")
	@Effect(value = Effect.Kind.SESSION, apart = true)
	void watch(@Option(longName = "every", description = "how long to wait between two runs",
			defaultValue = "2s") Duration every, @Arguments List<String> command) throws Exception {
		if (command.isEmpty()) {
			throw CommandFailure.usage("watch needs a command", "usage: watch [--every 2s] COMMAND...");
		}
		if (every.compareTo(SHORTEST) < 0) {
			throw CommandFailure.usage("--every cannot be shorter than 100ms", "use 1s or more");
		}
		if (!this.streams.facts().in() || !this.streams.facts().out()) {
			throw CommandFailure.usage("watch needs a terminal", "run the command itself, as often as you need it");
		}
		// A command that fails at once is not worth a screen.
		List<String> first = run(command);
		repeat("every %s: %s".formatted(written(every), Visible.line(String.join(" ", command))), every, command,
				first);
	}

	private void repeat(String title, Duration every, List<String> command, List<String> first) throws Exception {
		try (WatchScreen screen = new WatchScreen(this.terminal.get())) {
			List<String> before = first;
			List<String> now = first;
			String trouble = "";
			do {
				screen.show(title, time(), trouble, ChangedLines.between(before, now));
				if (!screen.pause(every)) {
					return;
				}
				try {
					List<String> next = run(command);
					before = now;
					now = next;
					trouble = "";
				}
				catch (CommandFailure failure) {
					if (failure.exitCode() == ExitCode.INTERRUPTED) {
						return;
					}
					if (failure.exitCode() != ExitCode.UNAVAILABLE && failure.exitCode() != ExitCode.CONFLICT) {
						throw failure;
					}
					trouble = trouble.isEmpty()
							? "since %s: %s".formatted(time(), Visible.line(String.valueOf(failure.getMessage())))
							: trouble;
				}
			}
			while (true);
		}
	}

	private List<String> run(List<String> command) throws Exception {
		Exception[] thrown = new Exception[1];
		String text = this.out.capture(this.streams.size().columns(), () -> {
			try {
				this.dispatcher.runReading(command);
			}
			catch (Exception ex) {
				thrown[0] = ex;
			}
		});
		if (thrown[0] != null) {
			throw thrown[0];
		}
		return text.lines().toList();
	}

	private LocalTime time() {
		return LocalTime.now(this.clock).truncatedTo(ChronoUnit.SECONDS);
	}

	private static String written(Duration every) {
		return (every.toMillis() % 1000 == 0) ? every.toSeconds() + "s" : every.toMillis() + "ms";
	}

}
