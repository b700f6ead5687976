package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.condastore.shell.connection.Directories;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;

/**
 * Runs typical commands, whose results nobody sees, while Java records what a start needs
 * for its archive. {@code scripts/conda-store-shell} runs it once per build and JDK.
 *
 * <p>
 * The commands work on an embedded database of their own, which is thrown away like the
 * history, the log and the profiles. Where it cannot be started they fail, and the
 * archive lacks what only they load. PostgreSQL's programs are unpacked where the shell
 * itself will look for them.
 */
public final class StartupTraining {

	private static final List<String> COMMANDS = List.of("--version", "--help", "help namespace list",
			"namespace list -o json", "namespace list", "namespace lst", "set", "namespace list -o csv");

	private static final String BATCH = """
			namespace list -o ndjson
			namespace list -o yaml
			namespace list -o vertical
			""";

	private StartupTraining() {
	}

	/** Takes no arguments. The temporary directory is {@code java.io.tmpdir}. */
	public static void main(String[] arguments) throws IOException {
		Locale.setDefault(Locale.ROOT);
		Path directory = Files.createTempDirectory("conda-store-shell-training-");
		try {
			Map<String, String> environment = environment(directory);
			for (String command : COMMANDS) {
				run(environment, "", Arrays.asList(command.split(" ")));
			}
			run(environment, BATCH, List.of());
		}
		finally {
			delete(directory);
		}
	}

	private static void run(Map<String, String> environment, String input, List<String> arguments) {
		Streams streams = new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
				OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), TerminalFacts.NONE);
		CondaStoreShell.run(arguments, streams, environment, Clock.systemUTC());
	}

	/** Of the process's own variables none that leads to the operator's files. */
	private static Map<String, String> environment(Path directory) {
		Map<String, String> environment = new HashMap<>();
		environment.put("HOME", directory.toString());
		environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
		Path cache = Directories.of(System.getenv()).cache().getParent();
		environment.put("XDG_CACHE_HOME", cache.toString());
		return environment;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> {
				try {
					Files.delete(file);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

}
