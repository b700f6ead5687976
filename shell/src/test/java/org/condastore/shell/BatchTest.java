package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines that are piped into the program, on a database: those that are like each other
 * share transactions and statements, and nobody can tell.
 */
class BatchTest {

	/** A little after the newest time in the live database. */
	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static final int SCRIPTS = 150;

	@TempDir
	private static Path home = Path.of("");

	private static TestDatabase database;

	private record Ended(ExitCode code, String out, String err) {
	}

	@BeforeAll
	static void open() {
		database = TestDatabase.live(TestServer.newest());
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@Test
	void linesThatShareReadsEndAsIfEachWereTyped() {
		int failed = 0;
		for (int seed = 0; seed < SCRIPTS; seed++) {
			Random random = new Random(seed);
			List<String> lines = lines(random);
			Ended typed = typed(lines);
			String script = String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
			assertThat(withoutPlaces(run(script, "--per-line"))).as("seed %d:%n%s", seed, script).isEqualTo(typed);
			failed += (typed.code() == ExitCode.OK) ? 0 : 1;
			Ended atomic = withoutPlaces(run(script));
			assertThat(atomic.code()).as("seed %d:%n%s", seed, script).isEqualTo(typed.code());
			assertThat(atomic.out()).as("seed %d:%n%s", seed, script)
				.isEqualTo((typed.code() == ExitCode.OK) ? typed.out() : "");
		}
		// Scripts that fail and scripts that do not were both among them.
		assertThat(failed).isBetween(SCRIPTS / 10, SCRIPTS * 9 / 10);
	}

	/** Types one after the other until one fails. */
	private static Ended typed(List<String> lines) {
		StringBuilder out = new StringBuilder();
		StringBuilder err = new StringBuilder();
		ExitCode code = ExitCode.OK;
		try (TypedShell shell = new TypedShell(database)) {
			for (int i = 0; i < lines.size() && code == ExitCode.OK; i++) {
				TypedShell.Ended ended = shell.type(lines.get(i).replace("\\\n", ""));
				out.append(ended.out());
				err.append(ended.err());
				code = ended.code();
			}
		}
		return new Ended(code, out.toString(), err.toString());
	}

	/** What only batches say: where a line is, and how all of them ended. */
	private static Ended withoutPlaces(Ended ended) {
		return new Ended(ended.code(), ended.out(),
				ended.err()
					.replaceAll("(?m)^<stdin>:[0-9]+: ", "")
					.replaceAll(",\"file\":\"<stdin>\",\"line\":[0-9]+", "")
					.replaceAll("(?m)^(note: ([0-9]+ of [0-9]+ lines?|nothing ran).*|\\{\"summary\".*)\n", ""));
	}

	private static List<String> lines(Random random) {
		return random.ints(1 + random.nextInt(60), 0, 100).mapToObj((kind) -> line(kind, random)).toList();
	}

	private static String line(int kind, Random random) {
		int id = 1 + random.nextInt(61);
		List<String> formats = List.of("table", "vertical", "json", "csv", "yaml", "ndjson");
		String format = formats.get(random.nextInt(formats.size()));
		if (kind < 50) {
			return "build show " + id;
		}
		if (kind < 70) {
			return "build show %d -o %s # comment".formatted(id, format);
		}
		if (kind < 97) {
			// NDJSON for all is another matter: each line is an object then.
			List<String> others = List.of("", "# comment",
					"set output " + formats.get(random.nextInt(formats.size() - 1)), "build \\\nshow \\\n" + id,
					"build show '" + id + "'", "namespace show default", "namespace show analytics-missing --help",
					"build packages %d --name 'python*'".formatted(id), "sql 'SELECT 1 AS one'",
					"environment show default/latest", "-o json build show 00" + id, "build list --limit 3",
					"set pager off");
			return others.get(random.nextInt(others.size()));
		}
		List<String> wrong = List.of("build show 9999", "namespace show nowhere", "sql 'SELECT 1/0'");
		return wrong.get(random.nextInt(wrong.size()));
	}

	@Test
	void linesLikeEachOtherShareTransactions() throws InterruptedException {
		String script = IntStream.range(0, 1_000)
			.mapToObj((i) -> "build show %d -o ndjson\n".formatted(i % 61 + 1))
			.collect(Collectors.joining());
		assertThat(transactions(script)).isBetween(1L, 20L);
		assertThat(transactions(script, "--per-line")).isBetween(1L, 200L);
		String apart = script.replace("\n", "\non-error stop\nend\n");
		assertThat(transactions(apart, "--per-line")).isBetween(1_000L, 1_200L);
	}

	/** The server counts those of a session at the latest when it ends. */
	private static long transactions(String script, String... options) throws InterruptedException {
		String count = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
		long before = number(count);
		Ended ended = run(script, options);
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
		while (number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND application_name = 'conda-store-shell'") > 0) {
			Thread.sleep(10);
		}
		return number(count) - before;
	}

	private static long number(String sql) {
		return ((Number) database.sql().fetchValue(sql)).longValue();
	}

	/** Line by line it would see the transaction of the lines before it. */
	@Test
	void typedStatementsShareNothingUnlessTheBatchIsOneTransaction() {
		String script = "build show 1 -o csv\nsql 'SELECT now()' -o csv\nsql 'SELECT now()' -o csv\n";
		assertThat(times(run(script, "--per-line"))).hasSize(2).doesNotHaveDuplicates();
		assertThat(new HashSet<>(times(run(script)))).hasSize(1);
	}

	private static List<String> times(Ended ended) {
		return ended.out().lines().filter((line) -> line.startsWith("2")).toList();
	}

	/** Whoever sends lines one by one may still send one that is wrong. */
	@Test
	void nothingRunsBeforeTheInputHasEnded() {
		List<String> seen = new ArrayList<>();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		InputStream in = new SequenceInputStream(bytes("build show 1\n"), new InputStream() {
			@Override
			public int read() {
				throw new IllegalStateException("byte by byte");
			}

			@Override
			public int read(byte[] target, int offset, int length) {
				seen.addAll(states());
				seen.add(out.toString(StandardCharsets.UTF_8));
				return -1;
			}
		});
		assertThat(run(in, out, OutputStream.nullOutputStream())).isEqualTo(ExitCode.OK);
		assertThat(new HashSet<>(seen)).containsExactly("");
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("id:");
	}

	/** A reader that does not read must not keep a transaction open. */
	@ParameterizedTest
	@ValueSource(strings = { "--atomic", "--per-line" })
	@Timeout(120)
	void nothingIsHeldWhileTheOutputIsFull(String mode) throws Exception {
		CompletableFuture<@Nullable Void> go = new CompletableFuture<>();
		CompletableFuture<String> stuck = new CompletableFuture<>();
		OutputStream out = new OutputStream() {
			@Override
			public void write(int b) {
				throw new IllegalStateException("byte by byte");
			}

			@Override
			public void write(byte[] bytes, int offset, int length) {
				stuck.complete(new String(bytes, offset, length, StandardCharsets.UTF_8));
				go.join();
			}
		};
		String script = "build show 1 -o json\n".repeat(2_000);
		CompletableFuture<ExitCode> ended = CompletableFuture.supplyAsync(
				() -> run(bytes(script), out, OutputStream.nullOutputStream(), mode),
				(work) -> new Thread(work, "shell").start());
		assertThat(stuck.get(60, TimeUnit.SECONDS)).startsWith("{");
		assertThat(states()).containsExactly("idle");
		go.complete(null);
		assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
	}

	/** What the server knows of the program's sessions. */
	private static List<String> states() {
		return database.sql()
			.fetch("SELECT state FROM pg_stat_activity WHERE datname = current_database()"
					+ " AND application_name = 'conda-store-shell'")
			.map((row) -> String.valueOf(row.get(0)));
	}

	private static Ended run(String script, String... options) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		ExitCode code = run(bytes(script), out, err, options);
		return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private static InputStream bytes(String script) {
		return new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
	}

	private static ExitCode run(InputStream in, OutputStream out, OutputStream err, String... options) {
		List<String> arguments = new ArrayList<>(List.of("--db", database.url()));
		arguments.addAll(List.of(options));
		return CondaStoreShell.run(arguments, new Streams(in, out, err, TerminalFacts.NONE),
				Map.of("HOME", home.toString()), CLOCK);
	}

}
