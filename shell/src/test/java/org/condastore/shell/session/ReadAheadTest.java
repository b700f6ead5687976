package org.condastore.shell.session;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.LineHarness.Ended;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which lines a command reads for at once, and what becomes of them. */
class ReadAheadTest {

	@Test
	void linesOfACommandAreReadForAtOnce() {
		Ended ended = LineHarness.piped("answer show a\n\n# comment\nanswer show b -o csv\nanswer \\\nshow a\n");
		assertThat(ended.reads()).containsExactly(Set.of("a", "b"));
		assertThat(ended.out()).isEqualTo("a in read 1\nb in read 1\na in read 1\n");
		assertThat(ended.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void anotherCommandInBetweenEndsIt() {
		Ended ended = LineHarness.piped("answer show a\nanswer show b\nset output csv\nanswer show a\n");
		assertThat(ended.reads()).containsExactly(Set.of("a", "b"), Set.of("a"));
		assertThat(ended.out()).isEqualTo("a in read 1\nb in read 1\na in read 2\n");
	}

	@Test
	void helpIsNotALineThatReads() {
		Ended ended = LineHarness.piped("answer show a\nanswer show b --help\nanswer show c\n");
		assertThat(ended.reads()).containsExactly(Set.of("a"), Set.of("c"));
	}

	@Test
	void noMoreThanTwoHundredLinesFollow() {
		String script = IntStream.rangeClosed(1, 450)
			.mapToObj("answer show %d\n"::formatted)
			.collect(Collectors.joining());
		assertThat(LineHarness.piped(script).reads()).extracting(Set::size).containsExactly(201, 201, 48);
	}

	/** What is behind them does not run, but may have been read. */
	@Test
	void whatIsMissingFailsInItsTurn() {
		Ended ended = LineHarness.piped("answer show a\nanswer show missing\nanswer show b\n", "--per-line");
		assertThat(ended.reads()).hasSize(1);
		assertThat(ended.out()).isEqualTo("a in read 1\n");
		assertThat(ended.err()).startsWith("<stdin>:2: error: there is no missing\nhint: ask for another\n");
		assertThat(ended.code()).isEqualTo(ExitCode.PRECONDITION);
	}

	/** The lines before it run alone, instead of failing with it. */
	@Test
	void whatCannotBeReadFailsInItsTurn() {
		Ended ended = LineHarness.piped("answer show a\nanswer show b\nanswer show broken\nanswer show c\n",
				"--per-line");
		assertThat(ended.reads()).containsExactly(Set.of("a", "b", "broken", "c"), Set.of("a"), Set.of("b"),
				Set.of("broken"));
		assertThat(ended.out()).isEqualTo("a in read 2\nb in read 3\n");
		assertThat(ended.err()).startsWith("<stdin>:3: error: this is a defect of conda-store-shell: IllegalState");
		assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
	}

	@Test
	void whenTheDatabaseIsAwayNothingIsTriedAgain() {
		Ended ended = LineHarness.piped("answer show a\nanswer show away\n");
		assertThat(ended.reads()).hasSize(1);
		assertThat(ended.err()).startsWith("<stdin>:1: error: the database is away\n");
		assertThat(ended.code()).isEqualTo(ExitCode.UNAVAILABLE);
	}

	/** Whoever takes long to take the results gets no old ones. */
	@Test
	void whatHasWaitedLongIsReadAgain() {
		Ended ended = LineHarness.piped("answer show a\nanswer show slow\nanswer show a\nanswer show b\n");
		assertThat(ended.reads()).containsExactly(Set.of("a", "slow", "b"), Set.of("a", "b"));
		assertThat(ended.out()).isEqualTo("a in read 1\nslow in read 1\na in read 2\nb in read 2\n");
	}

	@Test
	void aLineMayBeLongerThanAnyBuffer() {
		String word = "x".repeat(300_000);
		Ended ended = LineHarness.piped("place list a\nplace list %s\nplace list b".formatted(word));
		assertThat(ended.ran()).containsExactly("list [a]", "list [" + word + "]", "list [b]");
	}

}
