package org.condastore.shell.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What repairs read and write: saved plans, and what Celery says. */
class RepairFilesTest {

	private static final String STATUS = "SELECT status FROM build WHERE id = 7";

	@TempDir
	private Path directory;

	/** Build 2 can be the current one only when its status is right. */
	@OnEachServer
	void aFileHoldsPlansThatDependOnEachOther(TestServer server) throws IOException {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("""
					UPDATE namespace SET metadata_ = NULL WHERE id = 1;
					UPDATE build SET status = 'completed' WHERE id = 2;
					UPDATE environment SET current_build_id = 5 WHERE id = 1;
					""");
			List<String> corrupt = database.rowHashes();
			Path file = this.directory.resolve("plans-%s.json".formatted(database.name()));
			TypedShell.Ended saved = shell.type("repair plan --save " + file);
			assertThat(saved.code()).as("%s", saved).isEqualTo(ExitCode.OK);
			assertThat(database.rowHashes()).isEqualTo(corrupt);
			assertThat(shell.type("repair apply %s".formatted(file)).code()).isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair apply %s --yes --expect 2".formatted(file)).code())
				.isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair apply %s --yes --stuck-for 1h".formatted(file)).code())
				.isEqualTo(ExitCode.USAGE);
			TypedShell.Ended applied = shell.type("repair apply %s --yes --expect 3".formatted(file));
			assertThat(applied.code()).as("%s", applied).isEqualTo(ExitCode.OK);
			assertThat(applied.out()).contains("repair N2     1          1", "repair B1     1          2",
					"repair E2     1          3");
			assertThat(database.sql().fetchValue("SELECT current_build_id FROM environment WHERE id = 1")).isEqualTo(2);
			assertThat(shell.type("repair apply %s --yes".formatted(file)).code()).isEqualTo(ExitCode.CONFLICT);
			for (int i = 0; i < 3; i++) {
				assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
			}
			assertThat(database.rowHashes()).isEqualTo(corrupt);

			// Somebody comes between: what is before it is done, and told.
			database.load("UPDATE environment SET current_build_id = 6 WHERE id = 1");
			TypedShell.Ended conflict = shell.type("repair apply %s --yes".formatted(file));
			assertThat(conflict.code()).isEqualTo(ExitCode.CONFLICT);
			assertThat(conflict.out()).contains("repair B1     1").doesNotContain("repair E2");
			String text = Files.readString(file);
			Files.writeString(file, text.replace("repair N2", "repair N3"));
			assertThat(shell.type("repair apply %s --yes".formatted(file)).err()).contains("was edited");
		}
	}

	@OnEachServer
	void aBuildThatAWorkerIsAtIsLeftAsItIs(TestServer server) throws IOException {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load(
					"UPDATE build SET scheduled_on = '2024-09-21 09:00', started_on = '2024-09-21 09:30' WHERE id = 7");
			assertThat(shell.type("repair plan B4 --exit-code").code()).isEqualTo(ExitCode.OK);
			assertThat(shell.type("repair plan B4 --stuck-for 2h --exit-code").code()).isEqualTo(ExitCode.FINDING);
			Path busy = celery("""
					{"celery@one": [{"id": "build-7-environment", "args": [7], "name": "task_build_conda_environment"}],
					 "celery@two": []}
					{"celery@one": [], "celery@two": [{"eta": "2024-09-21", "request": {"id": "build-8-environment"}}]}
					""");
			TypedShell.Ended left = shell.type("repair apply B4 --yes --stuck-for 2h --celery " + busy);
			assertThat(left.code()).as("%s", left).isEqualTo(ExitCode.OK);
			assertThat(left.out()).contains("build 7 is left as it is: celery@one is at it");
			assertThat(database.sql().fetchValue(STATUS)).isEqualTo("BUILDING");
			for (String text : List.of("", "Error: No nodes replied", "[1]", "{\"celery@one\": [1]}", "{\"celery@one\"",
					"{\"celery@one\": [{\"name\": \"x\"}]}", "{}")) {
				TypedShell.Ended malformed = shell
					.type("repair apply B4 --yes --stuck-for 2h --celery " + celery(text));
				assertThat(malformed.code()).as("%s %s", text, malformed).isEqualTo(ExitCode.USAGE);
			}
			assertThat(shell.type("repair apply B4 --yes --celery -").err())
				.startsWith("error: standard input is not what celery inspect prints with --json\n");
			assertThat(shell.type("repair apply B4 --yes --celery nowhere.json").code()).isEqualTo(ExitCode.USAGE);
			assertThat(shell.type("repair apply B1 --yes --celery " + busy).code()).isEqualTo(ExitCode.USAGE);
			assertThat(database.sql().fetchValue(STATUS)).isEqualTo("BUILDING");
			Path idle = celery("{\"celery@one\": [{\"id\": \"build-77-conda-pack\"}, {\"id\": \"1f\"}]}");
			assertThat(shell.type("repair apply B4 --yes --stuck-for 2h --celery " + idle).code())
				.isEqualTo(ExitCode.OK);
			assertThat(database.sql().fetchValue(STATUS)).isEqualTo("FAILED");
		}
	}

	private Path celery(String text) throws IOException {
		return Files.writeString(Files.createTempFile(this.directory, "celery", ".json"), text);
	}

}
