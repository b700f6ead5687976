package org.condastore.shell.purge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.jooq.Condition;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.condastore.schema.jooq.Tables.BUILD;

class ArtifactKeyRepositoryTest {

	private static final Condition BUILDS = BUILD.ID.in(60, 61);

	@TempDir
	Path directory;

	@OnEachServer
	void keepsTheKeysOfWhatWouldBeOrphaned(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("""
					INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES
						(1001, 61, 'LOCKFILE', ''), (1002, 60, 'NOVEL', NULL), (1003, 60, 'LOGS', 'a "b",c')""");
			Path file = this.directory.resolve("keys.csv");
			Files.writeString(file, "what was there before, and is longer\n".repeat(100));
			ArtifactKeyRepository keys = new ArtifactKeyRepository(database.sql());
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> keys.requireNone(BUILDS, file, "wait"))
				.withMessageStartingWith(
						"9 artifacts would be left in the storage without a trace, the first is the LOGS"
								+ " of build 60: logs/7db31d2cab58")
				.satisfies((failure) -> {
					assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION);
					assertThat(failure.hint()).isEqualTo("their keys are in %s; or wait", file);
				});
			assertThat(Files.readAllLines(file)).hasSize(10)
				.startsWith("build_id,artifact_type,key",
						"60,LOGS,logs/7db31d2cab58f634d79e91635650c04c2763e4a767f9cef2b42bfb06036f887d"
								+ "-20240920-001622-021667-60-training.log",
						"61,LOGS,logs/7db31d2c-1726815829-61-training.log")
				.endsWith("61,LOCKFILE,\"\"", "60,NOVEL,", "60,LOGS,\"a \"\"b\"\",c\"");
		}
	}

	@OnEachServer
	void nothingToOrphan(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("DELETE FROM build_artifact WHERE build_id IN (60, 61)");
			Path file = this.directory.resolve("keys.csv");
			new ArtifactKeyRepository(database.sql()).requireNone(BUILDS, file, "wait");
			assertThat(Files.readString(file)).isEqualTo("build_id,artifact_type,key\n");
		}
	}

	@OnEachServer
	void aFileThatCannotBeWritten(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> new ArtifactKeyRepository(database.sql()).requireNone(BUILDS,
						this.directory.resolve("missing").resolve("keys.csv"), "wait"))
				.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
		}
	}

}
