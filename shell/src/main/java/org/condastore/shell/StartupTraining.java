package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;

/**
 * Runs typical commands, whose results nobody sees, while Java records what a start needs
 * for its archive. {@code scripts/conda-store-shell} runs it once per build and JDK.
 *
 * <p>
 * It takes two processes. The first makes an embedded database and keeps it running; only
 * the second, which works on it, is recorded. Every start pays for each class in the
 * archive, so what makes a database is better left out. History, log and profiles are,
 * like the database, in a directory that the launcher throws away. Where the database
 * cannot be started the commands fail, and the archive lacks what only they load.
 * PostgreSQL's programs are unpacked where the shell itself will look for them.
 */
public final class StartupTraining {

	/** Longer than a slow machine takes for all of it. */
	private static final Duration LIMIT = Duration.ofMinutes(2);

	/** What somebody types after the program's name. */
	private static final List<List<String>> COMMANDS = List.of(List.of("--version"), List.of("--help"),
			List.of("namespace", "lst"), List.of("-o", "json", "namespace", "list"));

	/** What somebody pipes into it. A line that fails would end it. */
	private static final String BATCH = """
			namespace list
			environment list -o json
			build list
			build list -o csv
			build show 1 -o ndjson
			build show 1
			namespace list -o yaml
			""";

	private StartupTraining() {
	}

	/**
	 * Takes the directory to work in, and the command line of the process that is
	 * recorded, to which the directory is added; without one this process is it.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		limitTime();
		Locale.setDefault(Locale.ROOT);
		Path directory = Path.of(arguments[0]);
		Map<String, String> environment = environment(directory);
		if (arguments.length == 1) {
			train(environment);
		}
		else {
			System.exit(record(directory, environment, List.of(arguments).subList(1, arguments.length)));
		}
	}

	private static int record(Path directory, Map<String, String> environment, List<String> command)
			throws IOException, InterruptedException {
		Directories directories = Directories.of(environment);
		Invocation invocation = Invocation.parse(List.of());
		TargetResolver targets = new TargetResolver(new DatabaseOptions(null, null, null, false), environment,
				directories);
		try (CondaStoreShell shell = new CondaStoreShell(invocation, streams(""), targets, Clock.systemUTC())) {
			shell.line("namespace list");
			List<String> recorded = new ArrayList<>(command);
			recorded.add(directory.toString());
			return new ProcessBuilder(recorded).inheritIO().start().waitFor();
		}
	}

	private static void train(Map<String, String> environment) {
		// Asks what the standard streams are, as the program does.
		Streams.standard();
		for (List<String> command : COMMANDS) {
			CondaStoreShell.run(command, streams(""), environment, Clock.systemUTC());
		}
		CondaStoreShell.run(List.of(), streams(BATCH), environment, Clock.systemUTC());
	}

	private static Streams streams(String input) {
		return new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
				OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), TerminalFacts.NONE);
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
