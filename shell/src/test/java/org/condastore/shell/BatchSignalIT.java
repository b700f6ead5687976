package org.condastore.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals for the packaged program in the middle of a batch: what is one transaction is
 * rolled back, lines that were done stay done, and both is said.
 */
class BatchSignalIT {

	private static LaunchedShells shells;

	private static Path file;

	@BeforeAll
	static void launch(@TempDir Path home) throws IOException {
		shells = new LaunchedShells(home);
		file = Files.write(home.resolve("batch"), List.of("environment set-description default/latest a",
				"sql 'SELECT pg_sleep(120)'", "environment set-description default/latest b"));
	}

	@ParameterizedTest
	@CsvSource({ "INT, 130, --atomic", "INT, 130, --per-line", "TERM, 143, --atomic", "TERM, 143, --keep-going" })
	@Timeout(120)
	void whoeverInterruptsKnowsWhatWasDone(String signal, int status, String mode)
			throws IOException, InterruptedException {
		try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
			List<String> before = database.rowHashes();
			Path said = Files.createTempFile(file.getParent(), "said", "");
			Process process = shells.start(database.url(), said, mode, "-f", file.toString());
			while ((Long) database.sql()
				.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
						+ " AND query ILIKE '%pg_sleep(120)%' AND pid <> pg_backend_pid() AND state = 'active'") == 0) {
				assertThat(process.isAlive()).isTrue();
				Thread.sleep(20);
			}
			assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor())
				.isZero();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			String text = Files.readString(said);
			assertThat(process.exitValue()).as(text).isEqualTo(status);
			assertThat(text).contains("batch:2: error: interrupted\n", "1 failed, 1 did not run");
			if (mode.equals("--atomic")) {
				assertThat(text).contains("nothing was changed\n").doesNotContain("change_id");
				assertThat(database.rowHashes()).isEqualTo(before);
			}
			else {
				assertThat(text).contains("change_id: 1\n", "; 1 change of 1 row\n");
				try (TypedShell shell = new TypedShell(database)) {
					assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
				}
				assertThat(database.rowHashes()).isEqualTo(before);
			}
		}
	}

}
