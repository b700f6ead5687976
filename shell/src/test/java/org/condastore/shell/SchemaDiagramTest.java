package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.core.command.completion.CompletionProposal;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code schema diagram}, up to the files that it writes. */
class SchemaDiagramTest {

	private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	private CondaStoreShell shell(TestDatabase database) {
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), this.screen, this.screen,
				TerminalFacts.NONE);
		return new CondaStoreShell(Invocation.parse(List.of()), streams,
				new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
						Directories.of(Map.of())),
				Clock.systemUTC());
	}

	private void assertEnds(CondaStoreShell shell, String line, ExitCode expected, String... said) {
		this.screen.reset();
		assertThat(shell.line(line)).as(line).isEqualTo(expected);
		assertThat(this.screen.toString(StandardCharsets.UTF_8)).contains(said);
	}

	@Test
	void writesFilesAndKeepsThoseThatExist() throws IOException {
		try (TestDatabase database = TestDatabase.atHead(TestServer.POSTGRES_15);
				CondaStoreShell shell = shell(database)) {
			Path png = this.directory.resolve("schema.png");
			assertEnds(shell, "schema diagram -o " + png, ExitCode.OK, "schema.png shows 16 tables");
			byte[] picture = Files.readAllBytes(png);
			assertThat(new String(picture, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
			assertEnds(shell, "schema diagram --focus build -o " + png, ExitCode.REFUSED, "exists", "--force");
			assertThat(Files.readAllBytes(png)).isEqualTo(picture);
			assertEnds(shell, "schema diagram --force --focus worker --output=" + png, ExitCode.OK, "1 tables");
			assertThat(Files.size(png)).isLessThan(picture.length);
			for (String ending : List.of("svg", "mmd", "puml", "dot")) {
				Path file = this.directory.resolve("schema." + ending);
				assertEnds(shell, "schema diagram -o " + file, ExitCode.OK, "16 foreign keys");
				assertThat(file).content().contains("solve_conda_package_build");
			}
		}
	}

	@Test
	void showsMermaid() {
		try (TestDatabase database = TestDatabase.atHead(TestServer.POSTGRES_15);
				CondaStoreShell shell = shell(database)) {
			assertEnds(shell, "schema diagram --exclude build*,solve* --focus environment", ExitCode.OK,
					"erDiagram\n    environment {\n", "    namespace ||--o{ environment : \"namespace_id\"\n");
			assertThat(this.screen.toString(StandardCharsets.UTF_8)).doesNotContain("build {");
		}
	}

	@Test
	void refusesWhatCannotBeDrawn() {
		try (TestDatabase database = TestDatabase.atHead(TestServer.POSTGRES_15);
				CondaStoreShell shell = shell(database)) {
			assertEnds(shell, "schema diagram -o schema.pdf", ExitCode.USAGE, "schema.pdf",
					".png, .svg, .mmd, .puml, .dot");
			assertEnds(shell, "schema diagram -o json", ExitCode.USAGE, "no diagram can be written to json");
			assertEnds(shell, "schema diagram --hops 2", ExitCode.USAGE, "--focus");
			assertEnds(shell, "schema diagram --focus build --hops -1", ExitCode.USAGE, "-1");
			assertEnds(shell, "schema diagram --force", ExitCode.USAGE, "-o FILE");
			assertEnds(shell, "schema diagram --focus nothing", ExitCode.PRECONDITION, "no table nothing");
			assertEnds(shell, "schema diagram --exclude *", ExitCode.PRECONDITION, "no tables", "exclude fewer");
			assertEnds(shell, "schema diagram -o " + this.directory.resolve("none/schema.dot"), ExitCode.FAILED,
					"cannot be written");
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@Test
	void completesTables() throws InterruptedException {
		try (TestDatabase database = TestDatabase.atHead(TestServer.POSTGRES_15);
				CondaStoreShell shell = shell(database)) {
			List<CompletionProposal> offered = shell.tab("schema diagram --focus env");
			for (int i = 0; i < 100 && offered.isEmpty(); i++) {
				Thread.sleep(100);
				offered = shell.tab("schema diagram --focus env");
			}
			assertThat(offered).extracting(CompletionProposal::value).contains("environment");
		}
	}

}
