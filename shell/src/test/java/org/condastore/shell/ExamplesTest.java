package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.Stream;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The batch files that are there to be copied: each does what its comment says, started
 * as its first line says.
 */
class ExamplesTest {

	private static final Path DIRECTORY = Path.of("../scripts/examples");

	private static final String SHEBANG = "#!/usr/bin/env -S conda-store-shell ";

	/** Is read by others. */
	private static final String GUARD = "guard.batch";

	@TempDir
	private Path home = Path.of("");

	@AfterEach
	void letTheLogGo() {
		LogManager.getLogManager().reset();
	}

	/**
	 * A file and what comes of it.
	 *
	 * @param given changes the database before
	 * @param effect a condition that holds afterwards, and did not before
	 */
	private record Example(String file, String given, List<String> variables, ExitCode code, String shown,
			String effect) {

		@Override
		public String toString() {
			return this.file;
		}

	}

	private record Ended(ExitCode code, String out, String err) {
	}

	private static List<Example> examples() {
		return List.of(
				changes("nightly-prune.batch", "", "KEEP=2 AGE=10d",
						"(SELECT array_agg(id ORDER BY id) FROM build WHERE deleted_on = '2024-09-21 12:00')"
								+ " = ARRAY[1, 2, 9, 12, 25, 33]"),
				changes("onboard-team.batch", "", "TEAM=vision CONTACT=o'neil@example.org", """
						(SELECT count(*) FROM namespace_role_mapping WHERE namespace_id =
						(SELECT id FROM namespace WHERE name = 'vision')) +
						(SELECT count(*) FROM namespace_role_mapping_v2 WHERE other_namespace_id =
						(SELECT id FROM namespace WHERE name = 'vision')) = 1
						AND (SELECT count(*) FROM keyvaluestore WHERE prefix = 'setting/vision') = 2"""),
				changes("offboard-team.batch", "", "TEAM=analyst-7 ON=global", """
						(SELECT deleted_on = '2024-09-21 12:00' FROM namespace WHERE name = 'analyst-7')
						AND NOT EXISTS (SELECT FROM namespace_role_mapping_v2 WHERE other_namespace_id = 5)"""),
				changes("fail-stuck-build.batch", "", "ENVIRONMENT=ml_platform/etl",
						"(SELECT status FROM build WHERE id = 37) = 'FAILED'"),
				changes("cancel-queued.batch", "", "AGE=2d",
						"(SELECT count(*) FROM build WHERE id IN (3, 23, 47) AND status = 'CANCELED') = 3"),
				changes("role-to-generation-2.batch", "DELETE FROM namespace_role_mapping_v2 WHERE id = 1",
						"HOLDER=ml_platform ON=data-science", """
								NOT EXISTS (SELECT FROM namespace_role_mapping WHERE id = 2) AND EXISTS
								(SELECT FROM namespace_role_mapping_v2 WHERE namespace_id = 3 AND other_namespace_id = 6
								AND role = 'developer')"""),
				reads("usage-report.batch", "", "namespace,"),
				reads("audit.batch", "NAMESPACE=data-science SINCE=90d", "\"command\":\"role explain data-science "),
				changes("promote-build.batch", "UPDATE environment SET current_build_id = 51 WHERE id = 21",
						"ENVIRONMENT=geo@quansight/viz BUILD=53 TESTED=51",
						"(SELECT current_build_id FROM environment WHERE id = 21) = 53"),
				changes("freeze-namespace.batch", "", "NAMESPACE=data-science HOLDER=ml_platform WHY=audit", """
						(SELECT role FROM namespace_role_mapping WHERE id = 2) = 'viewer'
						AND (SELECT role FROM namespace_role_mapping_v2 WHERE id = 1) = 'viewer'
						AND (SELECT metadata_ ->> 'why' FROM namespace WHERE id = 3) = 'audit'"""),
				changes("new-installation.batch", """
						TRUNCATE keyvaluestore, build, build_artifact, build_conda_package_build, environment
						RESTART IDENTITY CASCADE""", "CHANNEL=conda-forge THRESHOLD=10737418240",
						"(SELECT count(*) FROM keyvaluestore WHERE prefix = 'setting') = 6"),
				changes("purge-deleted.batch", "DELETE FROM build_artifact WHERE build_id IN (45, 56)", "AGE=1d",
						"NOT EXISTS (SELECT FROM build WHERE id IN (45, 56))"),
				reads("journal-housekeeping.batch", "AGE=365d", "changes:"),
				changes("repair-row.batch", "", "BUILD=52 FROM=486966687 TO=512000000",
						"(SELECT size FROM build WHERE id = 52) = 512000000"),
				new Example("sweep.batch", "", List.of(), ExitCode.REFUSED, "prune builds",
						"(SELECT deleted_on = '2024-09-21 12:00' FROM build WHERE id = 1)"),
				changes("describe-environments.batch", "", "",
						"(SELECT description FROM environment WHERE id = 6) = 'For courses; reset every Monday'"),
				changes("restore-team.batch", "", "TEAM=retired-team",
						"(SELECT deleted_on IS NULL FROM namespace WHERE name = 'retired-team')"),
				reads("incident.batch", "", "--- the last failures"));
	}

	private static Example changes(String file, String given, String variables, String effect) {
		return new Example(file, given, variables(variables), ExitCode.OK, "change_id:", effect);
	}

	private static Example reads(String file, String variables, String shown) {
		return new Example(file, "", variables(variables), ExitCode.OK, shown, "");
	}

	private static List<String> variables(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(" "));
	}

	@Test
	void everyFileIsTriedAndSaysHowItIsRun() throws IOException {
		List<String> files;
		try (Stream<Path> found = Files.list(DIRECTORY)) {
			files = found.map((file) -> file.getFileName().toString()).filter((name) -> !name.equals(GUARD)).toList();
		}
		assertThat(files).containsExactlyInAnyOrderElementsOf(examples().stream().map(Example::file).toList());
		for (Example example : examples()) {
			String text = Files.readString(DIRECTORY.resolve(example.file()));
			assertThat(text).startsWith(SHEBANG).contains("\n#   %s --db URL".formatted(example.file()));
			assertThat(Files.isExecutable(DIRECTORY.resolve(example.file()))).as(example.file()).isTrue();
			example.variables().stream().map((variable) -> variable.split("=")[0]).forEach((name) -> {
				assertThat(text).contains("${%s}".formatted(name)).containsPattern("(?m)^# %s +\\S".formatted(name));
				assertThat(text).contains("--set %s=".formatted(name));
			});
		}
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void doesWhatItSays(TestServer server, Example example) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			if (!example.given().isEmpty()) {
				database.load(example.given());
			}
			List<String> before = database.rowHashes();
			assertThat(run(database, example, "--check").code()).isEqualTo(ExitCode.OK);
			if (!options(example).contains("--per-line") && !options(example).contains("--keep-going")) {
				Ended tried = run(database, example, "--dry-run");
				assertThat(tried.code()).as(tried.err()).isEqualTo(ExitCode.OK);
				assertThat(tried.out()).contains("run %s".formatted(DIRECTORY.resolve(example.file())));
			}
			assertThat(database.rowHashes()).isEqualTo(before);
			if (!example.effect().isEmpty()) {
				assertThat(holds(database, example.effect())).isFalse();
			}
			Ended ended = run(database, example);
			assertThat(ended.code()).as(ended.err()).isEqualTo(example.code());
			assertThat(ended.out()).contains(example.shown());
			if (example.effect().isEmpty()) {
				assertThat(database.rowHashes()).isEqualTo(before);
			}
			else {
				assertThat(holds(database, example.effect())).as(ended.out()).isTrue();
			}
		}
	}

	static Stream<Arguments> doesWhatItSays() {
		return Arrays.stream(TestServer.values())
			.flatMap((server) -> examples().stream().map((example) -> Arguments.of(server, example)));
	}

	private static boolean holds(TestDatabase database, String condition) {
		return Boolean.TRUE.equals(database.sql().fetchValue("SELECT " + condition));
	}

	/** What stands in the first line before the file. */
	private static List<String> options(Example example) throws IOException {
		String first = Files.readAllLines(DIRECTORY.resolve(example.file())).get(0);
		return List.of(first.substring(SHEBANG.length()).split(" "));
	}

	private Ended run(TestDatabase database, Example example, String... more) throws IOException {
		List<String> arguments = new ArrayList<>(options(example));
		arguments.addAll(List.of(DIRECTORY.resolve(example.file()).toString(), "--db", database.url()));
		example.variables().forEach((variable) -> arguments.addAll(List.of("--set", variable)));
		arguments.addAll(List.of(more));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		ExitCode code = CondaStoreShell.run(arguments,
				new Streams(new ByteArrayInputStream(new byte[0]), out, err, TerminalFacts.NONE),
				Map.of("HOME", this.home.toString()), TypedShell.CLOCK);
		return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

}
