package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines that are piped into the program, on a database: those that have arrived together
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
	void linesThatArriveTogetherEndAsIfEachCameAlone() {
		int failed = 0;
		for (int seed = 0; seed < SCRIPTS; seed++) {
			String script = script(new Random(seed));
			Ended alone = run(new LineByLine(script));
			assertThat(run(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))))
				.as("seed %d:%n%s", seed, script)
				.isEqualTo(alone);
			failed += (alone.code() == ExitCode.OK) ? 0 : 1;
		}
		// Scripts that fail and scripts that do not were both among them.
		assertThat(failed).isBetween(SCRIPTS / 10, SCRIPTS * 9 / 10);
	}

	private static String script(Random random) {
		return random.ints(1 + random.nextInt(60), 0, 100)
			.mapToObj((kind) -> line(kind, random))
			.collect(Collectors.joining("\n", "", random.nextBoolean() ? "\n" : ""));
	}

	private static String line(int kind, Random random) {
		int id = 1 + random.nextInt(61);
		List<String> formats = List.of("table", "vertical", "json", "ndjson", "csv", "yaml");
		String format = formats.get(random.nextInt(formats.size()));
		if (kind < 50) {
			return "build show " + id;
		}
		if (kind < 70) {
			return "build show %d -o %s # comment".formatted(id, format);
		}
		if (kind < 96) {
			List<String> others = List.of("", "# comment", "set output " + format, "build \\\nshow \\\n" + id,
					"build show '" + id + "'", "namespace show default", "namespace show analytics-missing --help",
					"build packages %d --name 'python*'".formatted(id), "sql 'SELECT 1 AS one'",
					"environment show default/latest", "-o json build show 00" + id, "build list --limit 3",
					"set timing off");
			return others.get(random.nextInt(others.size()));
		}
		List<String> wrong = List.of("build show 9999", "build show x", "build show", "build show 1 2", "frobnicate",
				"namespace show nowhere", "build show 2 -o xml", "sql 'SELECT 1/0'", "build show 'open", "exit");
		return wrong.get(random.nextInt(wrong.size()));
	}

	@Test
	void linesThatArriveTogetherShareTransactions() throws InterruptedException {
		String script = IntStream.range(0, 1_000)
			.mapToObj((i) -> "build show %d -o ndjson\n".formatted(i % 61 + 1))
			.collect(Collectors.joining());
		long together = transactions(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
		assertThat(together).isBetween(1L, 200L);
		assertThat(transactions(new LineByLine(script))).isBetween(1_000L, 1_200L);
	}

	/** The server counts those of a session at the latest when it ends. */
	private static long transactions(InputStream script) throws InterruptedException {
		String count = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
		long before = number(count);
		Ended ended = run(script);
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

	/** It would see the transaction of the lines before it. */
	@Test
	void typedStatementsShareNothing() {
		Ended ended = run(
				new ByteArrayInputStream("build show 1 -o csv\nsql 'SELECT now()' -o csv\nsql 'SELECT now()' -o csv\n"
					.getBytes(StandardCharsets.UTF_8)));
		List<String> times = ended.out().lines().filter((line) -> line.startsWith("2")).toList();
		assertThat(times).hasSize(2).doesNotHaveDuplicates();
	}

	/**
	 * Whoever writes a line and waits for its answer gets it, and gets what is true then.
	 */
	@Test
	@Timeout(120)
	void eachLineIsAnsweredBeforeTheNextIsSent() throws Exception {
		try (Coprocess shell = new Coprocess()) {
			shell.write("set output ndjson\n");
			for (int i = 0; i < 20; i++) {
				String info = "change " + i;
				database.load("UPDATE build SET status_info = '%s' WHERE id = 47".formatted(info));
				shell.write("build show 47\n");
				assertThat(shell.answer()).contains("\"id\":47,", "\"status_info\":\"%s\"".formatted(info));
				assertThat(states()).containsExactly("idle");
			}
			// The beginning of a line must not hold up the lines before it.
			shell.write("build show 1\nbuild show 2\nnamespace show default\nbuild sh");
			assertThat(shell.answer()).contains("\"id\":1,");
			assertThat(shell.answer()).contains("\"id\":2,");
			assertThat(shell.answer()).contains("\"name\":\"default\"");
			assertThat(states()).containsExactly("idle");
			shell.write("ow 3\n");
			assertThat(shell.answer()).contains("\"id\":3,");
			assertThat(shell.end()).isEqualTo(ExitCode.OK);
		}
		finally {
			database.load("UPDATE build SET status_info = NULL WHERE id = 47");
		}
	}

	/** A reader that does not read must not keep a transaction open. */
	@Test
	@Timeout(120)
	void nothingIsHeldWhileTheOutputIsFull() throws Exception {
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
		CompletableFuture<ExitCode> ended = CompletableFuture
			.supplyAsync(() -> run(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), out,
					OutputStream.nullOutputStream()), (work) -> new Thread(work, "shell").start());
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

	private static Ended run(InputStream in) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		ExitCode code = run(in, out, err);
		return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private static ExitCode run(InputStream in, OutputStream out, OutputStream err) {
		return CondaStoreShell.run(List.of("--db", database.url()), new Streams(in, out, err, TerminalFacts.NONE),
				Map.of("HOME", home.toString()), CLOCK);
	}

	/** A stream from which each line comes when somebody waits for it. */
	private static final class LineByLine extends InputStream {

		private final List<byte[]> lines = new ArrayList<>();

		LineByLine(String script) {
			for (String line : script.split("(?<=\n)")) {
				this.lines.add(line.getBytes(StandardCharsets.UTF_8));
			}
		}

		@Override
		public int read() {
			throw new IllegalStateException("byte by byte");
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.lines.isEmpty()) {
				return -1;
			}
			byte[] line = this.lines.remove(0);
			System.arraycopy(line, 0, target, offset, line.length);
			return line.length;
		}

	}

	/** The program at the other end of two pipes. */
	private static final class Coprocess implements AutoCloseable {

		private final PipedOutputStream in = new PipedOutputStream();

		private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

		private final CompletableFuture<ExitCode> ended;

		Coprocess() throws IOException {
			PipedInputStream input = new PipedInputStream(this.in);
			OutputStream output = new ByteArrayOutputStream() {
				@Override
				public void flush() {
					String text = toString(StandardCharsets.UTF_8);
					reset();
					text.lines().forEach(Coprocess.this.answers::add);
				}
			};
			this.ended = CompletableFuture.supplyAsync(() -> run(input, output, OutputStream.nullOutputStream()),
					(work) -> new Thread(work, "shell").start());
		}

		void write(String text) throws IOException {
			this.in.write(text.getBytes(StandardCharsets.UTF_8));
			this.in.flush();
		}

		@Nullable String answer() throws InterruptedException {
			return this.answers.poll(30, TimeUnit.SECONDS);
		}

		ExitCode end() throws Exception {
			this.in.close();
			return this.ended.get(30, TimeUnit.SECONDS);
		}

		@Override
		public void close() throws IOException {
			this.in.close();
		}

	}

}
