package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
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

}
