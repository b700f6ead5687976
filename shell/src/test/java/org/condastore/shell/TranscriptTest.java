package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Golden transcripts: each types its {@code >} lines into a fresh shell on a fresh
 * database and compares everything that comes out, standard output and errors in the
 * order in which they were written, and the exit code of each line.
 *
 * <p>
 * A transcript begins with {@code given live}, {@code given head} or
 * {@code given version N}; lines {@code with SQL} change it. With
 * {@code -Dtranscripts.update=true} the files are written anew; the review reads the
 * difference.
 */
class TranscriptTest {

	private static final Path DIRECTORY = Path.of("src/test/resources/org/condastore/shell/transcripts");

	/** A little after the newest time in the live database. */
	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	@OnEachServer
	void everyTranscriptIsWhatTheShellSays(TestServer server) throws IOException {
		List<Path> files;
		try (Stream<Path> listed = Files.list(DIRECTORY)) {
			files = listed.filter((file) -> file.toString().endsWith(".txt")).sorted().toList();
		}
		assertThat(files).isNotEmpty();
		for (Path file : files) {
			String expected = Files.readString(file);
			String actual = replay(server, expected);
			if (Boolean.getBoolean("transcripts.update")) {
				Files.writeString(file, actual);
			}
			else {
				assertThat(actual).as("%s on %s", file.getFileName(), server).isEqualTo(expected);
			}
		}
	}

	private static String replay(TestServer server, String transcript) {
		String given = transcript.lines().findFirst().orElseThrow();
		StringBuilder actual = new StringBuilder(given).append('\n');
		try (TestDatabase database = given(server, given)) {
			transcript.lines().filter((line) -> line.startsWith("with ")).forEach((line) -> {
				database.load(line.substring("with ".length()));
				actual.append(line).append('\n');
			});
			ByteArrayOutputStream screen = new ByteArrayOutputStream();
			Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), screen, screen, TerminalFacts.NONE);
			try (CondaStoreShell shell = new CondaStoreShell(Invocation.parse(List.of()), streams, target(database),
					CLOCK)) {
				transcript.lines().filter((line) -> line.startsWith("> ")).forEach((line) -> {
					screen.reset();
					ExitCode ended = shell.line(line.substring(2));
					actual.append('\n')
						.append(line)
						.append('\n')
						.append(stable(screen.toString(StandardCharsets.UTF_8), database))
						.append('[')
						.append(ended)
						.append("]\n");
				});
			}
		}
		return actual.toString();
	}

	/** What differs from run to run and between servers gets a name instead. */
	private static String stable(String text, TestDatabase database) {
		String named = text.replace(database.name(), "DATABASE").replace(":" + database.server().port(), ":PORT");
		if (named.startsWith("rank,")) {
			return withoutWhoAndWhen(named);
		}
		return named.contains("\nserver_version:") ? withoutState(named) : withoutTraces(named);
	}

	/** The journal, without who runs the test and when, and what depends on that. */
	private static String withoutTraces(String text) {
		if (!text.startsWith("id,changed_on,") && !text.startsWith("changes: ") && !text.contains("\nchanged_on: ")) {
			return text;
		}
		return text.replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
			.replaceAll("(?m)^(changed_on|operating_system_user):( +).*$", "$1:$2...")
			.replaceAll("(?m)^([0-9]+),[0-9-]+T[0-9:.]+Z,(.*,postgres),[^,]*,", "$1,...,$2,...,");
	}

	/** A history, without what depends on who runs the test, when, and how fast. */
	private static String withoutWhoAndWhen(String history) {
		return history.replaceAll(",([a-z]+),([^,]*),[0-9-]+T[0-9:.]+Z,[0-9.]+,", ",$1,...,...,...,");
	}

	/** The state of a server, without what no two servers share. */
	private static String withoutState(String status) {
		return status.replaceAll("(?m)^(server_version|started_on|size|connections):( +).*$", "$1:$2...")
			.replaceAll("(?m)^(  [a-z_0-9]+) .* (B|KiB)$", "$1 ...");
	}

	private static TestDatabase given(TestServer server, String given) {
		String[] words = given.split(" ");
		return switch (words[1]) {
			case "live" -> TestDatabase.live(server);
			case "head" -> TestDatabase.atHead(server);
			case "empty" -> TestDatabase.empty(server);
			case "version" -> TestDatabase.atVersion(server, Integer.parseInt(words[2]));
			default -> throw new IllegalArgumentException(given);
		};
	}

	private static TargetResolver target(TestDatabase database) {
		return new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
				Directories.of(Map.of("HOME", "/home/operator")));
	}

}
