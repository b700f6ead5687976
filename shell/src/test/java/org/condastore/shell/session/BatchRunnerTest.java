package org.condastore.shell.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.LineHarness.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What runs of a batch, in which order, and what is said. */
class BatchRunnerTest {

	@TempDir
	private Path directory = Path.of("");

	@ParameterizedTest
	@ValueSource(strings = { "place list a\nplace list b\n", "place list a\nplace list b",
			"place list a\r\nplace list b\r\n", "\uFEFFplace list a\n\n\nplace list b",
			"# first\nplace list \\\na\n\tplace list b # last", "place list \\\r\na\r\nplace list b\r\n" })
	void runsEveryLine(String input) {
		Ended ended = LineHarness.piped(input);
		assertThat(ended.ran()).containsExactly("list [a]", "list [b]");
		assertThat(ended.err()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "\uFEFF", "\r\n\r\n", "# nothing", "   " })
	void nothingToDoIsFine(String input) {
		Ended ended = LineHarness.piped(input);
		assertThat(ended).isEqualTo(new Ended(ExitCode.OK, "", "", List.of(), List.of()));
	}

	@Test
	void aWordOverSeveralLinesKeepsThem() {
		assertThat(LineHarness.piped("place list 'a\r\n  b'\n").ran()).containsExactly("list [a\n  b]");
	}

	@Test
	void aByteOrderMarkInTheMiddleIsNone() {
		Ended ended = LineHarness.piped("place list a\n\uFEFFplace list b\n");
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void stopsAtTheFirstFailureAndNamesItsLine() {
		Ended ended = LineHarness.piped("place list a\n\n# c\nplace \\\n  check \\\n  not-found\nplace list b\n");
		assertThat(ended.ran()).containsExactly("list [a]", "check not-found");
		assertThat(ended.out()).as("results of what was rolled back").isEmpty();
		assertThat(ended.err()).isEqualTo("""
				<stdin>:4: error: there is no place
				hint: look elsewhere
				note: 1 of 3 lines was tried, 1 failed, 1 did not run; nothing was changed
				""");
		assertThat(ended.code()).isEqualTo(ExitCode.PRECONDITION);
	}

	@Test
	void lineByLineWhatWasDoneIsShown() {
		Ended ended = LineHarness.piped("place list a\nplace check not-found\nplace list b\n", "--per-line");
		assertThat(ended.ran()).containsExactly("list [a]", "check not-found");
		assertThat(ended.out()).isEqualTo("NAME\na\n");
		assertThat(ended.err()).isEqualTo("""
				<stdin>:2: error: there is no place
				hint: look elsewhere
				note: 1 of 3 lines was done, 1 failed, 1 did not run
				""");
		assertThat(ended.code()).isEqualTo(ExitCode.PRECONDITION);
	}

	@Test
	void whoeverKeepsGoingEndsWithTheWorst() {
		Ended ended = LineHarness.piped("place check refused\nplace list a\nplace check not-found\nplace list b\n",
				"--keep-going");
		assertThat(ended.ran()).containsExactly("check refused", "list [a]", "check not-found", "list [b]");
		assertThat(ended.out()).isEqualTo("NAME\na\nNAME\nb\n");
		assertThat(ended.err()).isEqualTo("""
				<stdin>:1: error: no
				hint: add --yes
				<stdin>:3: error: there is no place
				hint: look elsewhere
				note: 2 of 4 lines were done, 2 failed
				""");
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
	}

	@Test
	void aBlockGoesOnAndWhatFollowsItDoesNot() {
		String script = """
				on-error continue
				place check refused
				on-error stop
				place list a
				end
				place check conflict
				end
				place check not-found
				place list b
				""";
		Ended ended = LineHarness.piped(script, "--per-line");
		assertThat(ended.ran()).containsExactly("check refused", "list [a]", "check conflict", "check not-found");
		assertThat(ended.code()).isEqualTo(ExitCode.CONFLICT);
		assertThat(ended.err()).endsWith("note: 1 of 5 lines was done, 3 failed, 1 did not run\n");
	}

	@Test
	void aBlockThatStopsEndsABatchThatKeepsGoing() {
		Ended ended = LineHarness.piped("on-error stop\nplace check refused\nend\nplace list a\n", "--keep-going");
		assertThat(ended.ran()).containsExactly("check refused");
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
	}

	@Test
	void aDefectStopsToo() {
		Ended ended = LineHarness.piped("place check defect\nplace list b\n");
		assertThat(ended.ran()).containsExactly("check defect");
		assertThat(ended.err()).startsWith("<stdin>:1: error: this is a defect of conda-store-shell: IllegalState");
		assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
	}

	@Test
	void exitIsTheLastLineOrNone() {
		Ended last = LineHarness.piped("place list a\nexit\n");
		assertThat(last.ran()).containsExactly("list [a]");
		assertThat(last.err()).isEmpty();
		assertThat(last.code()).isEqualTo(ExitCode.OK);
		Ended middle = LineHarness.piped("place list a\nexit\nplace list b\n");
		assertThat(middle.ran()).isEmpty();
		assertThat(middle.err()).isEqualTo("""
				<stdin>:2: error: exit would leave lines undone
				hint: it can only be the last line
				      2 | exit
				          ^ column 1
				note: nothing ran
				""");
		assertThat(middle.code()).isEqualTo(ExitCode.USAGE);
	}

	/** But what comes after it must be without mistakes. */
	@Test
	void lineByLineExitMayBeAnywhere() {
		Ended ended = LineHarness.piped("place list a\nexit\nplace list b\n", "--per-line");
		assertThat(ended.ran()).containsExactly("list [a]");
		assertThat(ended.err()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
		Ended wrong = LineHarness.piped("place list a\nexit\nfrobnicate\n", "--per-line");
		assertThat(wrong.ran()).isEmpty();
		assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void invalidUtf8IsRefusedWithItsLine() {
		byte[] input = "place list a\nplace list X\nplace list b\n".getBytes(StandardCharsets.UTF_8);
		input[24] = (byte) 0xFF;
		Ended ended = LineHarness.piped(input);
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.err()).isEqualTo("""
				<stdin>:2: error: the line is not valid UTF-8
				hint: save the file as UTF-8
				note: nothing ran
				""");
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void nulIsRefusedEvenInAComment() {
		for (String line : new String[] { "place list a\0b", "# a\0b", "place list 'a\0b'" }) {
			Ended ended = LineHarness.piped(line + "\nplace list b\n");
			assertThat(ended.ran()).as(line).isEmpty();
			assertThat(ended.err()).as(line).startsWith("<stdin>:1: error: column ").contains("holds a NUL character");
			assertThat(ended.code()).as(line).isEqualTo(ExitCode.USAGE);
		}
	}

	@Test
	void filesRunInTheirOrder() throws IOException {
		Path one = Files.writeString(this.directory.resolve("one two.txt"), "place list 1");
		Path other = Files.writeString(this.directory.resolve("other"), "place list 2\nplace check refused\n");
		Path last = Files.writeString(this.directory.resolve("last"), "place list 3");
		Ended ended = LineHarness.files(one, other, last);
		assertThat(ended.ran()).containsExactly("list [1]", "list [2]", "check refused");
		assertThat(ended.err()).startsWith(other + ":2: error: no\n").endsWith("nothing was changed\n");
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
	}

	@Test
	void exitInAFileEndsTheOthersToo() throws IOException {
		Path one = Files.writeString(this.directory.resolve("one"), "exit");
		Path other = Files.writeString(this.directory.resolve("other"), "place list 2");
		assertThat(LineHarness.files(one, other).err()).startsWith(one + ":1: error: exit would leave lines undone\n");
		assertThat(LineHarness.files(List.of("--per-line"), one, other).ran()).isEmpty();
		assertThat(LineHarness.files(other, one).ran()).containsExactly("list [2]");
	}

	@Test
	void whatIsNotAFileIsRefused() {
		assertThat(LineHarness.files(this.directory).err())
			.isEqualTo("error: %s is a directory\nhint: a batch is a file of commands\n".formatted(this.directory));
		assertThat(LineHarness.files(this.directory.resolve("none")).code()).isEqualTo(ExitCode.USAGE);
		assertThat(LineHarness.files(this.directory.resolve("none/deeper")).code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void nothingRunsIfOneOfTheFilesIsMissing() throws IOException {
		Path one = Files.writeString(this.directory.resolve("one"), "place list 1");
		Ended ended = LineHarness.files(one, this.directory.resolve("none"));
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void eachLineHasItsOwnFormat() {
		Ended ended = LineHarness
			.piped("place list a\nset output csv\nplace list b\n-o ndjson place list c\nplace list d\n");
		assertThat(ended.out()).isEqualTo("NAME\na\nname\nb\n{\"name\":\"c\"}\nname\nd\n");
	}

}
