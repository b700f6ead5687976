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

import org.condastore.schema.lint.LintRule;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole program, without any database. */
class SchemaLintTest {

	@TempDir
	Path directory;

	private String said = "";

	@Test
	void findingsOfAllFilesAreListedAndEndWithCodeSeven() throws IOException {
		Path first = script("U98__first.sql", "SELECT 1;\nLOCK TABLE build;\n");
		Path second = script("U99__second.sql", "-- all is well\n\nDROP INDEX a;\n");
		assertThat(run("schema lint -o csv %s %s".formatted(first, second))).isEqualTo(ExitCode.FINDING);
		assertThat(this.said.lines().limit(3)).containsExactly("file,line,rule,severity,finding,safer_way",
				"%s,2,lock-table,error,%s,%s".formatted(first, LintRule.LOCK_TABLE.why(),
						LintRule.LOCK_TABLE.saferWay()),
				"%s,3,drop-index-not-concurrent,information,\"%s\",%s".formatted(second,
						LintRule.DROP_INDEX_NOT_CONCURRENT.why(),
						"DROP INDEX CONCURRENTLY IF EXISTS; in a U script DROP INDEX does"));
		assertThat(this.said).contains("error: the scripts have errors or warnings: 1");
	}

	@Test
	void informationAloneIsNoFailure() throws IOException {
		Path file = script("U99__second.sql", "DROP INDEX a;\n");
		assertThat(run("schema lint " + file)).isEqualTo(ExitCode.OK);
		assertThat(this.said).contains("drop-index-not-concurrent");
	}

	@Test
	void aFileThatIsNotThereIsNamed() {
		assertThat(run("schema lint /no/such/file.sql")).isEqualTo(ExitCode.PRECONDITION);
		assertThat(this.said).contains("there is no file /no/such/file.sql");
		assertThat(run("schema lint a.sql -o json")).isEqualTo(ExitCode.PRECONDITION);
	}

	@Test
	void needsAFileOrRules() {
		assertThat(run("schema lint")).isEqualTo(ExitCode.USAGE);
		assertThat(run("schema lint --rules a.sql")).isEqualTo(ExitCode.USAGE);
		assertThat(run("schema lint --rules -o csv")).isEqualTo(ExitCode.OK);
		assertThat(this.said.lines()).hasSize(1 + LintRule.values().length);
	}

	@Test
	void theOtherCommandsOfTheSchemaAreStillThere() {
		assertThat(run("help schema status")).isEqualTo(ExitCode.OK);
		assertThat(run("help schema lint")).isEqualTo(ExitCode.OK);
	}

	private Path script(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

	private ExitCode run(String line) {
		ByteArrayOutputStream screen = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), screen, screen, TerminalFacts.NONE);
		TargetResolver nowhere = new TargetResolver(new DatabaseOptions(null, null, null, false), Map.of(),
				Directories.of(Map.of("HOME", this.directory.toString())));
		try (CondaStoreShell shell = new CondaStoreShell(Invocation.parse(List.of()), streams, nowhere,
				Clock.systemUTC())) {
			ExitCode ended = shell.line(line);
			this.said = screen.toString(StandardCharsets.UTF_8);
			return ended;
		}
	}

}
