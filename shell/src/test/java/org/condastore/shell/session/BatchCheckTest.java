package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.LineHarness.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found before the first line runs, and where it is said to be. */
class BatchCheckTest {

	@TempDir
	private Path directory = Path.of("");

	private Path file(String name, String... lines) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.write(file, List.of(lines));
	}

	/** What is said of a batch that does not run, without the last line. */
	private static String found(Ended ended, ExitCode code) {
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.out()).isEmpty();
		assertThat(ended.code()).as(ended.err()).isEqualTo(code);
		assertThat(ended.err()).endsWith("note: nothing ran\n");
		return ended.err().substring(0, ended.err().length() - "note: nothing ran\n".length());
	}

	private static String found(String input, String... options) {
		return found(LineHarness.piped(input, options), ExitCode.USAGE);
	}

	@Test
	void everyMistakeIsShownInItsPlace() {
		assertThat(found(
				"place list a\nplace list b\n  plcae list # no\nplace delete a --expect many --yes\nplace create b\n"))
			.isEqualTo("""
					<stdin>:3: error: there is no command "plcae"
					hint: did you mean place?
					      3 |   plcae list # no
					            ^ column 3
					<stdin>:4: error: --expect takes a whole number, not "many"
					hint: use digits only, at most 2147483647
					      4 | place delete a --expect many --yes
					                                  ^ column 25
					<stdin>:5: error: place create needs --in
					hint: usage: place create PLACE --in TEXT [options]
					""");
	}

	@Test
	void aWordOnALaterLineIsShownThere() {
		assertThat(found("place \\\n  delete a \\\n\t--frobnicate\n")).isEqualTo("""
				<stdin>:3: error: place delete has no option --frobnicate
				hint: help place delete shows its options
				      3 | \\t--frobnicate
				            ^ column 2
				""");
		assertThat(found("place delete 'a\nb' --frobnicate\n"))
			.contains("      2 | b' --frobnicate\n             ^ column 4\n");
	}

	/** A caret stands below its character in a terminal. */
	@Test
	void wideCharactersCountAsWide() {
		assertThat(found("place delete '\u76EE\u5F55' --no\n"))
			.contains("      1 | place delete '\u76EE\u5F55' --no\n" + " ".repeat(10 + 20) + "^ column 19\n");
		assertThat(found("place delete 'e\u0301' --no\n"))
			.contains("      1 | place delete 'e\u0301' --no\n" + " ".repeat(10 + 17) + "^ column 19\n");
	}

	@Test
	void ofALongLineThePlaceIsShown() {
		String found = found("place list %s\nplace delete %s --no %s\n".formatted("x".repeat(500), "x".repeat(500),
				"y ".repeat(500)));
		assertThat(found.lines().toList().get(2)).startsWith("      2 | \u2026x")
			.endsWith("\u2026")
			.contains("x --no y");
		assertThat(found.lines().toList().get(3)).endsWith("^ column 515");
	}

	@Test
	void controlCharactersAreMadeVisible() {
		assertThat(found("place delete '\u001b[31m' --no\n")).contains("\\e[31m").doesNotContain("\u001b");
	}

	@Test
	void aMistakeInAnIncludedFileIsShownThere() throws IOException {
		Path batch = file("a/batch", "place list a", "include ../b/part", "place delete x --yse --yes");
		file("b/part", "# part", "place list -- b", "frobnicate");
		String part = this.directory.resolve("a/../b/part").toString();
		assertThat(found(LineHarness.files(batch), ExitCode.USAGE)).isEqualTo("""
				%s:3: error: there is no command "frobnicate"
				hint: help shows all commands
				      3 | frobnicate
				          ^ column 1
				%s:3: error: place delete has no option --yse
				hint: did you mean --yes?
				      3 | place delete x --yse --yes
				                         ^ column 16
				""".formatted(part, batch));
	}

	@Test
	void filesRunAsIfTheirLinesStoodThere() throws IOException {
		Path batch = file("batch", "place list 1", "include sub/a", "place list 5");
		file("sub/a", "place list 2", "include b", "include '../with blank'");
		file("sub/b", "place list 3");
		file("with blank", "place list 4");
		assertThat(LineHarness.files(batch).ran()).containsExactly("list [1]", "list [2]", "list [3]", "list [4]",
				"list [5]");
	}

	@Test
	void anIncludeCanBeNamedByWhatIsGiven() throws IOException {
		Path batch = file("batch", "include ${PART}");
		file("a b", "place list a");
		assertThat(LineHarness.files(List.of("--set", "PART=a b"), batch).ran()).containsExactly("list [a]");
		assertThat(found(LineHarness.files(batch), ExitCode.USAGE))
			.contains(batch + ":1: error: there is no variable PART\n", "^ column 9\n");
	}

	/** A value that is only known when lines run comes too late for it. */
	@Test
	void anIncludeCannotBeNamedByALine() throws IOException {
		Path batch = file("batch", "let PART = place list x --field name", "include ${PART}");
		assertThat(found(LineHarness.files(batch), ExitCode.USAGE))
			.contains(batch + ":2: error: there is no variable PART");
	}

	@Test
	void whatIncludesItselfIsFoundWhateverItIsCalled() throws IOException {
		Path batch = file("batch", "include ./sub/../batch");
		Files.createDirectories(this.directory.resolve("sub"));
		assertThat(found(LineHarness.files(batch), ExitCode.USAGE))
			.startsWith(batch + ":1: error: ./sub/../batch includes itself\n");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), file("other", "include link"));
		assertThat(found(LineHarness.files(link), ExitCode.USAGE)).contains(":1: error: link includes itself\n");
	}

	@Test
	void blocksEndInTheirFile() throws IOException {
		Path batch = file("batch", "on-error continue", "include part", "place list a");
		file("part", "place list b", "end");
		assertThat(found(LineHarness.files(batch), ExitCode.USAGE)).contains(
				"part:2: error: there is no block to end here\n",
				batch + ":1: error: the block that begins here is not closed\n");
	}

	@Test
	void wordsOfBlocksAreStrict() {
		assertThat(found("on-error\nend\n")).contains("<stdin>:1: error: on-error takes stop or continue\n");
		assertThat(found("on-error continue now\nend\n"))
			.contains("<stdin>:1: error: on-error takes stop or continue\n");
		assertThat(found("on-error stop\nend all\nend\n")).contains("<stdin>:2: error: end takes no argument\n");
		assertThat(found("include\n")).contains("<stdin>:1: error: include takes the path of one file\n");
		assertThat(found("include a b\n")).contains("<stdin>:1: error: include takes the path of one file\n");
	}

	@Test
	void whatIsAssignedLaterIsTakenOnTrust() {
		Ended ended = LineHarness.piped("let N = place list 5 --field name\nplace list ${N} \"<${N}>\"\n");
		assertThat(ended.err()).isEmpty();
		assertThat(ended.ran()).containsExactly("list [5]", "list [5, <5>]");
		assertThat(found("place list ${N}\nlet N = place list 5 --field name\n"))
			.startsWith("<stdin>:1: error: there is no variable N\n");
	}

	/** One mistake is enough. */
	@Test
	void whatAWrongLineWouldHaveAssignedIsNotMissing() {
		assertThat(found("let N = plcae list --field name\nplace list ${N}\n").lines()
			.filter((line) -> line.contains("error: "))).hasSize(1);
	}

	@Test
	void whatIsAssignedFailsWhereItIsUsed() {
		Ended ended = LineHarness.piped("let N = place list many --field name\nplace list a\nexpect rows ${N}\n");
		assertThat(ended.ran()).containsExactly("list [many]", "list [a]");
		assertThat(ended.err()).startsWith("<stdin>:3: error: ").endsWith("nothing was changed\n");
		assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void confirmationsAreMissingAllAtOnce() {
		Ended ended = LineHarness.piped("place list a\nplace delete b\nplace delete c --yes\nplace delete d\n");
		assertThat(found(ended, ExitCode.REFUSED)).isEqualTo("""
				<stdin>:2: error: place delete takes something away, and nobody can be asked in a batch
				hint: add --yes to the line
				      2 | place delete b
				          ^ column 1
				<stdin>:4: error: place delete takes something away, and nobody can be asked in a batch
				hint: add --yes to the line
				      4 | place delete d
				          ^ column 1
				""");
	}

	/** A line that is wrong is worse than one that is not confirmed. */
	@Test
	void theCodeIsThatOfUsageIfAnyLineIsWrong() {
		assertThat(LineHarness.piped("place delete b\nplace\n").code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void aLookRunsNothing() {
		Ended ended = LineHarness.piped("place list a\n# b\non-error stop\nplace list c\nend\n", "--check");
		assertThat(ended.ran()).isEmpty();
		assertThat(ended.err()).isEqualTo("note: 2 lines, and nothing is wrong with them\n");
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void expectCountsTheLineBefore() {
		assertThat(LineHarness.piped("place list a b\nexpect rows 2\n").code()).isEqualTo(ExitCode.OK);
		Ended ended = LineHarness.piped("place list a b\nexpect rows 1\nplace list c\n");
		assertThat(ended.err()).startsWith("<stdin>:2: error: 1 row was expected, and there are 2\n");
		assertThat(ended.ran()).containsExactly("list [a, b]");
		assertThat(ended.code()).isEqualTo(ExitCode.REFUSED);
		assertThat(found("expect rows 1\n")).startsWith("<stdin>:1: error: there is no line before expect\n");
		assertThat(LineHarness.piped("place list a\nexpect lines 1\n").code()).isEqualTo(ExitCode.USAGE);
	}

}
