package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.condastore.shell.failure.ExitCode.PRECONDITION;
import static org.condastore.shell.failure.ExitCode.REFUSED;
import static org.condastore.shell.failure.ExitCode.UNAVAILABLE;
import static org.condastore.shell.failure.ExitCode.USAGE;

/**
 * What the whole program does with bad input, from its arguments to its exit code: one
 * sentence, one hint, no stack trace, and a database in which nothing has changed.
 */
@Timeout(120)
class BadInputTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static final String MEGABYTE = "x".repeat(1 << 20);

	private static final Given LIVE = new Given("live", TestDatabase::live);

	private static final Given EMPTY = new Given("empty", TestDatabase::empty);

	private static final Given FOREIGN = new Given("somebody else's", (server) -> {
		TestDatabase database = TestDatabase.empty(server);
		database.load("CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)");
		return database;
	});

	/** Kept for all rows of the table, because none may change them. */
	private static final Map<String, TestDatabase> MADE = new HashMap<>();

	@TempDir
	private Path home = Path.of("");

	@AfterAll
	static void dropDatabases() {
		MADE.values().forEach(TestDatabase::close);
		MADE.clear();
	}

	@AfterEach
	void letTheLogGo() {
		LogManager.getLogManager().reset();
	}

	/** A database to start from. */
	private record Given(String name, Function<TestServer, TestDatabase> made) {

		static Given version(int version) {
			return new Given("version " + version, (server) -> TestDatabase.atVersion(server, version));
		}

	}

	/**
	 * Bad input and how the program has to end. In the arguments {@code {db}} stands for
	 * the database's address, {@code {port}} and {@code {name}} for parts of it, and
	 * {@code {free}} for a port at which nothing listens.
	 *
	 * @param input what standard input holds, each character one byte
	 * @param error a part of the sentence
	 * @param hint a part of the hint
	 */
	private record Bad(Given given, List<String> arguments, String input, ExitCode code, String error, String hint) {

		@Override
		public String toString() {
			String typed = String.join(" ", this.arguments) + this.input.strip();
			return "%s: %s".formatted(this.given.name(), (typed.length() > 80) ? typed.substring(0, 80) : typed);
		}

	}

	/**
	 * How the program ended.
	 */
	private record Ended(ExitCode code, String out, String err) {
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource
	void endsWithASentenceAndAHint(TestServer server, Bad bad) throws IOException {
		TestDatabase database = MADE.computeIfAbsent(server + " " + bad.given().name(),
				(name) -> bad.given().made().apply(server));
		String before = contents(database);
		Ended ended = run(database, bad.arguments(), bad.input());
		boolean batch = !bad.input().isEmpty();
		boolean shown = ended.err().contains("^ column ");
		// A batch shows where in the line it is, and what has become of all lines.
		assertFailed(ended, bad.code(), bad.error(), bad.hint(), batch ? (shown ? 5 : 3) : 2);
		assertThat(ended.err().contains("\nnote: ")).isEqualTo(batch);
		assertThat(ended.err()).as("the place in a batch").matches((batch ? "\\S+:1: " : "") + "error: (?s:.*)");
		assertThat(contents(database)).isEqualTo(before);
	}

	static Stream<Arguments> endsWithASentenceAndAHint() {
		List<Bad> all = new ArrayList<>();
		all.addAll(typed());
		all.addAll(changes());
		all.addAll(upgrades());
		all.addAll(examinationsAndTransfers());
		all.addAll(reasonsAndValues());
		all.addAll(addresses());
		all.addAll(databases());
		all.addAll(piped());
		all.addAll(longOnes());
		return Arrays.stream(TestServer.values())
			.flatMap((server) -> all.stream().map((bad) -> Arguments.of(server, bad)));
	}

	private static List<Bad> typed() {
		return List.of(bad(USAGE, "no global option --dbb", "did you mean --db?", "--dbb", "{db}", "namespace", "list"),
				bad(USAGE, "--db needs a value", "--db=VALUE", "--db"),
				bad(USAGE, "--db is given twice", "give it once", "--db", "{db}", "--db", "{db}", "namespace", "list"),
				bad(USAGE, "namespace list has no option --delted", "did you mean --deleted?", "namespace", "list",
						"--delted"),
				bad(USAGE, "--deleted is given twice", "give it once", "namespace", "list", "--deleted", "--deleted"),
				bad(USAGE, "namespace show needs NAME", "usage: namespace show NAME", "namespace", "show"),
				bad(USAGE, "namespace show has one argument too many: \"default\"", "usage:", "namespace", "show",
						"global", "default"),
				bad(USAGE, "there is no command \"namspace\"", "did you mean namespace?", "namspace", "list"),
				bad(USAGE, "namespace needs a verb", "use one of", "namespace"),
				bad(USAGE, "there is no command \"\"", "help", ""),
				bad(PRECONDITION, "there is no environment data-science/nowhere", "environment list", "environment",
						"show", "data-science/nowhere"),
				bad(USAGE, "\"nowhere\" is not an environment: its namespace is missing", "namespace/name",
						"environment", "show", "nowhere"),
				bad(PRECONDITION, "there is no namespace nowhere", "namespace list", "namespace", "show", "nowhere"),
				bad(USAGE, "\"; DROP TABLE build; --\" is not a namespace name", "use 1 to 255 of", "namespace", "show",
						"; DROP TABLE build; --"),
				bad(USAGE, "\"a\\nb\\e[31m\" is not a namespace name", "use 1 to 255 of", "namespace", "show",
						"a\nb\u001b[31m"),
				bad(USAGE, "\"twelve\" is not the id of a build", "build list", "build", "show", "twelve"),
				bad(USAGE, "\"-1\" is not the id of a build", "build list", "build", "show", "-1"),
				bad(USAGE, "99999999999 is too large", "2147483647", "build", "show", "99999999999"),
				bad(PRECONDITION, "there is no build 99999", "build list", "build", "show", "99999"),
				bad(USAGE, "--status cannot be \"lost\"", "queued", "build", "list", "--status", "lost"),
				bad(USAGE, "--since takes a duration, not \"forever\"", "7d", "build", "list", "--since", "forever"),
				bad(USAGE, "--limit cannot be 0", "--all", "build", "list", "--limit", "0"),
				bad(USAGE, "-o cannot be \"xml\"", "csv", "build", "list", "-o", "xml"),
				bad(USAGE, "column \"broken\" does not exist", "PostgreSQL manual", "sql", "SELECT broken FROM build"),
				bad(REFUSED, "DELETE", "psql", "sql", "DELETE FROM build"),
				bad(REFUSED, "read-only transaction", "psql", "sql",
						"WITH d AS (DELETE FROM build_artifact RETURNING id) SELECT * FROM d"),
				bad(USAGE, "there is no file", "check the path", "--db", "{db}", "-f", "no/such/file"));
	}

	private static List<Bad> upgrades() {
		return List.of(bad(USAGE, "--before-upgrade needs a value", "--before-upgrade", "doctor", "--before-upgrade"),
				bad(USAGE, "there is no release \"\" that is known", "known are 0.4.5, ", "doctor", "--before-upgrade",
						""),
				bad(USAGE, "there is no release \"latest\"", "2025.2.1, 2025.2.2", "doctor", "--before-upgrade",
						"latest"),
				bad(USAGE, "there is no release \"v2025.2.2\"", "did you mean 2025.2.2?", "doctor", "--before-upgrade",
						"v2025.2.2"),
				bad(USAGE, "there is no release \"0.4.8\"", "did you mean 0.4.", "doctor", "--before-upgrade", "0.4.8"),
				bad(USAGE, "there is no release \"2025.2.2\\n\"", "did you mean 2025.2.2?", "doctor",
						"--before-upgrade", "2025.2.2\n"),
				bad(USAGE, "there is no release \"\\e[31m\"", "known are 0.4.5", "doctor", "--before-upgrade",
						"\u001b[31m"),
				bad(USAGE, "release 2025.2.3 is newer than 2025.2.2, the newest that is known", "known are 0.4.5",
						"doctor", "--before-upgrade", "2025.2.3"),
				bad(USAGE, "there is no release \"99999999999999999999.1\"", "known are 0.4.5", "doctor",
						"--before-upgrade", "99999999999999999999.1"),
				bad(USAGE, "--before-upgrade is given twice", "give it once", "doctor", "--before-upgrade", "2025.2.2",
						"--before-upgrade", "2025.2.1"),
				bad(USAGE, "--before-upgrade and --namespace exclude each other", "all of a database", "doctor",
						"--before-upgrade", "2025.2.2", "--namespace", "default"),
				bad(USAGE, "S5 does not matter to release 2025.2.2", "doctor list --before-upgrade 2025.2.2", "doctor",
						"--before-upgrade", "2025.2.2", "--check", "B1,S5"),
				bad(USAGE, "U8 does not matter to release 2025.2.2", "doctor list --before-upgrade 2025.2.2", "doctor",
						"--before-upgrade", "2025.2.2", "--check", "U8"),
				bad(USAGE, "U5 is looked at only before an upgrade", "--before-upgrade RELEASE", "doctor", "--check",
						"U5"),
				bad(USAGE, "U5 is looked at only before an upgrade", "doctor explain U5", "repair", "apply", "U5",
						"--yes"),
				bad(USAGE, "there is no invariant \"U99\"", "doctor list", "doctor", "explain", "U99"),
				bad(USAGE, "there is no release \"9\"", "known are", "doctor", "list", "--before-upgrade", "9"),
				new Bad(EMPTY, List.of("doctor", "--before-upgrade", "2025.2.2"), "", PRECONDITION, " is empty",
						"migrate creates"),
				new Bad(FOREIGN, List.of("doctor", "--before-upgrade", "2025.2.2"), "", PRECONDITION,
						"is not conda-store's", "connect to conda-store's database"));
	}

	/** What the transcripts of the verbs do not have. */
	private static List<Bad> changes() {
		return List.of(
				bad(PRECONDITION, "there is no environment default/nowhere", "environment list", "environment",
						"set-description", "default/nowhere", "text"),
				bad(PRECONDITION, "there is no environment nowhere/etl", "environment list", "environment",
						"set-description", "nowhere/etl", "text"),
				bad(PRECONDITION, "the environment geo@quansight/etl was deleted on 2024-09-20T07:03:49.890590Z",
						"environment restore geo@quansight/etl", "environment", "set-current", "geo@quansight/etl",
						"46"),
				bad(PRECONDITION, "there is no environment nowhere/etl", "environment list", "environment",
						"set-current", "nowhere/etl", "2"),
				bad(PRECONDITION, "build 5 is one of default/nightly, not of default/latest", "build list",
						"environment", "set-current", "default/latest", "5", "--dry-run"),
				bad(USAGE, "\"latest\" is not an environment", "namespace/name", "environment", "restore", "latest"),
				bad(USAGE, "\"latest\" is not an environment", "namespace/name", "environment", "purge", "latest",
						"--yes"),
				bad(PRECONDITION, "there is no namespace nowhere", "namespace list", "namespace", "delete", "nowhere",
						"--dry-run"),
				bad(PRECONDITION, "the namespace default is not deleted", "namespace delete default comes first",
						"namespace", "purge", "default", "--dry-run"),
				bad(PRECONDITION, "build 1 is not deleted", "build delete 1 comes first", "build", "purge", "1",
						"--yes"),
				bad(PRECONDITION, "build 54 is in the namespace retired-team", "namespace restore retired-team",
						"build", "restore", "54"),
				bad(PRECONDITION, "there is no namespace nowhere", "namespace list", "build", "prune", "--keep-last",
						"1", "--namespace", "nowhere", "--yes"),
				bad(PRECONDITION, "there is no environment default/nowhere", "environment list", "build", "purge",
						"--deleted", "--environment", "default/nowhere", "--yes"),
				bad(USAGE, "--keep-last takes a whole number, not \"some\"", "digits", "build", "prune", "--keep-last",
						"some"),
				bad(USAGE, "artifact takes a whole number, not \"first\"", "digits", "build", "clear-artifact", "1",
						"first"),
				bad(PRECONDITION, "artifact 7 is not one of build 1, but of build 2", "build clear-artifact 2 7",
						"build", "clear-artifact", "1", "7", "--dry-run"),
				bad(USAGE, "\"five\" is not the id of a build", "build list", "build", "cancel", "five", "--yes"),
				bad(PRECONDITION, "there is no channel nowhere", "channel list", "channel", "delete", "nowhere",
						"--dry-run"),
				bad(PRECONDITION, "the channel conda-forge is referred to", "package list", "channel", "delete",
						"conda-forge", "--dry-run"),
				bad(PRECONDITION, "there is no namespace nobody", "namespace list", "role", "set", "nobody", "global",
						"viewer"),
				bad(PRECONDITION, "retired-team was deleted on", "namespace restore retired-team", "role", "grant",
						"retired-team", "global", "viewer", "--generation", "2"),
				bad(PRECONDITION, "default has no role on nowhere", "role list --namespace default", "role", "revoke",
						"default", "nowhere", "--yes"),
				bad(USAGE, "there is no role \"owner\"", "admin, developer, viewer", "role", "set", "default",
						"data-science/pandas*", "owner"),
				bad(USAGE, "\"3\" is not a version of the role mappings", "1", "role", "grant", "default", "global",
						"viewer", "--generation", "3"),
				bad(PRECONDITION, "there is no environment default/nowhere", "environment list", "setting", "set",
						"conda_included_packages", "a", "--environment", "default/nowhere"),
				bad(PRECONDITION, "the environment ml_platform/training was deleted on",
						"environment restore ml_platform/training", "setting", "set", "conda_included_packages", "a",
						"--environment", "ml_platform/training"),
				bad(PRECONDITION, "default_uid is not set for the namespace nowhere", "setting get default_uid",
						"setting", "unset", "default_uid", "--namespace", "nowhere", "--yes"),
				bad(USAGE, "conda-store has no setting \"conda_solver\"", "use one of", "setting", "unset",
						"conda_solver", "--yes"),
				bad(PRECONDITION, "there is no row 4711 of environment", "sql 'TABLE environment'", "row", "delete",
						"environment", "4711", "--yes"),
				bad(USAGE, "conda-store has no table \"nowhere\"", "use one of", "row", "delete", "nowhere", "1",
						"--yes"),
				bad(PRECONDITION, "rows refer to row 3 of namespace", "go first", "row", "delete", "namespace", "3",
						"--dry-run"),
				bad(PRECONDITION, "build.environment_id cannot be 999", "sql 'TABLE environment'", "row", "set",
						"build", "22", "environment_id=999", "--dry-run"),
				bad(PRECONDITION, "the journal has no change 1", "journal list", "undo", "--to", "1"),
				bad(PRECONDITION, "the journal has no change 1", "journal list", "redo", "1"),
				bad(USAGE, "\"0\" is not the id of a change", "journal list", "undo", "0"),
				bad(USAGE, "\"99999999999999999999\" is not the id of a change", "journal list", "redo",
						"99999999999999999999"),
				bad(USAGE, "there is no file no/such/plan", "--dry-run --save", "repair", "apply", "no/such/plan",
						"--yes"),
				bad(USAGE, "src cannot be read", "check that it is a file", "repair", "apply", "src", "--yes"));
	}

	private static List<Bad> examinationsAndTransfers() {
		return List.of(bad(USAGE, "there is no invariant \"Z\"", "doctor list", "doctor", "--check", "Z"),
				bad(USAGE, "there is no invariant \"X9\"", "did you mean", "repair", "plan", "X9"),
				bad(USAGE, "--severity cannot be \"worse\"", "error, warning, information", "doctor", "--severity",
						"worse"),
				bad(USAGE, "--max-seconds cannot be 0", "1 or more", "doctor", "--max-seconds", "0"),
				bad(PRECONDITION, "there is no namespace nope", "namespace list", "doctor", "--namespace", "nope"),
				bad(USAGE, "doctor explain needs ID", "doctor explain ID", "doctor", "explain"),
				bad(USAGE, "repair apply needs TARGETS", "repair apply TARGETS...", "repair", "apply"),
				bad(USAGE, "--batch-rows cannot be 0", "1 or more", "repair", "apply", "C1", "--batch-rows", "0"),
				bad(USAGE, "--celery and --stuck-for are about B4", "add B4", "repair", "plan", "N2", "--celery",
						"pom.xml"),
				bad(USAGE, "there is no file no/such", "check its path", "repair", "plan", "--celery", "no/such"),
				bad(USAGE, "pom.xml is not what celery inspect prints", "inspect active --json", "repair", "plan",
						"--celery", "pom.xml"),
				bad(PRECONDITION, "B9 cannot be repaired by changing rows", "doctor explain B9", "repair", "apply",
						"B9", "--yes"),
				bad(PRECONDITION, "there is no namespace nope", "namespace list", "export", "namespace", "nope"),
				bad(USAGE, "there is a file pom.xml already", "a new one", "export", "namespace", "default", "--to",
						"pom.xml"),
				bad(USAGE, "the namespace cannot be written to no/such/file", "a directory that you may write to",
						"export", "namespace", "default", "--to", "no/such/file"),
				bad(USAGE, "there is no file no/such", "check its path", "import", "no/such", "--yes"),
				bad(USAGE, "src cannot be read", "check that it is a file", "import", "src", "--yes"),
				bad(USAGE, "pom.xml is not an exported namespace", "export namespace NAME makes one", "import",
						"pom.xml", "--yes"));
	}

	private static List<Bad> reasonsAndValues() {
		return List.of(
				bad(USAGE, "a reason cannot have control characters", "in one line", "namespace", "create", "new",
						"--reason", "one\ntwo"),
				bad(USAGE, "a reason cannot have control characters", "in one line", "build", "delete", "1", "--yes",
						"--reason", "a\u001b[31mb"),
				bad(USAGE, "a reason cannot have control characters", "in one line", "undo", "--reason", "a\u0085b"),
				bad(USAGE, "a reason cannot have control characters", "in one line", "repair", "apply", "plan",
						"--reason", "\t"),
				bad(USAGE, "--exit-code goes with --dry-run only", "add --dry-run", "namespace", "create", "new",
						"--exit-code"),
				bad(USAGE, "--expect cannot be -1", "0 or more", "namespace", "create", "new", "--expect", "-1"),
				bad(USAGE, "--expect takes a whole number, not \"one\"", "digits", "namespace", "create", "new",
						"--expect", "one"),
				bad(REFUSED, "the number of namespaces is 1, and 0 was expected", "--dry-run", "namespace", "create",
						"new", "--expect", "0"),
				bad(USAGE, "the plan cannot be written to no/such/plan", "--save takes the path", "namespace", "create",
						"new", "--dry-run", "--save", "no/such/plan"),
				bad(USAGE, "the metadata is JSON, but not an object: 5", "write an object", "namespace", "create",
						"new", "--metadata", "5"),
				bad(USAGE, "the metadata is JSON, but not an object: \"text\"", "write an object", "namespace",
						"set-metadata", "default", "\"text\""),
				bad(USAGE, "the metadata is not JSON", "'{\"owner\": \"somebody\"}'", "namespace", "set-metadata",
						"default", ""),
				bad(USAGE, "the metadata is not JSON", "'{\"owner\": \"somebody\"}'", "namespace", "set-metadata",
						"default", "{\"a\": 1} {}"),
				bad(USAGE, "is not a namespace name", "use 1 to 255 of", "namespace", "create", ""),
				bad(USAGE, "\"a/b\" is not a namespace name", "use 1 to 255 of", "namespace", "create", "a/b"),
				bad(USAGE, "\"café\" is not a namespace name", "use 1 to 255 of", "namespace", "create", "café"),
				bad(USAGE, "is not a namespace name", "use 1 to 255 of", "namespace", "create", "x".repeat(256)),
				bad(USAGE, "\"a%b\" is not a namespace name", "use 1 to 255 of", "namespace", "rename", "default",
						"a%b"),
				bad(USAGE, "storage_threshold must be a whole number, not much", "digits", "setting", "set",
						"storage_threshold", "much"),
				bad(USAGE, "conda_allowed_channels must be a list of texts", "", "setting", "set",
						"conda_allowed_channels", "{\"a\": 1}", "--namespace", "default"),
				bad(USAGE, "--older-than takes a duration, not \"-1d\"", "use a number and a unit", "solve", "purge",
						"--older-than", "-1d", "--yes"),
				bad(USAGE, "--older-than takes a duration, not \"90\"", "use a number and a unit", "journal", "prune",
						"--older-than", "90", "--yes"),
				bad(USAGE, "--limit takes a whole number, not \"all\"", "digits", "specification", "purge", "--limit",
						"all"),
				piped("namespace create new --reason 'a\u0001b'", USAGE, "a reason cannot have control characters",
						"in one line"),
				piped("environment set-description default/latest 'a\u00ffb'", USAGE, "not valid UTF-8", "UTF-8"));
	}

	private static List<Bad> addresses() {
		return List.of(
				bad(USAGE, "port that is not a number", "host:5432", "--db", "postgresql://h:port/db", "namespace",
						"list"),
				bad(USAGE, "MySQL", "postgresql://", "--db", "mysql://u@h/db", "namespace", "list"),
				bad(USAGE, "not the address of a database", "postgresql://", "--db", "conda", "namespace", "list"),
				bad(UNAVAILABLE, "nothing accepts connections at localhost:", "check host and port", "--db",
						"postgresql://postgres@localhost:{free}/{name}", "namespace", "list"),
				bad(UNAVAILABLE, "there is no database \"nowhere\"", "PGDATABASE", "--db",
						"postgresql://postgres@localhost:{port}/nowhere", "namespace", "list"),
				bad(UNAVAILABLE, "refuses the login of nobody", "pg_hba.conf", "--db",
						"postgresql://nobody@localhost:{port}/{name}", "namespace", "list"),
				bad(USAGE, "no profile nowhere", "profiles.yaml", "--profile", "nowhere", "namespace", "list"));
	}

	private static List<Bad> databases() {
		List<Bad> all = new ArrayList<>(
				List.of(new Bad(EMPTY, List.of("namespace", "list"), "", PRECONDITION, "is empty", "migrate"),
						new Bad(FOREIGN, List.of("build", "list"), "", PRECONDITION, "is not conda-store's",
								"connect to conda-store's database")));
		IntStream.range(1, Revisions.head().version())
			.mapToObj((version) -> new Bad(Given.version(version), List.of("environment", "list"), "", PRECONDITION,
					"(%d of %d), which is too old".formatted(version, Revisions.head().version()), "migrate"))
			.forEach(all::add);
		return all;
	}

	private static List<Bad> piped() {
		return List.of(piped("namespace show nowhere", PRECONDITION, "there is no namespace nowhere", "namespace list"),
				piped("namespace show \"x", USAGE, "the quote \" at column 16 is not closed", "close it"),
				piped("namespace list \\", USAGE, "ends after a backslash", "next line"),
				piped("namespace show a\0b", USAGE, "NUL", "remove it"),
				// Two bytes that no UTF-8 has, a character that ends too early, one that
				// is
				// longer than it need be, and half of a surrogate pair.
				piped("namespace show \u00ff\u00fe", USAGE, "not valid UTF-8", "UTF-8"),
				piped("namespace show \u00e2\u0098", USAGE, "not valid UTF-8", "UTF-8"),
				piped("namespace show \u00c0\u00af", USAGE, "not valid UTF-8", "UTF-8"),
				piped("namespace show \u00ed\u00a0\u0080", USAGE, "not valid UTF-8", "UTF-8"));
	}

	private static List<Bad> longOnes() {
		String odd = "a\"b c' ".repeat(1 << 17);
		return List.of(bad(USAGE, "x\" is not a namespace name", "use 1 to 255 of", "namespace", "show", MEGABYTE),
				bad(USAGE, "x\" is not an environment: its namespace is missing", "namespace/name", "environment",
						"show", MEGABYTE),
				bad(USAGE, "x\" is not an environment: \"xxx", "namespace/name", "environment", "show",
						"default/" + MEGABYTE),
				bad(USAGE, " is not a namespace name", "use 1 to 255 of", "namespace", "show", odd),
				bad(USAGE, "9 is too large for the id of a build", "2147483647", "build", "show", "9".repeat(1 << 20)),
				bad(USAGE, "build list has no option --xxx", "help build list", "build", "list", "--" + MEGABYTE),
				bad(USAGE, "there is no command \"xxx", "help", MEGABYTE),
				bad(USAGE, "syntax error at or near \"xxx", "PostgreSQL manual", "sql", "SELECT 1 a " + MEGABYTE),
				bad(USAGE, "is not the address of a database", "postgresql://", "--db", MEGABYTE, "namespace", "list"),
				bad(UNAVAILABLE, "xxx cannot be reached", "the server's log", "--db",
						"postgresql://postgres@localhost:{port}/" + MEGABYTE, "namespace", "list"),
				piped(MEGABYTE, USAGE, "there is no command \"xxx", "help"),
				piped("namespace show " + MEGABYTE, USAGE, "x\" is not a namespace name", "use 1 to 255 of"),
				piped("namespace list" + " x".repeat(1 << 19), USAGE, "namespace list takes no argument", "usage:"),
				piped("namespace show '" + MEGABYTE, USAGE, "is not closed", "close it"));
	}

	/** A role that has a password, on servers that ask nobody else for one. */
	@OnEachServer
	void aWrongPasswordIsOneToo(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server)) {
			String role = "login_of_" + database.name();
			Path rules = Path.of(String.valueOf(database.sql().fetchValue("SHOW hba_file")));
			String trusting = Files.readString(rules);
			database
				.load("CREATE ROLE %s LOGIN PASSWORD 'Zq4right'; GRANT pg_read_all_data TO %s".formatted(role, role));
			try {
				Files.writeString(rules, "host all %s all scram-sha-256\n".formatted(role) + trusting);
				reload(database);
				String before = contents(database);
				String address = "postgresql://%s%s@localhost:{port}/{name}";
				Ended wrong = run(database, List.of("--db", address.formatted(role, ":Zq4wrong"), "namespace", "list"),
						"");
				assertFailed(wrong, UNAVAILABLE, "refuses the password of " + role, "PGPASSWORD");
				assertThat(wrong.err()).doesNotContain("Zq4");
				assertFailed(run(database, List.of("--db", address.formatted(role, ""), "namespace", "list"), ""),
						UNAVAILABLE, "asks for the password of " + role, "PGPASSWORD");
				assertThat(contents(database)).isEqualTo(before);
				Ended right = run(database, List.of("--db", address.formatted(role, ":Zq4right"), "namespace", "list"),
						"");
				assertThat(right.err()).isEmpty();
				assertThat(right.code()).isEqualTo(ExitCode.OK);
			}
			finally {
				Files.writeString(rules, trusting);
				reload(database);
				database.load("DROP OWNED BY %s; DROP ROLE %s".formatted(role, role));
			}
		}
	}

	/** conda-store may be newer than this program: what it stores is no bad input. */
	@OnEachServer
	void aStatusThatIsNotKnownIsShownAsItIsStored(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("UPDATE build SET status = 'Sleeping' WHERE id = 52");
			String before = contents(database);
			for (List<String> arguments : List.of(List.of("build", "show", "52"), List.of("build", "list"),
					List.of("-o", "json", "build", "show", "52"), List.of("-o", "csv", "build", "list", "--all"))) {
				Ended ended = run(database, arguments, "");
				assertThat(ended.err()).as("%s", arguments).isEmpty();
				assertThat(ended.out()).as("%s", arguments).contains("Sleeping");
				assertThat(ended.code()).as("%s", arguments).isEqualTo(ExitCode.OK);
			}
			assertThat(contents(database)).isEqualTo(before);
		}
	}

	/** Without this the other tests could not fail where it matters most. */
	@OnEachServer
	void whateverChangesIsSeen(TestServer server) {
		List<String> changes = List.of("UPDATE build SET status = status WHERE id = 1", "CREATE SCHEMA other",
				"DELETE FROM build_artifact WHERE id = 1", "CREATE INDEX sizes ON build (size)",
				"CREATE TABLE other ()", "ALTER TABLE build ADD other int", "SELECT nextval('build_id_seq')",
				"CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1'");
		try (TestDatabase database = TestDatabase.live(server)) {
			for (String change : changes) {
				String before = contents(database);
				assertThat(contents(database)).isEqualTo(before);
				database.load(change);
				assertThat(contents(database)).as(change).isNotEqualTo(before);
			}
		}
	}

	private static Bad bad(ExitCode code, String error, String hint, String... arguments) {
		return new Bad(LIVE, List.of(arguments), "", code, error, hint);
	}

	private static Bad piped(String input, ExitCode code, String error, String hint) {
		return new Bad(LIVE, List.of(), input + "\n", code, error, hint);
	}

	private static void assertFailed(Ended ended, ExitCode code, String error, String hint) {
		assertFailed(ended, code, error, hint, 2);
	}

	private static void assertFailed(Ended ended, ExitCode code, String error, String hint, int count) {
		assertThat(ended.out()).isEmpty();
		assertThat(ended.err()).hasSizeLessThan(5_000)
			.endsWith("\n")
			.hasLineCount(count)
			.containsOnlyOnce("error: ")
			.containsOnlyOnce("\nhint: ")
			.doesNotContain("Exception", "defect", "\tat ", "null");
		List<String> lines = ended.err().lines().toList();
		assertThat(lines.get(0)).contains("error: ").contains(error);
		assertThat(lines.get(1)).startsWith("hint: ").contains(hint);
		assertThat(ended.code()).isEqualTo(code);
	}

	/** Runs the program; without an address among its arguments on the database. */
	private Ended run(TestDatabase database, List<String> arguments, String input) throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		List<String> all = new ArrayList<>();
		if (arguments.stream().noneMatch((argument) -> argument.matches("--dbb?|--profile"))) {
			all.addAll(List.of("--db", database.url()));
		}
		for (String argument : arguments) {
			all.add(argument.replace("{db}", database.url())
				.replace("{port}", String.valueOf(database.server().port()))
				.replace("{name}", database.name())
				.replace("{free}", String.valueOf(free)));
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)), out, err,
				TerminalFacts.NONE);
		ExitCode code = CondaStoreShell.run(all, streams, Map.of("HOME", this.home.toString()), CLOCK);
		return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/** Returns when new connections are let in by the new rules. */
	private static void reload(TestDatabase database) throws InterruptedException {
		DSLContext sql = database.sql();
		String before = String.valueOf(sql.fetchValue("SELECT pg_conf_load_time()"));
		sql.execute("SELECT pg_reload_conf()");
		for (int i = 0; i < 500; i++) {
			if (!String.valueOf(sql.fetchValue("SELECT pg_conf_load_time()")).equals(before)) {
				return;
			}
			Thread.sleep(20);
		}
		throw new AssertionError("the server does not reload its configuration");
	}

	/**
	 * Everything that a command could change: rows, each with the transaction that wrote
	 * it, so that writing the same again shows too; sequences; and what there is beside
	 * tables.
	 */
	private static String contents(TestDatabase database) {
		return database.sql().connectionResult((connection) -> {
			DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
			StringBuilder contents = new StringBuilder();
			for (Record table : sql.fetch("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
					+ " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")) {
				String name = String.valueOf(table.get(0));
				contents.append(name)
					.append(sql
						.fetch("SELECT count(*), md5(string_agg(t.xmin || ' ' || t::text, ',' ORDER BY t.ctid))"
								+ " FROM %s t".formatted(name))
						.formatCSV());
			}
			for (String catalog : List.of(
					"SELECT sequencename::text, last_value FROM pg_sequences ORDER BY schemaname, sequencename",
					"SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_' ORDER BY oid",
					"SELECT oid, relname::text, relfilenode, relnatts FROM pg_class WHERE oid >= 16384 ORDER BY oid",
					"SELECT oid, proname::text FROM pg_proc WHERE oid >= 16384 ORDER BY oid")) {
				contents.append(sql.fetch(catalog).formatCSV());
			}
			return contents.toString();
		});
	}

}
