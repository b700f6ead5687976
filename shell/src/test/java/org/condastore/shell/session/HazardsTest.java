package org.condastore.shell.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.LineHarness.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What Spring Shell 4.0.1 does with these lines by itself: it runs the command all the
 * same, or reports success, or prints a stack trace. Each was seen to.
 */
class HazardsTest {

	@ParameterizedTest
	@MethodSource
	void whatIsWrongIsRefusedAndNothingRuns(String line, String error, String hint) {
		Ended ended = LineHarness.typed(line);
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.out()).isEmpty();
		assertThat(ended.err()).isEqualTo("error: %s\nhint: %s\n".formatted(error, hint));
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	static Stream<Arguments> whatIsWrongIsRefusedAndNothingRuns() {
		return Stream.of(
				arguments("place delete prod --dry-rnu=true", "place delete has no option --dry-rnu",
						"did you mean --dry-run?"),
				arguments("place delete prod --dryRun true", "place delete has no option --dryRun",
						"did you mean --dry-run?"),
				arguments("place delete prod --yes --dry-rnu", "place delete has no option --dry-rnu",
						"did you mean --dry-run?"),
				arguments("place delete prod --force", "place delete has no option --force",
						"help place delete shows its options"),
				arguments("place delete prod -x", "place delete has no option -x",
						"help place delete shows its options"),
				arguments("place delete prod -yes", "place delete has no option -yes", "did you mean --yes?"),
				arguments("place delete prod -\\ ", "place delete has no option - ",
						"help place delete shows its options"),
				arguments("place delete prod --yes=false", "--yes takes no value", "write --yes alone"),
				arguments("place delete prod --dry-run=true", "--dry-run takes no value", "write --dry-run alone"),
				arguments("place delete prod --yes --yes", "--yes is given twice", "give it once"),
				arguments("place delete prod -n 1 --expect 1", "--expect is given twice", "give it once"),
				arguments("place delete prod --reason", "--reason needs a value",
						"write --reason=VALUE; help place delete says which"),
				arguments("place delete prod --reason --yes", "--reason needs a value",
						"write --reason=VALUE; help place delete says which"),
				arguments("place delete prod --expect -o csv", "--expect needs a value",
						"write --expect=VALUE; help place delete says which"),
				arguments("place delete prod --expect many", "--expect takes a whole number, not \"many\"",
						"use digits only, at most 2147483647"),
				arguments("place delete prod --expect=", "--expect takes a whole number, not \"\"",
						"use digits only, at most 2147483647"),
				arguments("place delete prod --expect 9999999999", "--expect takes a whole number, not \"9999999999\"",
						"use digits only, at most 2147483647"),
				arguments("place delete prod test --yes", "place delete has one argument too many: \"test\"",
						"usage: place delete PLACE [options]"),
				arguments("place delete", "place delete needs PLACE", "usage: place delete PLACE [options]"),
				arguments("place create", "place create needs PLACE and --in",
						"usage: place create PLACE --in TEXT [options]"),
				arguments("place create here", "place create needs --in",
						"usage: place create PLACE --in TEXT [options]"),
				arguments("place creat foo", "place has no verb \"creat\"", "did you mean place create?"),
				arguments("place", "place needs a verb", "use one of check, list, create, delete"),
				arguments("place --yes", "place needs a verb", "use one of check, list, create, delete"),
				arguments("pl frobnicate", "place has no verb \"frobnicate\"",
						"use one of check, list, create, delete"),
				arguments("plcae delete prod", "there is no command \"plcae\"", "did you mean place?"),
				arguments("Place delete prod", "there is no command \"Place\"", "did you mean place?"),
				arguments("'place delete' prod", "there is no command \"place delete\"", "help shows all commands"),
				arguments("\"place delete prod\"", "there is no command \"place delete prod\"",
						"help shows all commands"),
				arguments("--yes place delete prod", "a command cannot begin with the option --yes",
						"type the command first; help shows all of them"),
				arguments("-o", "a command cannot begin with the option -o",
						"type the command first; help shows all of them"),
				arguments("-o csv", "a command cannot begin with the option -o",
						"type the command first; help shows all of them"),
				arguments("place delete prod -o xml", "-o cannot be \"xml\"",
						"use one of table, vertical, json, ndjson, csv, yaml"),
				arguments("place delete prod 'never closed --yes", "the quote ' at column 19 is not closed",
						"close it, or write \\' for the character itself"),
				arguments("place delete prod --yes \\", "the input ends after a backslash",
						"remove it, or go on on the next line"),
				arguments("place delete a\0b", "column 15 holds a NUL character",
						"remove it: NUL cannot be part of a command"),
				arguments("// comment", "there is no command \"//\"", "help shows all commands"),
				arguments("set pager sometimes", "set pager cannot be \"sometimes\"", "use one of auto, on, off"),
				arguments("help plcae", "there is no command \"plcae\"", "did you mean help place?"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			place delete prod --dry-run                 | delete prod dryRun=true expect=1 reason=null yes=false
			pl delete prod --yes                        | delete prod dryRun=false expect=1 reason=null yes=true
			place delete --yes prod                     | delete prod dryRun=false expect=1 reason=null yes=true
			place delete prod -n -5                     | delete prod dryRun=false expect=-5 reason=null yes=false
			place delete prod -n5                       | delete prod dryRun=false expect=5 reason=null yes=false
			place delete prod --expect=-5               | delete prod dryRun=false expect=-5 reason=null yes=false
			place delete -5                             | delete -5 dryRun=false expect=1 reason=null yes=false
			place delete 'two words'                    | delete two words dryRun=false expect=1 reason=null yes=false
			place delete "it's"                         | delete it's dryRun=false expect=1 reason=null yes=false
			place delete two\\ words                    | delete two words dryRun=false expect=1 reason=null yes=false
			place delete '--dry-run'                    | delete --dry-run dryRun=false expect=1 reason=null yes=false
			place delete -- --dry-run                   | delete --dry-run dryRun=false expect=1 reason=null yes=false
			place delete prod --reason=--yes            | delete prod dryRun=false expect=1 reason=--yes yes=false
			place delete prod --reason '--yes'          | delete prod dryRun=false expect=1 reason=--yes yes=false
			place delete prod --reason ''               | delete prod dryRun=false expect=1 reason= yes=false
			place delete a#b # --dry-run                | delete a#b dryRun=false expect=1 reason=null yes=false
			place list a --all -x 'b c'                 | list [a, --all, -x, b c]
			-o csv place list                           | list []
			""")
	void whatIsRightRuns(String line, String ran) {
		Ended ended = LineHarness.typed(line);
		assertThat(ended.err()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
		assertThat(ended.ran()).containsExactly(ran);
	}

	/** They must not be joined by blanks and split again. */
	@Test
	void argumentsOfAProcessStayAsTheyWereQuoted() {
		assertThat(LineHarness.arguments("place", "create", "my ns", "--in", "a \"b\" 'c' \\ # d").ran())
			.containsExactly("create my ns in a \"b\" 'c' \\ # d");
		assertThat(LineHarness.arguments("place", "create", "", "--in=").ran()).containsExactly("create  in ");
		assertThat(LineHarness.arguments("place", "delete", "--", "-x").ran())
			.containsExactly("delete -x dryRun=false expect=1 reason=null yes=false");
	}

	@ParameterizedTest
	@MethodSource
	void argumentsOfAProcessAreAsStrict(List<String> arguments, String error) {
		Ended ended = LineHarness.arguments(arguments.toArray(String[]::new));
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.err()).startsWith("error: %s%n".formatted(error)).hasLineCount(2);
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	static Stream<Arguments> argumentsOfAProcessAreAsStrict() {
		return Stream.of(arguments(List.of("place", "delete", "prod", "- "), "place delete has no option - "),
				arguments(List.of("place", "delete", "prod", "- yes"), "place delete has no option - yes"),
				arguments(List.of("place delete", "prod"), "there is no command \"place delete\""),
				arguments(List.of("place", "delete", "-x"), "place delete has no option -x"),
				arguments(List.of(""), "there is no command \"\""),
				arguments(List.of("place", ""), "place has no verb \"\""),
				arguments(List.of("place", "delete", "--spring.shell.interactive.enabled=false"),
						"place delete has no option --spring.shell.interactive.enabled"));
	}

	@ParameterizedTest
	@CsvSource({ "not-found, PRECONDITION", "refused, REFUSED", "conflict, CONFLICT" })
	void aCommandThatFailsFailsTheProcess(String how, ExitCode code) {
		Ended ended = LineHarness.typed("place check " + how);
		assertThat(ended.code()).isEqualTo(code);
		assertThat(ended.err()).startsWith("error: ").contains("\nhint: ").hasLineCount(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "defect", "checked", "error", "overflow" })
	void aDefectIsSaidInOneSentenceWithoutStackTrace(String how) {
		Ended ended = LineHarness.typed("place check " + how);
		assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
		assertThat(ended.err()).startsWith("error: this is a defect of conda-store-shell: ")
			.contains("\nhint: ")
			.hasLineCount(2)
			.doesNotContain("internal", "\tat ");
	}

	@Test
	void aCommentEndsNothing() {
		Ended ended = LineHarness.piped("# comment\nplace list one\n  # another 'one\n\nplace list two # three\n");
		assertThat(ended.ran()).containsExactly("list [one]", "list [two]");
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void twoSlashesAreNoComment() {
		Ended ended = LineHarness.piped("place list one\n// comment\nplace list two\n");
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.err()).startsWith("<stdin>:2: error: there is no command \"//\"\n");
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void aPipeGetsResultsAloneAndStopsAtTheFirstFailure() {
		Ended ended = LineHarness.piped("place list one\nplace check refused\nplace list two\n", "--per-line");
		assertThat(ended.ran()).containsExactly("list [one]", "check refused");
		assertThat(ended.out()).isEqualTo("NAME\none\n");
		assertThat(ended.err()).startsWith("<stdin>:2: error: no\nhint: add --yes\nnote: ").hasLineCount(3);
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "place delete 'prod", "place delete prod \\", "place delete \"prod\n\n" })
	void aScriptThatEndsInTheMiddleOfACommandIsAnError(String script) {
		Ended ended = LineHarness.piped(script);
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.err()).startsWith("<stdin>:1: error: ").endsWith("note: nothing ran\n").hasLineCount(3);
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void aMissingScriptIsAnError(@TempDir Path directory) {
		Ended ended = LineHarness.files(directory.resolve("none"));
		assertThat(ended.err()).isEqualTo(
				"error: there is no file %s/none\nhint: check the path of the batch file\n".formatted(directory));
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void helpShowsPositionalArgumentsDefaultsAndWhatIsRequired() {
		assertThat(LineHarness.typed("help place delete").out()).isEqualTo("""
				usage: place delete PLACE [options]

				Delete a place.

				arguments:
				  PLACE  the place

				options:
				  --dry-run                                         change nothing
				  -n, --expect N                                    how many (default 1)
				  --reason TEXT                                     why
				  --yes                                             do not ask
				  -o, --output table|vertical|json|ndjson|csv|yaml  how results are written
				  -h, --help                                        say what the command does
				""");
		assertThat(LineHarness.typed("place create --help").out()).startsWith("usage: place create PLACE --in TEXT");
		assertThat(LineHarness.typed("help pl").out()).contains("place delete  Delete a place\n");
	}

	/** Spring Shell's parser takes more than a second for 10,000 characters. */
	@Test
	void aLongLineTakesNoLongerThanItIs() {
		String line = "place delete " + "x".repeat(1_000_000) + " --dry-run";
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			Ended ended = LineHarness.typed(line);
			assertThat(ended.code()).isEqualTo(ExitCode.OK);
			assertThat(ended.ran().get(0)).hasSizeGreaterThan(1_000_000);
			assertThat(LineHarness.typed("place list" + " x".repeat(500_000)).code()).isEqualTo(ExitCode.OK);
			assertThat(LineHarness.typed("x".repeat(1_000_000)).err()).hasSizeLessThan(2_000);
		});
	}

}
