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

class LineRunnerTest {

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
		assertThat(LineHarness.piped("place list a\n\uFEFFplace list b\n").code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void stopsAtTheFirstFailureAndNamesItsLine() {
		Ended ended = LineHarness.piped("place list a\n\n# c\nplace \\\n  check \\\n  not-found\nplace list b\n");
		assertThat(ended.ran()).containsExactly("list [a]", "check not-found");
		assertThat(ended.err()).isEqualTo("<stdin>:4: error: there is no place\nhint: look elsewhere\n");
		assertThat(ended.code()).isEqualTo(ExitCode.PRECONDITION);
	}

	@Test
	void aDefectStopsToo() {
		Ended ended = LineHarness.piped("place check defect\nplace list b\n");
		assertThat(ended.ran()).containsExactly("check defect");
		assertThat(ended.err()).startsWith("<stdin>:1: error: this is a defect of conda-store-shell: IllegalState");
		assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
	}

	@Test
	void exitEndsItWithSuccess() {
		Ended ended = LineHarness.piped("place list a\nexit\nplace list b\nfrobnicate\n");
		assertThat(ended.ran()).containsExactly("list [a]");
		assertThat(ended.err()).isEmpty();
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void invalidUtf8IsRefusedWithItsLine() {
		byte[] input = "place list a\nplace list X\nplace list b\n".getBytes(StandardCharsets.UTF_8);
		input[24] = (byte) 0xFF;
		Ended ended = LineHarness.piped(input);
		assertThat(ended.ran()).containsExactly("list [a]");
		assertThat(ended.err())
			.isEqualTo("<stdin>:2: error: line 2 is not valid UTF-8\nhint: save the file as UTF-8\n");
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
		assertThat(ended.err()).startsWith(other + ":2: error: no\n");
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
	}

	@Test
	void exitInAFileEndsTheOthersToo() throws IOException {
		Path one = Files.writeString(this.directory.resolve("one"), "exit");
		Path other = Files.writeString(this.directory.resolve("other"), "place list 2");
		assertThat(LineHarness.files(one, other).ran()).isEmpty();
	}

	@Test
	void whatIsNotAFileIsRefused() {
		assertThat(LineHarness.files(this.directory).err())
			.isEqualTo("error: %s is a directory\nhint: -f takes a file of commands\n".formatted(this.directory));
		assertThat(LineHarness.files(this.directory.resolve("none")).code()).isEqualTo(ExitCode.USAGE);
		assertThat(LineHarness.files(this.directory.resolve("none/deeper")).code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void eachLineHasItsOwnFormat() {
		Ended ended = LineHarness
			.piped("place list a\nset output csv\nplace list b\n-o ndjson place list c\nplace list d\n");
		assertThat(ended.out()).isEqualTo("NAME\na\nname\nb\n{\"name\":\"c\"}\nname\nd\n");
	}

}
