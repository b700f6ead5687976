package org.condastore.shell.output;

import java.util.Map;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.ErrorReport.Location;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorReportTest {

	@Test
	void aSentenceAndAHint() {
		assertThat(report(Screen.pipe(), null)).isEqualTo("""
				error: there is no namespace a\\e[31m\\nb
				hint: namespace list shows the names
				""");
	}

	@Test
	void aBatchNamesFileAndLine() {
		assertThat(report(Screen.pipe(), new Location("clean up.txt", 12))).isEqualTo("""
				clean up.txt:12: error: there is no namespace a\\e[31m\\nb
				hint: namespace list shows the names
				""");
	}

	@Test
	void anObjectForPrograms() {
		assertThat(report(Screen.pipe().format(Format.JSON), null)).isEqualTo("""
				{"error":"there is no namespace a\\u001B[31m\\nb","hint":"namespace list shows the names","exit_code":3}
				""");
		assertThat(report(Screen.pipe().format(Format.NDJSON), new Location("-", 2))).isEqualTo(
				"""
						{"error":"there is no namespace a\\u001B[31m\\nb","hint":"namespace list shows the names","exit_code":3,\
						"file":"-","line":2}
						""");
	}

	@Test
	void theWordIsRedInATerminal() {
		Screen screen = Screen.with(new TerminalFacts(false, false, true, Map.of("TERM", "xterm")));
		assertThat(report(screen, null)).startsWith("\u001b[1;31merror:\u001b[m there is no namespace a\\e[31m");
	}

	private static String report(Screen screen, @Nullable Location location) {
		new ErrorReport(screen.streams, screen.output).report(
				CommandFailure.notFound("there is no namespace a\u001b[31m\nb", "namespace list shows the names"),
				location);
		assertThat(screen.out()).isEmpty();
		return screen.err();
	}

}
