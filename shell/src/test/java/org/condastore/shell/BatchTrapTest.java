package org.condastore.shell;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.condastore.shell.failure.ExitCode.CONFLICT;
import static org.condastore.shell.failure.ExitCode.FAILED;
import static org.condastore.shell.failure.ExitCode.FINDING;
import static org.condastore.shell.failure.ExitCode.OK;
import static org.condastore.shell.failure.ExitCode.PRECONDITION;
import static org.condastore.shell.failure.ExitCode.REFUSED;
import static org.condastore.shell.failure.ExitCode.UNAVAILABLE;
import static org.condastore.shell.failure.ExitCode.USAGE;

/**
 * Batches in which other shells lose something without a word. Each says what has become
 * of it, ends with the code that fits, and leaves just those rows and just that journal
 * that the lines leave which are said to have been done, typed one by one.
 */
class BatchTrapTest {

	/** Databases that nothing has changed so far. */
	private static final Map<TestServer, TestDatabase> UNCHANGED = new HashMap<>();

	/** What lines leave, by server, what was loaded before them, and lines. */
	private static final Map<String, List<String>> EXPECTED = new HashMap<>();

	@TempDir
	private Path directory = Path.of("");

	@AfterAll
	static void dropDatabases() {
		UNCHANGED.values().forEach(TestDatabase::close);
		UNCHANGED.clear();
		EXPECTED.clear();
	}

	@AfterEach
	void letTheLogGo() {
		LogManager.getLogManager().reset();
	}

	/**
	 * A batch and how it has to end. In all texts {@code {dir}} stands for the directory
	 * that holds its files.
	 */
	private static final class Trap {

		private final String name;

		private final Map<String, byte[]> files = new LinkedHashMap<>();

		private final Map<String, String> environment = new HashMap<>();

		private List<String> arguments = List.of();

		private byte[] input = new byte[0];

		private String given = "";

		private ExitCode code = OK;

		private int errors = -1;

		private List<String> said = List.of();

		private List<String> shown = List.of();

		private boolean shows = true;

		private List<String> stays = List.of();

		Trap(String name) {
			this.name = name;
		}

		Trap given(String sql) {
			this.given = sql;
			return this;
		}

		Trap started(String... arguments) {
			this.arguments = List.of(arguments);
			return this;
		}

		Trap environment(String variable, String value) {
			this.environment.put(variable, value);
			return this;
		}

		Trap file(String path, String... lines) {
			return file(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
		}

		Trap file(String path, byte[] content) {
			this.files.put(path, content);
			return this;
		}

		Trap piped(String... lines) {
			return exactly((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
		}

		Trap exactly(String text) {
			return exactly(text.getBytes(StandardCharsets.UTF_8));
		}

		Trap exactly(byte[] bytes) {
			this.input = bytes;
			return this;
		}

		Trap ends(ExitCode with) {
			this.code = with;
			this.shows = with == OK || this.arguments.contains("--per-line") || this.arguments.contains("--keep-going");
			return this;
		}

		/** Ends with the code and with so many errors. */
		Trap ends(ExitCode with, int count) {
			this.errors = count;
			return ends(with);
		}

		/** On standard error, in this order. */
		Trap says(String... parts) {
			this.said = List.of(parts);
			return this;
		}

		/** On standard output, in this order. */
		Trap shows(String... parts) {
			this.shown = List.of(parts);
			this.shows = true;
			return this;
		}

		/** What is as if these lines had been typed; nothing, unless this says so. */
		Trap stays(String... lines) {
			this.stays = List.of(lines);
			return this;
		}

		int errors() {
			return (this.errors >= 0) ? this.errors : ((this.code == OK || this.code == FINDING) ? 0 : 1);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/** Every trap on every server; otherwise the older ones get a sample. */
	private static final boolean ALL = Boolean.getBoolean("traps.all");

	private static final int SAMPLE = 5;

	/**
	 * How the program ended.
	 */
	private record Ended(ExitCode code, String out, String err) {
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void endsAsItShould(TestServer server, Trap trap) throws IOException {
		boolean own = !trap.given.isEmpty() || !trap.stays.isEmpty();
		TestDatabase database = own ? TestDatabase.live(server) : UNCHANGED.computeIfAbsent(server, TestDatabase::live);
		boolean passed = false;
		try {
			if (!trap.given.isEmpty()) {
				database.load(trap.given);
			}
			List<String> expected = expected(server, trap);
			assertEnded(trap, run(database, trap));
			assertThat(contents(database)).isEqualTo(expected);
			passed = true;
		}
		finally {
			if (own) {
				database.close();
			}
			else if (!passed) {
				UNCHANGED.remove(server).close();
			}
		}
	}

	static Stream<Arguments> endsAsItShould() {
		List<Trap> all = new ArrayList<>();
		all.addAll(psql());
		all.addAll(texts());
		all.addAll(checks());
		all.addAll(variables());
		all.addAll(conditions());
		all.addAll(modes());
		all.addAll(many());
		all.addAll(dryRuns());
		assertThat(all).extracting(Trap::toString).doesNotHaveDuplicates();
		return Arrays.stream(TestServer.values())
			.flatMap((server) -> all.stream()
				.filter((trap) -> ALL || server == TestServer.newest() || all.indexOf(trap) % SAMPLE == 0)
				.map((trap) -> Arguments.of(server, trap)));
	}

	private static Trap trap(String name) {
		return new Trap(name);
	}

	/** A line that changes something each time that the text is another one. */
	private static String describe(String text) {
		return "environment set-description default/latest " + text;
	}

	/** Where psql ends with 0. */
	private static List<Trap> psql() {
		return List.of(
				trap("an error without ON_ERROR_STOP").piped(describe("a"), "build show 9999", describe("b"))
					.ends(PRECONDITION)
					.says("<stdin>:2: error: there is no build 9999\nhint: ",
							"note: 1 of 3 lines was tried, 1 failed, 1 did not run; ", "nothing was changed\n"),
				trap("-1 with an error").started("--atomic")
					.piped(describe("a"), describe("b"), "sql 'SELECT 1/0'")
					.ends(FAILED)
					.says("<stdin>:3: error: division by zero", "nothing was changed\n"),
				trap("BEGIN without COMMIT").piped("sql BEGIN", describe("a")).ends(REFUSED).says("<stdin>:1: error: "),
				trap("a block without an end").piped("on-error continue", describe("a"))
					.ends(USAGE)
					.says("<stdin>:1: error: the block that begins here is not closed\n",
							"      1 | on-error continue\n          ^ column 1\nnote: nothing ran\n"),
				trap("\\q inside -1").piped(describe("a"), "exit", describe("b"))
					.ends(USAGE)
					.says("<stdin>:2: error: exit would leave lines undone\n", "note: nothing ran\n"),
				trap("quit inside -1").piped(describe("a"), "quit", describe("b")).ends(USAGE),
				trap("a missing \\i file").piped(describe("a"), "include {dir}/none")
					.ends(USAGE)
					.says("<stdin>:2: error: there is no file {dir}/none\n", "column 9\nnote: nothing ran\n"),
				trap("an unterminated quote")
					.piped(describe("a"), "environment set-description default/latest 'b", describe("c"))
					.ends(USAGE)
					.says("<stdin>:2: error: the quote ' at column 44 is not closed\n", "note: nothing ran\n"),
				trap("-c A -c bad -c B").file("a", describe("a"))
					.file("bad", "build show 9999")
					.file("b", describe("b"))
					.started("-f", "{dir}/a", "-f", "{dir}/bad", "-f", "{dir}/b")
					.ends(PRECONDITION)
					.says("{dir}/bad:1: error: there is no build 9999\n", "nothing was changed\n"));
	}

	private static List<Trap> texts() {
		return List.of(trap("an empty file").file("a", new byte[0]).started("-f", "{dir}/a").ends(OK),
				trap("an empty input").exactly("").ends(OK),
				trap("nothing but comments").piped("# " + describe("a"), "", "   # exit", "\t").ends(OK),
				trap("CRLF").exactly(describe("'a b'\r\n") + describe("\"c\"\r\n"))
					.stays(describe("'a b'"), describe("c")),
				trap("CRLF in a continuation").exactly("environment \\\r\nset-description default/latest \\\r\n a\r\n")
					.stays(describe("a")),
				trap("a byte-order mark").exactly("\uFEFF" + describe("a\n")).stays(describe("a")),
				trap("a byte-order mark in each file").file("a", "\uFEFF" + describe("a"))
					.file("b", "\uFEFF#!/usr/bin/env conda-store-shell", "include c")
					.file("c", "\uFEFF" + describe("c"))
					.started("-f", "{dir}/a", "-f", "{dir}/b")
					.stays(describe("a"), describe("c")),
				trap("a byte-order mark in the middle").exactly(describe("a\n") + "\uFEFF" + describe("b\n"))
					.ends(USAGE)
					.says("<stdin>:2: error: there is no command \"\\ufeffenvironment\"\n", "nothing ran\n"),
				trap("no final newline").exactly(describe("a\n") + describe("b")).stays(describe("a"), describe("b")),
				trap("a comment without a final newline").exactly(describe("a\n") + "# b").stays(describe("a")),
				trap("a NUL byte").exactly(describe("a\n") + describe("b\0c\n"))
					.ends(USAGE)
					.says("<stdin>:2: error: column 45 holds a NUL character\n", "nothing ran\n"),
				trap("a NUL byte in a comment").exactly(describe("a # \0\n")).ends(USAGE).says("<stdin>:1: error: "),
				trap("UTF-16").exactly(describe("a\n").getBytes(StandardCharsets.UTF_16)).ends(USAGE),
				trap("invalid UTF-8")
					.exactly((describe("a\n") + describe("\u00e4\n")).getBytes(StandardCharsets.ISO_8859_1))
					.ends(USAGE)
					.says("<stdin>:2: error: the line is not valid UTF-8\nhint: save the file as UTF-8\n"),
				trap("half of a character at the end").exactly(new byte[] { (byte) 0xe2, (byte) 0x82 })
					.ends(USAGE)
					.says("<stdin>:1: error: the line is not valid UTF-8\n"),
				trap("a file that is a directory").started("-f", "{dir}")
					.ends(USAGE)
					.says("error: {dir} is a directory\nhint: a batch is a file of commands\n"),
				trap("an include that is a directory").piped(describe("a"), "include {dir}")
					.ends(USAGE)
					.says("<stdin>:2: error: {dir} is a directory\n"),
				trap("a file that is not there").file("a", describe("a"))
					.started("-f", "{dir}/a", "-f", "{dir}/none")
					.ends(USAGE)
					.says("error: there is no file {dir}/none\n"),
				trap("a backslash at the end").exactly(describe("a\n") + describe("b \\"))
					.ends(USAGE)
					.says("<stdin>:2: error: the input ends after a backslash\n"),
				trap("an open quote over many lines").piped(describe("a"), describe("\"b"), describe("c"), "# d")
					.ends(USAGE)
					.says("<stdin>:2: error: the quote \" at column 44 is not closed\n"),
				trap("an open quote in an included file, closed in the next").file("a", "echo 'a")
					.file("b", "b'")
					.piped("include {dir}/a", "include {dir}/b")
					.ends(USAGE, 2)
					.says("{dir}/a:1: error: ", "{dir}/b:1: error: "),
				trap("a continuation that joins a comment").piped(describe("a \\"), "# b", describe("c"))
					.stays(describe("a"), describe("c")),
				trap("a blank after the backslash")
					.exactly("environment set-description default/latest \\ \nbuild list\n")
					.stays(describe("' '")),
				trap("a line of 100,000 characters").piped(describe("a"), describe("'" + "x".repeat(100_000) + "'"))
					.stays(describe("a"), describe("x".repeat(100_000))),
				trap("a mistake at the end of a line of 1 MB")
					.piped(describe("a"), describe("'" + "\u00e9 ".repeat(500_000) + "' --dry"))
					.ends(USAGE)
					.says("<stdin>:2: error: environment set-description has no option --dry\n",
							"hint: did you mean --dry-run?\n", "^ column 1000047\n", "nothing ran\n"),
				trap("a command of 1 MB").piped(describe("a"), "x".repeat(1 << 20))
					.ends(USAGE)
					.says("<stdin>:2: error: there is no command \"xxx", "column 1\nnote: nothing ran\n"),
				trap("dashes of a word processor").piped(describe("a"), "build fail 37 \u2013\u2013yes")
					.ends(USAGE)
					.says("<stdin>:2: error: "),
				trap("a blank that is none").piped(describe("a"), "build\u00a0list")
					.ends(USAGE)
					.says("<stdin>:2: error: "),
				trap("a file that includes itself").file("a", describe("a"), "include a")
					.started("-f", "{dir}/a")
					.ends(USAGE)
					.says("{dir}/a:2: error: a includes itself\n", "nothing ran\n"),
				trap("files that include each other").file("a", describe("a"), "include sub/b")
					.file("sub/b", "include c")
					.file("sub/c", describe("b"), "include ../sub/../a")
					.started("-f", "{dir}/a")
					.ends(USAGE)
					.says("{dir}/sub/c:2: error: ../sub/../a includes itself\n"),
				trap("a file that is included twice").file("a", "include b", "include ./b")
					.file("b", "namespace create ${NAME}", "namespace purge ${NAME} --yes")
					.started("--set", "NAME=fresh", "-f", "{dir}/a")
					.ends(PRECONDITION)
					.says("{dir}/b:2: error: "),
				trap("an include that reads on in the file that includes").file("a", "include b", describe("c"))
					.file("b", describe("a"), "include c")
					.file("c", describe("b"))
					.started("-f", "{dir}/a")
					.stays(describe("a"), describe("b"), describe("c")));
	}

	private static List<Trap> checks() {
		return List.of(trap("a mistyped option on line 900").piped(numbered(899, "build fail 37 --yse"))
			.ends(USAGE)
			.says("<stdin>:900: error: build fail has no option --yse\nhint: did you mean --yes?\n",
					"    900 | build fail 37 --yse\n                        ^ column 15\n", "note: nothing ran\n"),
				trap("mistakes on many lines")
					.piped("build list --limit x", describe("a"), "namspace list", "build fail 37", "build show ${ID}",
							"include none", "end", "echo 'open")
					.ends(USAGE, 7)
					.says("<stdin>:1: error: --limit takes a whole number, not \"x\"\n",
							"      1 | build list --limit x\n                             ^ column 20\n",
							"<stdin>:3: error: there is no command \"namspace\"\n",
							"<stdin>:4: error: build fail takes", "<stdin>:5: error: there is no variable ID\n",
							"<stdin>:6: error: there is no file none\n",
							"<stdin>:7: error: there is no block to end here\n", "<stdin>:8: error: the quote ' ",
							"note: nothing ran\n"),
				trap("a thousand mistakes")
					.piped(IntStream.range(0, 1_000).mapToObj((i) -> "bild list").toArray(String[]::new))
					.ends(USAGE, 50)
					.says("<stdin>:50: error: ", "note: and 950 more\n", "note: nothing ran\n"),
				trap("mistakes for programs").started("-o", "json")
					.piped(describe("a"), "build list \\", "  --limit x", "build fail 37")
					.ends(USAGE, 0)
					.says("{\"error\":\"--limit takes a whole number, not \\\"x\\\"\",",
							"\"exit_code\":2,\"file\":\"<stdin>\",\"line\":3,\"column\":11}\n",
							"\"exit_code\":4,\"file\":\"<stdin>\",\"line\":4,\"column\":1}\n",
							"{\"summary\":{\"lines\":3,\"done\":0,\"failed\":0,\"not_run\":3,\"changes\":0,\"rows\":0,"
									+ "\"result\":\"nothing ran\",\"exit_code\":2}}\n"),
				trap("nobody has confirmed").piped(describe("a"), "build fail 37", "namespace delete analyst-7")
					.ends(REFUSED, 2)
					.says("<stdin>:2: error: build fail takes something away, and nobody can be asked in a batch\n",
							"hint: add --yes to the line\n", "<stdin>:3: error: ", "note: nothing ran\n"),
				trap("a session that is read-only").started("--read-only")
					.piped("build show 1", "\\", describe("a"), "build fail 37 --yes")
					.ends(REFUSED)
					.says("<stdin>:3: error: the session is read-only\n", "note: nothing ran\n"),
				trap("a session that is read-only, line by line").started("--read-only", "--per-line")
					.piped("build show 1", describe("a"))
					.ends(REFUSED)
					.says("<stdin>:2: error: the session is read-only\n", "note: nothing ran\n"),
				trap("a session that is read-only and reads").started("--read-only").piped("build show 1").shows("id:"),
				trap("a session that is read-only and plans").started("--read-only")
					.piped("repair plan B4", describe("a") + " --dry-run")
					.shows("ended by an operator"),
				trap("a migration in a transaction").piped(describe("a"), "migrate", "rollback --yes", "schema stamp x")
					.ends(USAGE, 3)
					.says("<stdin>:2: error: migrate cannot be part of a transaction together with other lines\n",
							"hint: run it alone, or the batch with --per-line\n", "<stdin>:3: error: rollback cannot",
							"nothing ran\n"),
				trap("another database in the middle").piped(describe("a"), "connect embedded", describe("b"))
					.ends(USAGE)
					.says("<stdin>:2: error: connect cannot be part of a transaction"),
				trap("waiting in a transaction")
					.piped(describe("a"), "wait build 3 --for status=COMPLETED", "watch build list")
					.ends(USAGE, 2)
					.says("<stdin>:2: error: wait build cannot", "<stdin>:3: error: watch cannot"),
				trap("a plan that is not there").piped(describe("a"), "repair apply {dir}/none --yes")
					.ends(USAGE)
					.says("<stdin>:2: error: there is no file {dir}/none\n", "nothing ran\n"),
				trap("a mistake after exit").started("--per-line")
					.piped(describe("a"), "exit", "bild list")
					.ends(USAGE),
				trap("exit as the last line").piped(describe("a"), "exit", "# that is all").stays(describe("a")),
				trap("exit as the last line of a block").piped("on-error continue", describe("a"), "exit", "end")
					.ends(USAGE)
					.says("<stdin>:3: error: exit would leave lines undone\n"),
				trap("exit in an included file").file("a", "exit")
					.piped(describe("a"), "include {dir}/a", describe("b"))
					.ends(USAGE)
					.says("{dir}/a:1: error: exit would leave lines undone\n"),
				trap("exit line by line").started("--per-line")
					.piped(describe("a"), "exit", describe("b"))
					.stays(describe("a")),
				trap("a shebang").file("a", "#!/usr/bin/env -S conda-store-shell --per-line -f", describe("a"))
					.started("-f", "{dir}/a")
					.stays(describe("a")),
				trap("help is no change").started("--read-only")
					.piped("namespace delete analyst-7 --help", "help build fail")
					.shows("usage: namespace delete", "usage: build fail"),
				trap("a look is no run").started("--check", "--set", "ID=37")
					.piped(describe("a"), "build fail ${ID} --yes")
					.says("note: 2 lines, and nothing is wrong with them\n"),
				trap("a look that finds something").started("--check")
					.piped(describe("a"), "build fail ${ID} --yes")
					.ends(USAGE)
					.says("<stdin>:2: error: there is no variable ID\n"),
				trap("options of batches that exclude each other").started("--dry-run", "--keep-going")
					.piped(describe("a"))
					.ends(USAGE)
					.says("error: --dry-run tries a batch as one transaction\n"),
				trap("standard input twice").started("-f", "-", "-f", "-").piped(describe("a")).stays(describe("a")));
	}

	private static String[] numbered(int count, String last) {
		return Stream.concat(IntStream.rangeClosed(1, count).mapToObj((i) -> describe("n" + i)), Stream.of(last))
			.toArray(String[]::new);
	}

	private static List<Trap> variables() {
		String odd = "a 'b' \"c\"; --yes $HOME \\ # ${ODD} $(id)";
		return List.of(
				trap("a dollar sign of a here-document").piped(describe("\"$HOME $1 $\""), describe("$$"))
					.stays(describe("'$HOME $1 $'"), describe("'$$'")),
				trap("a variable that nobody gave").piped(describe("a"), describe("${HOME}"))
					.ends(USAGE)
					.says("<stdin>:2: error: there is no variable HOME\n",
							"hint: --set HOME=VALUE gives it one; \\$ is a dollar sign\n", "column 44\n"),
				trap("a variable of the environment").started("--env")
					.environment("TEAM_NAME", "a b")
					.piped(describe("${TEAM_NAME}"))
					.stays(describe("'a b'")),
				trap("a mistyped variable").started("--set", "TEAM=a")
					.piped(describe("${TEAN}"))
					.ends(USAGE)
					.says("hint: did you mean ${TEAM}?\n"),
				trap("a variable that is not closed").started("--set", "TEAM=a")
					.piped(describe("a"), describe("${TEAM"), describe("b}"))
					.ends(USAGE)
					.says("<stdin>:2: error: \"{TEAM\" is not the name of a variable\n"),
				trap("a dollar sign that is none of a variable")
					.piped(describe("\\${HOME}"), describe("\"\\${A}\""), describe("'${B}'"))
					.stays(describe("'${HOME}'"), describe("'${A}'"), describe("'${B}'")),
				trap("blanks, quotes and ; --yes in a variable").started("--set", "ODD=" + odd)
					.piped(describe("${ODD}"), describe("\"x ${ODD}\""), describe("--reason=${ODD} y"))
					.stays(describe("\"a 'b' \\\"c\\\"; --yes \\$HOME \\\\ # \\${ODD} \\$(id)\""),
							describe("\"x a 'b' \\\"c\\\"; --yes \\$HOME \\\\ # \\${ODD} \\$(id)\""), describe("y")),
				trap("a variable that would confirm").started("--set", "ID=37 --yes")
					.piped("build fail ${ID}")
					.ends(USAGE)
					.says("<stdin>:1: error: \"37 --yes\" is not the id of a build\n"),
				trap("a variable that looks like an option").started("--set", "TEXT=--dry-run")
					.piped(describe("${TEXT}"))
					.stays(describe("-- --dry-run")),
				trap("an option that a variable names").started("--set", "YES=yes")
					.piped("build fail 37 --${YES}")
					.ends(USAGE)
					.says("<stdin>:1: error: a variable cannot be part of an option's name\n"),
				trap("a command that a variable names").started("--set", "VERB=fail")
					.piped("build ${VERB} 37 --yes")
					.ends(USAGE)
					.says("<stdin>:1: error: a variable cannot name a command\n"),
				trap("an empty variable").started("--set", "TEAM=")
					.piped(describe("a"), "namespace delete ${TEAM} --yes")
					.ends(USAGE)
					.says("<stdin>:2: error: \"\" is not a namespace name\n"),
				trap("a line in a variable").started("--set", "TEXT=a\nnamespace delete analyst-7 --yes")
					.piped(describe("${TEXT}"))
					.stays(describe("'a\nnamespace delete analyst-7 --yes'")),
				trap("SQL in a variable").started("--set", "NAME=' OR true OR name = '")
					.piped("assert \"NOT EXISTS (SELECT FROM namespace WHERE name = ${NAME})\"", describe("a"))
					.stays(describe("a")),
				trap("a variable in quotes in SQL").started("--set", "NAME=default")
					.piped(describe("a"), "assert \"EXISTS (SELECT FROM namespace WHERE name = '${NAME}')\"")
					.ends(USAGE)
					.says("<stdin>:2: error: ${NAME} stands in quotes in the SQL\n"),
				trap("a variable in a comment").piped(describe("a # ${NOBODY}"), "# ${NOBODY}").stays(describe("a")),
				trap("an include that a variable names").file("sub dir/a", describe("a"))
					.started("--set", "PART=sub dir/a")
					.piped("include {dir}/${PART}")
					.stays(describe("a")),
				trap("a variable before it has a value")
					.piped(describe("${ID}"), "let ID = namespace show default --field id")
					.ends(USAGE)
					.says("<stdin>:1: error: there is no variable ID\n"),
				trap("let keeps a field")
					.piped("let ID = build list --stuck --environment ml_platform/etl --field id",
							"build fail ${ID} --yes")
					.stays("build fail 37 --yes"),
				trap("let of nothing")
					.piped(describe("a"),
							"let ID = build list --environment default/latest --older-than 90d" + " --field id",
							"build delete ${ID} --yes")
					.ends(PRECONDITION)
					.says("<stdin>:2: error: the result has no rows, and a variable holds one value\n",
							"nothing was changed\n"),
				trap("let of several")
					.piped(describe("a"), "let ID = build list --stuck --field id", "build fail ${ID} --yes")
					.ends(PRECONDITION)
					.says("<stdin>:2: error: the result has 4 rows, and a variable holds one value\n"),
				trap("let of a field that is not there")
					.piped(describe("a"), "let ID = namespace show default --field idd")
					.ends(PRECONDITION)
					.says("<stdin>:2: error: the result has no field idd\nhint: it has id, name"),
				trap("let of null").piped(describe("a"), "let ON = namespace show default --field deleted_on")
					.ends(PRECONDITION)
					.says("<stdin>:2: error: deleted_on is null\n"),
				trap("let of a value that does not fit")
					.piped(describe("a"), "let ID = namespace show default --field name", "build fail ${ID} --yes")
					.ends(USAGE)
					.says("<stdin>:3: error: \"default\" is not the id of a build\n", "nothing was changed\n"),
				trap("let of what a change made")
					.piped("let ID = namespace create fresh --field rows.0.key.id",
							"assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int AND name = 'fresh')\"")
					.stays("namespace create fresh"),
				trap("let without a command").piped(describe("a"), "let ID =")
					.ends(USAGE)
					.says("<stdin>:2: error: let "));
	}

	private static List<Trap> conditions() {
		return List.of(
				trap("fewer rows than expected")
					.piped(describe("a"), "build list --stuck", "expect rows 5", describe("b"))
					.ends(REFUSED)
					.says("<stdin>:3: error: 5 rows were expected, and there are 4\n", "nothing was changed\n"),
				trap("as many rows as expected")
					.piped("build list --stuck", "expect rows 4", describe("a"), "expect rows 1")
					.stays(describe("a")),
				trap("no row where one was expected")
					.piped(describe("a"), "build list --status failed --environment default/latest", "expect rows 1")
					.ends(REFUSED)
					.says("<stdin>:3: error: 1 row was expected, and there are 0\n"),
				trap("expect on the first line").piped("expect rows 1", describe("a"))
					.ends(USAGE)
					.says("<stdin>:1: error: there is no line before expect\n"),
				trap("a condition that does not hold")
					.piped(describe("a"), "assert \"NOT EXISTS (SELECT FROM build WHERE status = 'BUILDING')\"",
							describe("b"))
					.ends(REFUSED)
					.says("<stdin>:2: error: it does not hold: NOT EXISTS", "nothing was changed\n"),
				trap("a condition on what the batch did")
					.piped("build fail 37 --yes", "assert \"(SELECT status FROM build WHERE id = 37) = 'FAILED'\"")
					.stays("build fail 37 --yes"),
				trap("a condition that is not known").piped(describe("a"), "assert NULL::boolean")
					.ends(REFUSED)
					.says("<stdin>:2: error: it does not hold: NULL::boolean\n"),
				trap("a condition that is no truth value").piped(describe("a"), "assert 'SELECT 1'").ends(USAGE),
				trap("a condition that would write")
					.piped(describe("a"), "assert \"(SELECT count(*) FROM setval(" + "'namespace_id_seq', 1000)) = 1\"")
					.ends(REFUSED)
					.says("<stdin>:2: error: "),
				trap("--expect in the middle")
					.piped(describe("a"), "build prune --keep-last 1 --expect 1 --yes", describe("b"))
					.ends(REFUSED)
					.says("<stdin>:2: error: the number of builds is 21, and 1 was expected\n"),
				trap("--max-rows in the middle").piped(describe("a"), "namespace delete analyst-7 --max-rows 3 --yes")
					.ends(REFUSED)
					.says("<stdin>:2: error: this is about more than 3 rows\n"),
				trap("a line twice that ends something").piped("build fail 37 --yes", "build fail 37 --yes")
					.says("note: 2 lines were done; 1 change of 1 row; committed\n")
					.stays("build fail 37 --yes"),
				trap("a line twice that can be done once")
					.piped(describe("a"), "namespace create fresh", "namespace create fresh")
					.ends(PRECONDITION)
					.says("<stdin>:3: error: ", "nothing was changed\n"),
				trap("a line twice that finds nothing to do").piped(describe("a"), describe("a"))
					.says("note: 2 lines were done; 1 change of 1 row; committed\n")
					.stays(describe("a")),
				trap("what a line finds the line before has made")
					.piped("namespace create fresh", "role grant fresh data-science viewer", "namespace create fresh")
					.ends(PRECONDITION)
					.says("<stdin>:3: error: "),
				trap("a statement that the server refuses")
					.piped(describe("a"), "sql 'SELECT broken FROM build'", describe("b"))
					.ends(USAGE)
					.says("<stdin>:2: error: column \"broken\" does not exist (column 8)\n"),
				trap("a change that a trigger refuses").given("""
						CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
						CREATE TRIGGER refuse BEFORE UPDATE ON environment FOR EACH ROW WHEN (NEW.description = 'b')
						EXECUTE FUNCTION refuse()""")
					.piped(describe("a"), describe("b"), describe("c"))
					.ends(FAILED)
					.says("<stdin>:2: error: ", "not this one", "nothing was changed\n"),
				trap("a change that a trigger refuses, alone").given("""
						CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
						CREATE TRIGGER refuse BEFORE UPDATE ON environment FOR EACH ROW WHEN (NEW.description = 'b')
						EXECUTE FUNCTION refuse()""")
					.piped(describe("a"), "echo a", describe("b"), "echo b")
					.ends(FAILED)
					.says("<stdin>:3: error: a trigger of the database refuses this: not this one\n",
							"note: 2 of 4 lines were tried, 1 failed, 1 did not run; ", "nothing was changed\n"),
				trap("a commit that the server refuses").given("""
						CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN RAISE EXCEPTION 'not any more'; END $$;
						CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON environment DEFERRABLE INITIALLY DEFERRED
						FOR EACH ROW EXECUTE FUNCTION refuse()""")
					.piped(describe("a"), describe("b"))
					.ends(FAILED)
					.says("error: ", "not any more", "note: 2 lines were tried; ", "nothing was changed\n"),
				trap("an undo of what the batch did").piped(describe("a"), "build fail 37 --yes", "undo", describe("b"))
					.stays(describe("a"), "build fail 37 --yes", "undo", describe("b")),
				trap("an undo of more than there is").piped(describe("a"), "undo", "undo")
					.ends(PRECONDITION)
					.says("<stdin>:3: error: ", "nothing was changed\n"));
	}

	/** Ends the connection that writes b. */
	private static String leaving(String when) {
		return """
				CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
				$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
				CREATE TRIGGER leave %s UPDATE ON environment FOR EACH ROW WHEN (NEW.description = 'b')
				EXECUTE FUNCTION leave()""".formatted(when);
	}

	private static List<Trap> modes() {
		String killed = "sql 'SELECT pg_terminate_backend(pg_backend_pid())'";
		return List.of(
				trap("line by line what was done stays").started("--per-line")
					.piped(describe("a"), "build show 9999", describe("b"))
					.ends(PRECONDITION)
					.shows("change_id: 1")
					.says("<stdin>:2: error: there is no build 9999\n",
							"note: 1 of 3 lines was done, 1 failed, 1 did not run; 1 change of 1 row\n")
					.stays(describe("a")),
				trap("whoever keeps going ends with the worst").started("--keep-going")
					.piped("build fail 37", describe("a"))
					.ends(REFUSED)
					.says("nothing ran\n"),
				trap("whoever keeps going does the rest").started("--keep-going")
					.piped("build list --stuck", "expect rows 5", describe("a"), "build show 9999", describe("b"))
					.ends(REFUSED, 2)
					.says("<stdin>:2: error: ", "<stdin>:4: error: ",
							"note: 3 of 5 lines were done, 2 failed; 2 changes of 2 rows\n")
					.stays(describe("a"), describe("b")),
				trap("a block that goes on")
					.piped(describe("a"), "on-error continue", "build fail 3 --yes", describe("b"), "sql 'SELECT 1/0'",
							describe("c"), "end", describe("d"))
					.ends(PRECONDITION, 2)
					.shows("change_id: 4")
					.says("<stdin>:3: error: ", "<stdin>:5: error: ",
							"note: 4 of 6 lines were done, 2 failed; 4 changes of 4 rows; committed\n")
					.stays(describe("a"), describe("b"), describe("c"), describe("d")),
				trap("a failure after a block that goes on")
					.piped("on-error continue", describe("a"), "build fail 3 --yes", "end", "build show 9999")
					.ends(PRECONDITION, 2)
					.says("<stdin>:3: error: ", "<stdin>:5: error: ", "nothing was changed\n"),
				trap("a block that stops in one that goes on")
					.piped("on-error continue", describe("a"), "on-error stop", "build show 9999", "end", "end")
					.ends(PRECONDITION)
					.says("<stdin>:4: error: ", "nothing was changed\n"),
				trap("on-error with something else").piped(describe("a"), "on-error ignore", "end")
					.ends(USAGE, 2)
					.says("<stdin>:2: error: on-error takes stop or continue\n"),
				trap("a database that goes away on line 500").piped(numbered(499, killed))
					.ends(UNAVAILABLE)
					.says("<stdin>:500: error: ", "note: 499 of 500 lines were tried, 1 failed; ",
							"nothing was changed\n"),
				trap("a database that goes away during a change").given(leaving("BEFORE"))
					.piped(describe("a"), describe("b"), describe("c"))
					.ends(UNAVAILABLE)
					.says("<stdin>:2: error: ", "1 did not run; ", "nothing was changed\n"),
				trap("a database that goes away during a change, alone").given(leaving("BEFORE"))
					.piped(describe("a"), "echo a", describe("b"), "echo b")
					.ends(UNAVAILABLE)
					.says("<stdin>:3: error: ", "nothing was changed\n"),
				trap("a database that goes away during a change, line by line").given(leaving("BEFORE"))
					.started("--per-line")
					.piped(describe("a"), describe("b"), describe("c"))
					.ends(UNAVAILABLE)
					.says("<stdin>:2: error: ", "1 did not run; ")
					.stays(describe("a")),
				trap("a database that goes away line by line").started("--per-line")
					.piped(describe("a"), killed, describe("b"))
					.ends(UNAVAILABLE)
					.says("<stdin>:2: error: ", "note: 1 of 3 lines was done, 1 failed, 1 did not run; ")
					.stays(describe("a")),
				trap("a database that goes away while going on").started("--keep-going")
					.piped(describe("a"), killed, describe("b"))
					.ends(UNAVAILABLE)
					.says("<stdin>:2: error: ", "1 did not run; ")
					.stays(describe("a")),
				trap("a database that goes away in a block that goes on")
					.piped(describe("a"), "on-error continue", killed, "end", describe("b"))
					.ends(UNAVAILABLE)
					.says("<stdin>:3: error: ", "nothing was changed\n"),
				trap("a database that goes away while it commits").given("""
						CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
						$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
						CREATE CONSTRAINT TRIGGER leave AFTER UPDATE ON environment DEFERRABLE INITIALLY DEFERRED
						FOR EACH ROW EXECUTE FUNCTION leave()""")
					.piped(describe("a"))
					.ends(UNAVAILABLE)
					.says("error: "),
				trap("results as objects").started("-o", "ndjson")
					.piped("build list --stuck", describe("a"), "echo b")
					.shows("{\"file\":\"<stdin>\",\"line\":1,\"command\":\"build list --stuck\",\"rows\":[{",
							"\"change_id\":null,\"status\":\"ok\"}\n{\"file\":\"<stdin>\",\"line\":2,",
							"\"change_id\":1,", "\"status\":\"ok\"}\n{\"file\":\"<stdin>\",\"line\":3,")
					.says("{\"summary\":{\"lines\":3,\"done\":3,\"failed\":0,\"not_run\":0,\"changes\":1,\"rows\":1,"
							+ "\"result\":\"committed\",\"exit_code\":0}}\n")
					.stays(describe("a")),
				trap("a log that cannot be written").started("--log", "{dir}/none/log")
					.piped(describe("a"))
					.ends(USAGE)
					.says("error: the log {dir}/none/log cannot be written\n"),
				trap("a log on a full disk").started("--log", "/dev/full")
					.piped(describe("a"))
					.ends(FAILED)
					.says("error: the log cannot be written: No space left on device\n"),
				trap("two states of one name").started("--resume", "a")
					.piped(describe("a"))
					.ends(USAGE)
					.says("--per-line"));
	}

	/** Changes that one statement can do for many lines. */
	private static List<Trap> many() {
		String builds = """
				INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on)
				SELECT 1000 + i, 37, 16, 'BUILDING', 0, '2024-09-01', '2024-09-01' FROM generate_series(0, 299) AS i;
				""";
		String refuse = """
				CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
				$$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
				CREATE TRIGGER refuse BEFORE UPDATE ON build FOR EACH ROW WHEN (NEW.id = 1150)
				EXECUTE FUNCTION refuse()""";
		String[] lines = IntStream.range(1_000, 1_300)
			.mapToObj("build fail %d --yes"::formatted)
			.toArray(String[]::new);
		String[] gone = lines.clone();
		gone[170] = "build fail 9999 --yes";
		String[] others = Arrays.stream(lines).filter((line) -> !line.contains("1150")).toArray(String[]::new);
		String[] block = Stream.of(Stream.of("on-error continue"), Arrays.stream(lines), Stream.of("end"))
			.flatMap((part) -> part)
			.toArray(String[]::new);
		return List.of(
				trap("many changes of a kind").given(builds)
					.piped(lines)
					.says("note: 300 lines were done; 300 changes of 300 rows; committed\n")
					.stays(lines),
				trap("one of many that the server refuses").given(builds + refuse)
					.piped(lines)
					.ends(FAILED)
					.says("<stdin>:151: error: a trigger of the database refuses this: ", "not this one",
							", 1 failed, ", "nothing was changed\n"),
				trap("one of many that is not there").given(builds)
					.piped(gone)
					.ends(PRECONDITION)
					.says("<stdin>:171: error: there is no build 9999\n", "nothing was changed\n"),
				trap("one of many that the server refuses, in a block that goes on").given(builds + refuse)
					.piped(block)
					.ends(FAILED)
					.shows("change_id: 299\n")
					.says("<stdin>:152: error: a trigger of the database refuses this: ",
							"note: 299 of 300 lines were done, 1 failed; 299 changes of 299 rows; " + "committed\n")
					.stays(others),
				trap("one of many twice").given(builds)
					.piped(Stream.concat(Arrays.stream(lines), Arrays.stream(lines)).toArray(String[]::new))
					.says("note: 600 lines were done; 300 changes of 300 rows; committed\n")
					.stays(lines),
				trap("one of many that the server refuses, line by line").given(builds + refuse)
					.started("--keep-going")
					.piped(lines)
					.ends(FAILED)
					.says("<stdin>:151: error: ", "note: 299 of 300 lines were done, 1 failed; ")
					.stays(others));
	}

	private static List<Trap> dryRuns() {
		return List.of(
				trap("a dry run").started("--dry-run")
					.piped(describe("a"), "build fail 37", "namespace delete analyst-7")
					.shows("change:    run -\n", "<stdin>:1 ", "<stdin>:2 ", "<stdin>:3 ")
					.says("note: 2 lines need --yes to run\n", "note: 3 lines were tried; ", "nothing was changed\n"),
				trap("a dry run that finds something to do").started("--dry-run", "--exit-code")
					.piped(describe("a"))
					.ends(FINDING)
					.shows("<stdin>:1 ")
					.says("nothing was changed\n"),
				trap("a dry run that finds nothing to do").started("--dry-run", "--exit-code")
					.piped(describe("'l\u00ednea base'"), "build list --stuck")
					.says("note: 2 lines were tried; nothing was changed\n"),
				trap("a dry run that fails").started("--dry-run")
					.piped(describe("a"), "build fail 3")
					.ends(PRECONDITION)
					.says("<stdin>:2: error: ", "nothing was changed\n"),
				trap("a dry run whose lines see what those before did").started("--dry-run", "-o", "json")
					.piped("let ID = namespace create fresh --field rows.0.key.id",
							"role grant fresh data-science viewer", "namespace create other",
							"assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int AND name = 'fresh')\"")
					.shows("\"key\": {\n        \"id\": -1\n", "\"key\": {\n        \"id\": -2\n"),
				trap("an undo in a dry run").started("--dry-run")
					.piped(describe("a"), "undo", "build fail 37", "undo",
							"assert \"(SELECT status FROM build" + " WHERE id = 37) = 'BUILDING'\"")
					.shows("<stdin>:1 ", "<stdin>:2 ", "<stdin>:3 ", "<stdin>:4 ")
					.says("nothing was changed\n"),
				trap("a dry run inside of a batch").piped(describe("a"), describe("b --dry-run"), describe("c"))
					.shows("change_id: 1", "BEFORE  AFTER\n", "a       b\n", "change_id: 2")
					.stays(describe("a"), describe("c")),
				trap("a dry run of what was pruned").started("--dry-run")
					.piped(describe("a"), "journal prune --older-than 1d", "journal verify")
					.says("nothing was changed\n"),
				trap("a session that is read-only and tries").started("--dry-run", "--read-only")
					.piped(describe("a"))
					.ends(REFUSED)
					.says("error: the session is read-only\n"),
				trap("a dry run of nothing").started("--dry-run", "--exit-code").piped("# nothing"));
	}

	/** Somebody who reads no results, or a disk that has no room for them. */
	private static OutputStream failing(String message) {
		return new OutputStream() {
			@Override
			public void write(int b) throws IOException {
				throw new IOException(message);
			}
		};
	}

	@OnEachServer
	void whoeverReadsNoResultsIsToldWhatWasDone(TestServer server) throws IOException {
		for (String reason : List.of("Broken pipe", "No space left on device")) {
			boolean closed = reason.equals("Broken pipe");
			Trap all = trap(reason).piped(describe("a"), describe("b")).stays(describe("a"), describe("b"));
			Ended atomic = unread(server, all, reason);
			assertThat(atomic.err())
				.startsWith(closed ? "error: standard output was closed before all results were written\n" : "error: ")
				.contains("\nhint: the batch was committed; journal list shows its changes\n");
			Trap first = trap(reason + " line by line").started("--per-line")
				.piped(describe("a"), describe("b"))
				.stays(describe("a"));
			Ended lines = unread(server, first, reason);
			assertThat(lines.err()).startsWith("<stdin>:1: error: ").contains("\nhint: ");
			Trap reading = trap(reason + " reading").piped("build list", "build show 1");
			assertThat(unread(server, reading, reason).err()).startsWith("error: ").contains("\nhint: ");
		}
	}

	private Ended unread(TestServer server, Trap trap, String reason) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			ByteArrayOutputStream err = new ByteArrayOutputStream();
			ExitCode code = run(database, trap.arguments, Map.of(), trap.input, failing(reason), err);
			Ended ended = new Ended(code, "", err.toString(StandardCharsets.UTF_8));
			assertThat(ended.code()).as(ended.err()).isEqualTo(FAILED);
			assertThat(ended.err()).contains(reason.equals("Broken pipe") ? "closed" : reason).doesNotContain("defect");
			assertThat(contents(database)).isEqualTo(expected(server, trap));
			return ended;
		}
	}

	@OnEachServer
	void aLockThatSomebodyElseHoldsIsAConflict(TestServer server) throws Exception {
		Trap atomic = trap("lock").piped(describe("a"), "environment set-description default/nightly b", describe("c"))
			.ends(CONFLICT)
			.says("<stdin>:2: error: somebody else holds a lock that this needs: a row of environment\n", " 1 failed, ",
					"nothing was changed\n");
		Trap alone = trap("lock of a line alone")
			.piped(describe("a"), "echo a", "environment set-description default/nightly b", "echo b")
			.ends(CONFLICT)
			.says("<stdin>:3: error: somebody else holds a lock that this needs: ", "nothing was changed\n");
		Trap lines = trap("lock line by line").started("--keep-going")
			.piped(describe("a"), "environment set-description default/nightly b", describe("c"))
			.ends(CONFLICT)
			.says("<stdin>:2: error: somebody else holds a lock that this needs: ",
					"note: 2 of 3 lines were done, 1 failed; ")
			.stays(describe("a"), describe("c"));
		for (Trap trap : List.of(atomic, alone, lines)) {
			try (TestDatabase database = TestDatabase.live(server);
					Connection other = database.dataSource().getConnection();
					Statement statement = other.createStatement()) {
				other.setAutoCommit(false);
				statement.execute("SELECT FROM environment WHERE id = 2 FOR UPDATE");
				assertEnded(trap, run(database, trap));
				other.rollback();
				assertThat(contents(database)).isEqualTo(expected(server, trap));
			}
		}
	}

	@OnEachServer
	@Timeout(60)
	void twoBatchesOnTheSameRowsAreAConflict(TestServer server) throws Exception {
		Trap slow = trap("slow").piped(describe("a"), "sql 'SELECT pg_sleep(1)'", describe("b"));
		Trap late = trap("late").piped("echo begin", describe("c"))
			.ends(CONFLICT)
			.says("<stdin>:2: error: ", "nothing was changed\n");
		Trap all = trap("all").stays("namespace create first", describe("a"), describe("b"));
		try (TestDatabase database = TestDatabase.live(server)) {
			// The journal is there: nobody waits for whoever makes it.
			assertThat(run(database, trap("first").piped("namespace create first")).code()).isEqualTo(OK);
			CompletableFuture<Ended> first = started(database, slow);
			waitUntilSleeping(database);
			assertEnded(late, run(database, late));
			assertEnded(slow, first.get(30, TimeUnit.SECONDS));
			assertThat(contents(database)).isEqualTo(expected(server, all));
		}
	}

	/**
	 * Both would make the journal: the second one waits, and sees what the first has
	 * done.
	 */
	@OnEachServer
	@Timeout(60)
	void twoFirstBatchesAreOneAfterTheOther(TestServer server) throws Exception {
		Trap slow = trap("slow").piped(describe("a"), "sql 'SELECT pg_sleep(1)'", describe("b"));
		Trap late = trap("late").piped("namespace create fresh", describe("c"));
		Trap all = trap("all").stays(describe("a"), describe("b"), "namespace create fresh", describe("c"));
		try (TestDatabase database = TestDatabase.live(server)) {
			CompletableFuture<Ended> first = started(database, slow);
			waitUntilSleeping(database);
			assertEnded(late, run(database, late));
			assertEnded(slow, first.get(30, TimeUnit.SECONDS));
			assertThat(contents(database)).isEqualTo(expected(server, all));
		}
	}

	private CompletableFuture<Ended> started(TestDatabase database, Trap trap) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return run(database, trap);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, (work) -> new Thread(work, "shell").start());
	}

	private static void waitUntilSleeping(TestDatabase database) throws InterruptedException {
		while ((Long) database.sql()
			.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
					+ " AND query ILIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND state = 'active'") == 0) {
			Thread.sleep(10);
		}
	}

	/** A disk that is full after a while: whoever reads the log ends. */
	@OnEachServer
	@Timeout(60)
	void aLogThatEndsInTheMiddleTakesTheBatchWithIt(TestServer server) throws Exception {
		Path log = this.directory.resolve("log");
		assertThat(new ProcessBuilder("mkfifo", log.toString()).start().waitFor()).isZero();
		Trap trap = trap("log").started("--log", "{dir}/log")
			.piped(numbered(999, describe("last")))
			.ends(FAILED)
			.says("error: the log cannot be written: Broken pipe\n", "nothing was changed\n");
		try (TestDatabase database = TestDatabase.live(server)) {
			List<String> before = contents(database);
			CompletableFuture<Ended> ended = started(database, trap);
			try (BufferedReader reader = Files.newBufferedReader(log)) {
				assertThat(reader.readLine()).contains("\"event\":\"begin\"");
			}
			Ended seen = ended.get(30, TimeUnit.SECONDS);
			assertThat(seen.code()).as(seen.err()).isEqualTo(FAILED);
			assertThat(seen.err()).containsSubsequence(trap.said);
			assertThat(seen.out()).isEmpty();
			assertThat(contents(database)).isEqualTo(before);
		}
	}

	@OnEachServer
	void theLogSaysWhatBecameOfEachLine(TestServer server) throws IOException {
		Path log = this.directory.resolve("log");
		try (TestDatabase database = TestDatabase.live(server)) {
			run(database, trap("done").started("--log", "{dir}/log").piped(describe("a"), "build list --stuck"));
			run(database, trap("failed").started("--log", "{dir}/log", "--set", "ID=9999")
				.piped(describe("b"), "build show ${ID}", describe("c")));
			run(database, trap("refused").started("--log", "{dir}/log").piped(describe("b"), "bild list"));
			assertThat(contents(database)).isEqualTo(expected(server, trap("log").stays(describe("a"))));
		}
		String user = "\"user\":\"%s\"".formatted(System.getProperty("user.name"));
		String line = "{\"time\":\"2024-09-21T12:00:00Z\",\"event\":\"line\",\"file\":\"<stdin>\",\"line\":%d,"
				+ "\"command\":\"%s\",\"status\":\"%s\",%s}";
		String begin = "{\"time\":\"2024-09-21T12:00:00Z\",\"event\":\"begin\",\"batch\":\"-\",\"mode\":\"atomic\","
				+ "\"lines\":%d," + user + "}";
		String end = "{\"time\":\"2024-09-21T12:00:00Z\",\"event\":\"end\",\"result\":\"%s\",%s}";
		String error = "\"error\":\"there is no build 9999\","
				+ "\"hint\":\"build list shows the ids; with --deleted the deleted ones too\",\"exit_code\":3";
		assertThat(Files.readAllLines(log)).containsExactly(begin.formatted(2),
				line.formatted(1, describe("a"), "ok", "\"rows\":1,\"written\":1,\"change_id\":1"),
				line.formatted(2, "build list --stuck", "ok", "\"rows\":4,\"written\":0"),
				end.formatted("committed", "\"exit_code\":0"), begin.formatted(3),
				line.formatted(1, describe("b"), "ok", "\"rows\":1,\"written\":1,\"change_id\":2"),
				line.formatted(2, "build show 9999", "failed", error),
				end.formatted("rolled back",
						"\"exit_code\":3," + error.replace(",\"exit_code\":3", "") + ",\"exit_code\":3"),
				begin.formatted(2), end.formatted("refused", "\"exit_code\":2"));
	}

	/** A sequence that moved would stay moved after a rollback. */
	@OnEachServer
	void aDryRunMovesNoSequenceAndMakesNoJournal(TestServer server) throws IOException {
		String sequences = "SELECT string_agg(sequencename || ' ' || coalesce(last_value, 0), ',' ORDER BY sequencename)"
				+ " FROM pg_sequences";
		try (TestDatabase database = TestDatabase.live(server)) {
			String before = String.valueOf(database.sql().fetchValue(sequences));
			Trap trap = trap("dry run").started("--dry-run")
				.piped("namespace create fresh", "role grant fresh data-science viewer",
						"setting set conda_channel_alias x --namespace fresh", "undo", "build fail 37", "undo --to 1");
			Ended ended = run(database, trap);
			assertThat(ended.code()).as(ended.err()).isEqualTo(OK);
			assertThat(database.sql().fetchValue(sequences)).isEqualTo(before);
			assertThat(database.sql().fetchValue("SELECT to_regnamespace('conda_store_shell')")).isNull();
		}
	}

	@OnEachServer
	void whatHasStoppedGoesOnWhereItStopped(TestServer server) throws IOException {
		String[] lines = { "let ID = namespace create fresh --field rows.0.key.id", describe("a"), "build show 1",
				"build show 9999", "assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int)\"", describe("b"),
				"build list --stuck", "expect rows 4" };
		Trap stops = trap("stops").started("--per-line", "--resume", "state", "-f", "{dir}/batch")
			.file("batch", lines)
			.ends(PRECONDITION)
			.says("{dir}/batch:4: error: there is no build 9999\n",
					"note: 3 of 8 lines were done, 1 failed, 4 did not run; 2 changes of 2 rows\n")
			.stays("namespace create fresh", describe("a"));
		lines[3] = "build show 2";
		Trap goesOn = trap("goes on").started("--per-line", "--resume", "state", "-f", "{dir}/batch")
			.file("batch", lines)
			.says("note: state goes on at {dir}/batch:3\n", "note: 6 lines were done; 1 change of 1 row\n")
			.stays("namespace create fresh", describe("a"), describe("b"));
		Trap done = trap("done").started("--per-line", "--resume", "state", "-f", "{dir}/batch")
			.file("batch", lines)
			.says("note: the batch state was done already: nothing is left to do\n")
			.stays("namespace create fresh", describe("a"), describe("b"));
		lines = lines.clone();
		lines[1] = describe("c");
		Trap edited = trap("edited").started("--per-line", "--resume", "state", "-f", "{dir}/batch")
			.file("batch", lines)
			.ends(PRECONDITION)
			.says("error: the lines that were done under the name state are not those of this batch\n",
					"hint: use another name to begin from its first line\n")
			.stays("namespace create fresh", describe("a"), describe("b"));
		Trap shorter = trap("shorter").started("--per-line", "--resume", "state")
			.piped(lines[0])
			.ends(PRECONDITION)
			.says("error: the lines that were done under the name state are not those of this batch\n")
			.stays("namespace create fresh", describe("a"), describe("b"));
		Trap another = trap("another name").started("--per-line", "--resume", "another")
			.piped(describe("d"))
			.stays("namespace create fresh", describe("a"), describe("b"), describe("d"));
		try (TestDatabase database = TestDatabase.live(server)) {
			for (Trap trap : List.of(stops, goesOn, done, edited, shorter, done, another)) {
				assertEnded(trap, run(database, trap));
				assertThat(contents(database)).as(trap.name).isEqualTo(expected(server, trap));
			}
		}
	}

	/** The value belongs to the line: both are committed, or neither. */
	@OnEachServer
	void whatALineHasKeptIsKnownWhenTheBatchGoesOn(TestServer server) throws IOException {
		String[] lines = { "let ID = namespace create fresh --field rows.0.key.id", "build show 9999",
				"assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int)\"" };
		Trap stops = trap("stops").started("--per-line", "--resume", "state").piped(lines).ends(PRECONDITION);
		lines[1] = "build show 1";
		Trap goesOn = trap("goes on").started("--per-line", "--resume", "state").piped(lines);
		try (TestDatabase database = TestDatabase.live(server)) {
			assertEnded(stops, run(database, stops));
			assertEnded(goesOn, run(database, goesOn));
			assertThat(contents(database)).isEqualTo(expected(server, trap("both").stays("namespace create fresh")));
		}
	}

	@OnEachServer
	@Timeout(60)
	void twoThatGoOnUnderOneNameAreAConflict(TestServer server) throws Exception {
		Trap batch = trap("batch").started("--per-line", "--resume", "state")
			.piped(describe("a"), "sql 'SELECT pg_sleep(1)'", describe("b"))
			.stays(describe("a"), describe("b"));
		try (TestDatabase database = TestDatabase.live(server)) {
			CompletableFuture<Ended> first = started(database, batch);
			waitUntilSleeping(database);
			Ended second = run(database, batch);
			Ended ended = first.get(30, TimeUnit.SECONDS);
			assertThat(List.of(ended.code(), second.code())).as("%s%n%s", ended.err(), second.err())
				.containsExactlyInAnyOrder(OK, CONFLICT);
			assertThat(contents(database)).isEqualTo(expected(server, batch));
		}
	}

	/** More than is kept in memory while the batch runs. */
	@OnEachServer
	void manyResultsComeAfterTheCommitAndInFull(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			Trap trap = trap("much").started("-o", "json")
				.piped(Stream
					.concat(Stream.of(describe("a")), IntStream.range(0, 40).mapToObj((i) -> "build list --all"))
					.toArray(String[]::new));
			Ended ended = run(database, trap);
			assertThat(ended.code()).isEqualTo(OK);
			assertThat(ended.out().length()).isGreaterThan(1 << 19);
			assertThat(ended.out().lines().filter("    \"id\": 1,"::equals)).hasSize(40);
			Trap fails = trap("much that fails").started("-o", "json")
				.piped(Stream
					.concat(IntStream.range(0, 100).mapToObj((i) -> "build list --all"),
							Stream.of(describe("b"), "build show 9999"))
					.toArray(String[]::new));
			assertThat(run(database, fails).out()).isEmpty();
			assertThat(contents(database)).isEqualTo(expected(server, trap("a").stays(describe("a"))));
		}
	}

	private void assertEnded(Trap trap, Ended ended) {
		String seen = "%s%n%s%nended with %s%n".formatted(
				ended.out().substring(0, Math.min(2_000, ended.out().length())),
				ended.err().substring(0, Math.min(5_000, ended.err().length())), ended.code());
		assertThat(ended.code()).as(seen).isEqualTo(trap.code);
		if (!trap.said.isEmpty()) {
			assertThat(ended.err()).containsSubsequence(trap.said.stream().map(this::resolved).toList());
		}
		if (!trap.shown.isEmpty()) {
			assertThat(ended.out()).containsSubsequence(trap.shown.stream().map(this::resolved).toList());
		}
		if (!trap.shows) {
			assertThat(ended.out()).isEmpty();
		}
		assertThat(ended.err().lines().filter((line) -> line.contains("error: "))).as(seen).hasSize(trap.errors());
		assertThat(ended.err().lines().filter((line) -> line.startsWith("hint: "))).as(seen).hasSize(trap.errors());
		assertThat(ended.err()).as(seen).doesNotContain("Exception", "defect", "\tat ");
		assertThat(ended.err()).as(seen).hasSizeLessThan(20_000);
	}

	private String resolved(String text) {
		return text.replace("{dir}", this.directory.toString());
	}

	private Ended run(TestDatabase database, Trap trap) throws IOException {
		for (Map.Entry<String, byte[]> file : trap.files.entrySet()) {
			Path path = this.directory.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.write(path, file.getValue());
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		byte[] input = (trap.input.length < 10_000)
				? resolved(new String(trap.input, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1)
				: trap.input;
		ExitCode code = run(database, trap.arguments.stream().map(this::resolved).toList(), trap.environment, input,
				out, err);
		return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private ExitCode run(TestDatabase database, List<String> options, Map<String, String> environment, byte[] input,
			OutputStream out, OutputStream err) {
		List<String> arguments = new ArrayList<>(List.of("--db", database.url()));
		arguments.addAll(options);
		Map<String, String> variables = new HashMap<>(environment);
		variables.put("HOME", this.directory.resolve("home").toString());
		return CondaStoreShell.run(arguments,
				new Streams(new ByteArrayInputStream(input), out, err, TerminalFacts.NONE), variables,
				TypedShell.CLOCK);
	}

	/** What a database holds in which a trap's lines were typed one by one. */
	private static List<String> expected(TestServer server, Trap trap) {
		return EXPECTED.computeIfAbsent("%s %s %s".formatted(server, trap.given, trap.stays), (key) -> {
			try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
				if (!trap.given.isEmpty()) {
					database.load(trap.given);
				}
				for (String line : trap.stays) {
					TypedShell.Ended typed = shell.type(line);
					assertThat(typed.code()).as("%s: %s", line, typed.err()).isEqualTo(OK);
				}
				return contents(database);
			}
		});
	}

	/** All rows, and what the journal tells of them. */
	private static List<String> contents(TestDatabase database) {
		List<String> contents = new ArrayList<>(database.rowHashes());
		if (database.sql().fetchValue("SELECT to_regclass('conda_store_shell.journal')") != null) {
			contents.addAll(database.sql()
				.fetch("SELECT change FROM conda_store_shell.journal ORDER BY id")
				.map((row) -> String.valueOf(row.get(0))));
		}
		return contents;
	}

}
