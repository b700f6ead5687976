package org.condastore.shell.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.LineHarness.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Where stack traces go, and where they do not. */
class LogFileTest {

	@TempDir
	private Path directory = Path.of("");

	private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	@BeforeEach
	void watchTheProcessItself() {
		System.setOut(new PrintStream(this.screen, true, StandardCharsets.UTF_8));
		System.setErr(new PrintStream(this.screen, true, StandardCharsets.UTF_8));
	}

	@AfterEach
	void letGo() {
		System.setOut(this.out);
		System.setErr(this.err);
		LogManager.getLogManager().reset();
	}

	@Test
	void aDefectLeavesItsStackTraceThere() throws IOException {
		Path state = this.directory.resolve("100%/state");
		LogFile.open(state);
		Ended ended = LineHarness.typed("place check defect");
		Path file = state.resolve("conda-store-shell.log");
		assertThat(ended.err()).isEqualTo("error: this is a defect of conda-store-shell: IllegalStateException\n"
				+ "hint: %s has the details\n".formatted(file));
		assertThat(Files.readString(file)).contains("IllegalStateException: internal detail",
				"at org.condastore.shell.session.RecordingCommands.check");
		assertThat(this.screen.toString(StandardCharsets.UTF_8)).isEmpty();
	}

	@Test
	void theFileDoesNotGrowForEver() throws IOException {
		LogFile.open(this.directory);
		Path file = Files.writeString(this.directory.resolve("conda-store-shell.log"), "x".repeat(1_100_000));
		LineHarness.typed("place check defect");
		LineHarness.typed("place check error");
		assertThat(file).content().contains("internal detail", "internal/Detail").doesNotContain("xxx");
		assertThat(this.directory.resolve("conda-store-shell.log.1")).hasSize(1_100_000);
	}

	@Test
	void whatIsTheOperatorsFaultIsNotLogged() {
		LogFile.open(this.directory);
		LineHarness.typed("place delete");
		LineHarness.typed("place check not-found");
		LineHarness.typed("place list");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aFileThatCannotBeWrittenIsSaidWithoutStackTrace() throws IOException {
		Path state = Files.createFile(this.directory.resolve("file")).resolve("state");
		LogFile.open(state);
		Ended ended = LineHarness.typed("place check defect");
		assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
		assertThat(ended.err()).isEqualTo(
				"""
						error: this is a defect of conda-store-shell: IllegalStateException
						hint: %s/conda-store-shell.log cannot be written; set XDG_STATE_HOME to a directory of your own to keep \
						the details
						"""
					.formatted(state));
		assertThat(this.screen.toString(StandardCharsets.UTF_8)).isEmpty();
	}

}
