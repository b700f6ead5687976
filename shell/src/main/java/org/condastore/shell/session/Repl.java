package org.condastore.shell.session;

import java.io.IOError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Visible;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.springframework.shell.core.command.completion.CompletionProposal;

/**
 * The interactive shell: reads a line with JLine, runs it, and goes on whatever comes out
 * of it. The database is not touched before a command asks for it.
 */
public final class Repl {

	private static final Logger log = Logger.getLogger(Repl.class.getName());

	private static final String HISTORY = "history";

	private static final int HISTORY_LINES = 10_000;

	private final Terminal terminal;

	private final Dispatcher dispatcher;

	private final SessionState state;

	private final Output out;

	private final Supplier<ConnectionTarget> target;

	private final LineReader reader;

	/**
	 * Prepares a session.
	 * @param target which database the session works on; asked before each prompt
	 * @param directory where the history is kept; made if it does not exist
	 */
	public Repl(Terminal terminal, Dispatcher dispatcher, CommandTable commands, Completions completions,
			SessionState state, Output out, Supplier<ConnectionTarget> target, Path directory) {

		this.terminal = terminal;
		this.dispatcher = dispatcher;
		this.state = state;
		this.out = out;
		this.target = target;
		this.reader = reader(terminal, commands, completions, out, variables(directory));
	}

	private static LineReader reader(Terminal terminal, CommandTable commands, Completions completions, Output out,
			Map<String, Object> variables) {
		return LineReaderBuilder.builder()
			.terminal(terminal)
			.appName("conda-store-shell")
			.variables(variables)
			.parser(new TypedLineParser())
			.highlighter(new CommandHighlighter(commands, out::outColour))
			.history(new CommandHistory())
			.completer((reader, line, candidates) -> candidates(completions, line, candidates))
			.completionMatcher(new CandidateMatcher())
			// An exclamation mark is a character like any other.
			.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
			.option(LineReader.Option.BRACKETED_PASTE, true)
			.build();
	}

	private static Map<String, Object> variables(Path directory) {
		Map<String, Object> variables = new HashMap<>();
		variables.put(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ");
		variables.put(LineReader.INDENTATION, 0);
		variables.put(LineReader.HISTORY_SIZE, HISTORY_LINES);
		variables.put(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
		try {
			if (!Files.isDirectory(directory)) {
				Files.createDirectories(directory,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
			}
			variables.put(LineReader.HISTORY_FILE, directory.resolve(HISTORY));
		}
		catch (IOException | UnsupportedOperationException ex) {
			log.log(Level.WARNING, "the history is kept in memory only", ex);
		}
		return variables;
	}

	/** Keeps the order: JLine sorts by name what has no order of its own. */
	private static void candidates(Completions completions, ParsedLine line, List<Candidate> candidates) {
		for (CompletionProposal proposal : completions.complete(line.line(), line.cursor())) {
			String description = proposal.description();
			candidates.add(new Candidate(proposal.value(), Visible.line(proposal.displayText()), null,
					(description != null) ? Visible.line(description) : null, null, null, proposal.complete(),
					candidates.size() + 1));
		}
	}

	/**
	 * Runs lines until somebody leaves.
	 * @param greeting what is said before the first prompt
	 */
	public ExitCode run(String greeting) {
		this.terminal.writer().println(greeting);
		while (!this.state.ended()) {
			try {
				// A Ctrl-C that came too late for the command before, or with the Enter,
				// is over.
				Thread.interrupted();
				String text = this.reader.readLine(prompt());
				Thread.interrupted();
				enter(text);
			}
			catch (UserInterruptException clear) {
				// Ctrl-C: the line is given up, the next one is read.
			}
			catch (EndOfFileException | IOError left) {
				// Ctrl-D on an empty line, or the terminal is gone.
				return ExitCode.OK;
			}
		}
		return ExitCode.OK;
	}

	/**
	 * Runs what was entered at once: one command, or several that were pasted. The first
	 * that fails stops the others.
	 */
	private void enter(String text) {
		List<TypedCommand> commands;
		try {
			commands = TypedCommand.in(text).stream().filter((command) -> !command.words().isEmpty()).toList();
		}
		catch (CommandFailure nul) {
			this.dispatcher.report(nul, null);
			return;
		}
		for (int i = 0; i < commands.size() && !this.state.ended(); i++) {
			ExitCode ended = this.dispatcher.run(commands.get(i).words(), null);
			int left = commands.size() - i - 1;
			if (ended != ExitCode.OK && left > 0) {
				this.out.note((left == 1) ? "the command after it did not run"
						: "the %d commands after it did not run".formatted(left));
				return;
			}
		}
	}

	private String prompt() {
		return prompt(this.target.get(), this.out.outColour()).toAnsi(this.terminal);
	}

	/** What stands before a line. JLine takes a percent sign for one of its patterns. */
	static AttributedString prompt(ConnectionTarget target, boolean colours) {
		String name = target.name();
		if (name.equals("embedded") && !target.isEmbedded()) {
			name = target.location();
		}
		AttributedStyle style = (colours && target.isProduction())
				? AttributedStyle.BOLD.foreground(AttributedStyle.RED) : AttributedStyle.DEFAULT;
		return new AttributedStringBuilder().style(style)
			.append(Visible.line(name).replace("%", "%%"))
			.append(target.isReadOnly() ? " (read-only)" : "")
			.append(">")
			.style(AttributedStyle.DEFAULT)
			.append(" ")
			.toAttributedString();
	}

}
