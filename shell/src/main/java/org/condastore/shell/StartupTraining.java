package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.condastore.shell.connection.Directories;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;

/**
 * Runs typical commands, whose results nobody sees, while Java records what a start needs
 * for its archive. {@code scripts/conda-store-shell} runs it once per build and JDK.
 *
 * <p>
 * The commands work on an embedded database of their own, and so are the history, the log
 * and the profiles: all in a directory that the launcher throws away. Where the database
 * cannot be started the commands fail, and the archive lacks what only they load.
 * PostgreSQL's programs are unpacked where the shell itself will look for them.
 */
public final class StartupTraining {

	/** Longer than a slow machine takes for all of it. */
	private static final Duration LIMIT = Duration.ofMinutes(2);

	/** What somebody types after the program's name. */
	private static final List<List<String>> COMMANDS = List.of(List.of("--version"), List.of("--help"),
			List.of("help", "namespace", "list"), List.of("set"), List.of("namespace", "lst"),
			List.of("-o", "json", "namespace", "list"));

	/** What somebody pipes into it. A line that fails would end it. */
	private static final String BATCH = """
			namespace list
			namespace list -o json
			namespace list -o ndjson
			namespace list -o csv
			namespace list -o yaml
			namespace list -o vertical --sort -name --limit 2
			namespace show default
			""";

	private StartupTraining() {
	}

	/**
	 * Takes the directory to work in, which is removed afterwards by whoever calls this.
	 */
	public static void main(String[] arguments) {
		limitTime();
		Locale.setDefault(Locale.ROOT);
		// Asks what the standard streams are, as the program does.
		Streams.standard();
		Map<String, String> environment = environment(Path.of(arguments[0]));
		for (List<String> command : COMMANDS) {
			run(environment, "", command);
		}
		run(environment, BATCH, List.of());
	}

	private static void run(Map<String, String> environment, String input, List<String> arguments) {
		Streams streams = new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
				OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), TerminalFacts.NONE);
		CondaStoreShell.run(arguments, streams, environment, Clock.systemUTC());
	}

	/** Of the process's own variables none that leads to the operator's files. */
	private static Map<String, String> environment(Path directory) {
		Path cache = Directories.of(System.getenv()).cache().toAbsolutePath().getParent();
		return Map.of("HOME", directory.toString(), "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
				"XDG_CACHE_HOME", String.valueOf(cache));
	}

	/** The operator waits: better no archive than a start that hangs. */
	private static void limitTime() {
		Thread limit = new Thread(() -> {
			try {
				Thread.sleep(LIMIT.toMillis());
				System.exit(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "limit");
		limit.setDaemon(true);
		limit.start();
	}

}
