package org.condastore.shell.output;

import java.util.List;
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

	@Test
	void aSentenceAboutALongValueKeepsItsEnd() {
		String value = "b" + "x".repeat(1_000_000) + "e";
		assertThat(sentence("\"%s\" is not a namespace name".formatted(value)))
			.matches("\"bx{50,}…x{50,}e\" is not a namespace name");
		assertThat(sentence("place delete has no option --%s".formatted(value)))
			.matches("place delete has no option --bx{50,}…x{50,}e");
		assertThat(sentence("\"%s/a/%s\" is not an environment: \"a/%s\" is not a name".formatted(value, value, value)))
			.matches("\"bx{50,}…x{50,}e\" is not an environment: \"a/bx{50,}…x{50,}e\" is not a name");
		assertThat(sentence("--reason cannot be \"%s\"".formatted("two words ".repeat(100_000))))
			.matches("--reason cannot be \"(two words ){5,}.*….*(two words ){5,}\"");
	}

	@Test
	void aSentenceKeepsItsEndsWhateverItQuotes() {
		for (String odd : List.of("\"", "\" x", "a ", "\\", "$1 ", "\u2028", "\n")) {
			assertThat(sentence("there is no place %s here".formatted(odd.repeat(100_000)))).as(odd)
				.startsWith("there is no place ")
				.endsWith(" here")
				.contains("…")
				.hasSizeLessThan(10_000);
		}
	}

	@Test
	void noCharacterIsCutInTwo() {
		for (String before : List.of("", "x")) {
			for (String after : List.of("", "x")) {
				assertThat(sentence("no " + before + "𝄞".repeat(10_000) + after))
					.matches("no %s𝄞+…𝄞+%s".formatted(before, after));
			}
		}
	}

	@Test
	void whatIsNotTooLongStaysAsItIs() {
		String sentence = "\"%s\" is not a namespace name".formatted("x".repeat(900));
		assertThat(sentence(sentence)).isEqualTo(sentence);
	}

	@Test
	void aHintAboutALongValueKeepsItsEndToo() {
		String hint = "environment list --name '%s' shows in which namespaces it is".formatted("x".repeat(1_000_000));
		assertThat(report(Screen.pipe(), null, CommandFailure.usage("wrong", hint)))
			.matches("error: wrong\nhint: environment list --name 'x{50,}…x{50,}' shows in which namespaces it is\n");
	}

	private static String sentence(String message) {
		String report = report(Screen.pipe(), null, CommandFailure.usage(message, "help"));
		assertThat(report).startsWith("error: ").endsWith("\nhint: help\n").hasLineCount(2);
		String json = report(Screen.pipe().format(Format.JSON), null, CommandFailure.usage(message, "help"));
		assertThat(json).hasSizeLessThan(10_000).hasLineCount(1);
		return report.substring("error: ".length(), report.length() - "\nhint: help\n".length());
	}

	private static String report(Screen screen, @Nullable Location location) {
		return report(screen, location,
				CommandFailure.notFound("there is no namespace a\u001b[31m\nb", "namespace list shows the names"));
	}

	private static String report(Screen screen, @Nullable Location location, CommandFailure failure) {
		new ErrorReport(screen.streams, screen.output).report(failure, location);
		assertThat(screen.out()).isEmpty();
		return screen.err();
	}

}
