package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A build that is chosen as the current one, and changes before it is. */
class CurrentBuildTest {

	@TempDir
	Path directory;

	@OnEachServer
	void aPlanIsNotCarriedOutOnABuildThatIsGone(TestServer server) {
		Path plan = this.directory.resolve("plan.json");
		ByteArrayOutputStream screen = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), screen, screen, TerminalFacts.NONE);
		try (TestDatabase database = TestDatabase.live(server);
				CondaStoreShell shell = new CondaStoreShell(Invocation.parse(List.of()), streams,
						new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
								Directories.of(Map.of())),
						Clock.systemUTC())) {
			assertThat(shell.line("environment set-current default/latest 2 --dry-run --save '%s'".formatted(plan)))
				.isEqualTo(ExitCode.OK);
			database.load("UPDATE build SET deleted_on = now() WHERE id = 2");
			screen.reset();
			assertThat(shell.line("repair apply '%s' --yes".formatted(plan))).isEqualTo(ExitCode.CONFLICT);
			assertThat(screen.toString(StandardCharsets.UTF_8)).contains("build 2 is deleted by now");
			database.load("UPDATE build SET deleted_on = NULL, status = 'FAILED' WHERE id = 2");
			screen.reset();
			assertThat(shell.line("repair apply '%s' --yes".formatted(plan))).isEqualTo(ExitCode.CONFLICT);
			assertThat(screen.toString(StandardCharsets.UTF_8)).contains("build 2 is FAILED by now");
			database.load("UPDATE build SET status = 'COMPLETED' WHERE id = 2");
			assertThat(shell.line("repair apply '%s' --yes".formatted(plan))).isEqualTo(ExitCode.OK);
			assertThat(database.sql().fetchSingle("SELECT current_build_id FROM environment WHERE id = 1").get(0))
				.isEqualTo(2);
		}
	}

}
