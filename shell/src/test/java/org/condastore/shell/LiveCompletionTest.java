package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.core.command.completion.CompletionProposal;

import static org.assertj.core.api.Assertions.assertThat;

/** What TAB finds in a real database, for every kind of name that there is. */
class LiveCompletionTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static CondaStoreShell shell(TestDatabase database) {
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(),
				OutputStream.nullOutputStream(), TerminalFacts.NONE);
		return new CondaStoreShell(Invocation.parse(List.of()), streams, new TargetResolver(
				new DatabaseOptions(database.url(), null, null, false), Map.of(), Directories.of(Map.of())), CLOCK);
	}

	/** The offers; asks again as long as a busy machine does not answer in time. */
	private static List<CompletionProposal> offered(CondaStoreShell shell, String text) throws InterruptedException {
		List<CompletionProposal> offered = shell.tab(text);
		for (int i = 0; i < 100 && offered.isEmpty(); i++) {
			Thread.sleep(100);
			offered = shell.tab(text);
		}
		return offered;
	}

	private static List<String> values(CondaStoreShell shell, String text) throws InterruptedException {
		return offered(shell, text).stream().map(CompletionProposal::value).toList();
	}

	@OnEachServer
	void namesOfEveryKind(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			assertThat(values(shell, "namespace show ")).startsWith("analyst-7")
				.contains("data-science", "ml_platform")
				.doesNotContain("retired-team");
			assertThat(values(shell, "namespace show dsc")).containsExactly("data-science");
			List<String> environments = values(shell, "environment show ");
			assertThat(environments).hasSizeGreaterThan(10).allMatch((name) -> name.contains("/"));
			assertThat(values(shell, "environment show data-science/")).isNotEmpty()
				.allMatch((name) -> name.startsWith("data-science/"));
			assertThat(values(shell, "environment show " + environments.get(0))).contains(environments.get(0));
			assertThat(values(shell, "build show ")).first().asString().matches("[0-9]+");
			assertThat(offered(shell, "build show ")).allMatch((build) -> String.valueOf(build.description())
				.matches("(COMPLETED|FAILED|QUEUED|BUILDING|CANCELED) .* ago .*/.*"));
			assertThat(values(shell, "specification show ")).isNotEmpty();
			assertThat(values(shell, "channel show ")).isNotEmpty();
			assertThat(values(shell, "package show ")).isNotEmpty();
			assertThat(values(shell, "setting get ")).isNotEmpty();
			assertThat(values(shell, "role explain data-science --holder ")).startsWith("analyst-7")
				.contains("default");
			assertThat(values(shell, "role explain data-science --holder=dsc"))
				.containsExactly("--holder=data-science");
			assertThat(values(shell, "build restore ")).startsWith("61", "60").doesNotContain("53");
			assertThat(values(shell, "build purge ")).startsWith("61", "60").doesNotContain("53");
			assertThat(values(shell, "build fail ")).containsExactly("60", "37", "35", "6");
			assertThat(values(shell, "build cancel ")).containsExactly("60", "47", "37", "23", "3");
			assertThat(values(shell, "build delete ")).first().isEqualTo("53");
			assertThat(offered(shell, "build clear-artifact 1 1"))
				.allMatch((artifact) -> String.valueOf(artifact.description()).matches("[A-Z_]+ of build [0-9]+"));
			assertThat(values(shell, "channel delete ")).isNotEmpty();
			assertThat(values(shell, "namespace restore ")).containsExactly("retired-team");
			assertThat(values(shell, "namespace purge r")).containsExactly("retired-team");
			assertThat(values(shell, "namespace rename dsc")).containsExactly("data-science");
			assertThat(values(shell, "environment restore retired-team/")).containsExactly("retired-team/etl",
					"retired-team/latest", "retired-team/training");
			assertThat(values(shell, "environment purge etl")).startsWith("geo@quansight/etl", "retired-team/etl");
			assertThat(values(shell, "environment set-current default/latest ")).first().asString().matches("[0-9]+");
			assertThat(values(shell, "namespace list --sort ")).containsExactly("id", "name", "environments", "builds",
					"size", "deleted_on");
			assertThat(values(shell, "namespace list --sort -s")).containsExactly("-size");
		}
	}

	@OnEachServer
	void namesAndFiles(TestServer server, @TempDir Path directory) throws Exception {
		Files.createFile(directory.resolve("plan.json"));
		String file = directory + "/plan.json";
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			assertThat(values(shell, "repair apply B")).contains("B4", "B5").doesNotContain("B9");
			assertThat(values(shell, "repair plan --celery ")).startsWith("-");
			for (String command : List.of("repair apply", "repair plan --celery", "import")) {
				assertThat(values(shell, "%s %s/".formatted(command, directory))).containsExactly(file);
			}
		}
	}

	@OnEachServer
	void whatDependsOnTheArgumentsBefore(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			assertThat(values(shell, "role grant analyst-7 dsc")).containsExactly("data-science/*",
					"data-science/pandas*");
			assertThat(values(shell, "role grant analyst-7 data-science ")).containsExactly("admin", "developer",
					"viewer");
			assertThat(values(shell, "role revoke default ")).containsExactly("data-science/pandas*", "ml_platform/*");
			assertThat(values(shell, "role set global ")).containsExactly("*/*");
			assertThat(values(shell, "role set global '*/*' viewer --generation ")).containsExactly("1", "2");
			assertThat(values(shell, "setting set build_artifacts LO")).containsExactly("LOCKFILE", "LOGS");
			assertThat(values(shell, "setting set conda_command m")).isEmpty();
			assertThat(values(shell, "setting unset conda_p")).containsExactly("conda_platforms");
		}
	}

	@OnEachServer
	void tablesKeysAndColumns(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			assertThat(values(shell, "row set bu")).containsExactly("build", "build_artifact",
					"build_conda_package_build");
			assertThat(values(shell, "row set ")).hasSize(16).doesNotContain("alembic_version");
			assertThat(values(shell, "row delete --dry-run namespace ")).containsExactly("8", "7", "6", "5", "4", "3",
					"2", "1");
			assertThat(values(shell, "row delete build_conda_package_build 22,"))
				.allMatch((key) -> key.matches("22,[0-9]+"));
			assertThat(values(shell, "row set build 22 st")).containsExactly("status=", "started_on=", "status_info=");
			assertThat(offered(shell, "row set build 22 status=").get(0).complete()).isTrue();
			assertThat(offered(shell, "row set build 22 status").get(0).complete()).isFalse();
			assertThat(values(shell, "row set build 22 size=0 status=F")).containsExactly("status=FAILED");
			assertThat(values(shell, "row set build 22 ended_on=")).containsExactly("ended_on=@now", "ended_on=@null");
			assertThat(values(shell, "row set build 22 status=FAILED --r")).contains("--reason");
			assertThat(values(shell, "row set build 22 i")).doesNotContain("id=");
			assertThat(shell.tab("row set alembic_version ")).isEmpty();
		}
	}

}
