package org.condastore.shell.session;

import java.util.List;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class WordScannerTest {

	@ParameterizedTest
	@MethodSource
	void splits(String line, List<String> words) {
		assertThat(WordScanner.split(line)).extracting(Word::text).containsExactlyElementsOf(words);
	}

	static Stream<Arguments> splits() {
		return Stream.of(arguments("", List.of()), arguments("   \t ", List.of()), arguments("a b", List.of("a", "b")),
				arguments("  a\t\tb \r", List.of("a", "b")), arguments("'a b' c", List.of("a b", "c")),
				arguments("\"a b\" c", List.of("a b", "c")), arguments("''", List.of("")),
				arguments("\"\" ''", List.of("", "")), arguments("a''b", List.of("ab")),
				arguments("a'b c'd\"e f\"g", List.of("ab cde fg")), arguments("'a\"b'", List.of("a\"b")),
				arguments("\"a'b\"", List.of("a'b")), arguments("'a\\b'", List.of("a\\b")),
				arguments("'a\\'", List.of("a\\")), arguments("\"a\\\"b\"", List.of("a\"b")),
				arguments("\"a\\\\\"", List.of("a\\")), arguments("\"a\\nb\\'\"", List.of("a\\nb\\'")),
				arguments("a\\ b", List.of("a b")), arguments("\\'a\\\"", List.of("'a\"")),
				arguments("\\#a", List.of("#a")), arguments("\\\\", List.of("\\")), arguments("# all", List.of()),
				arguments("a # 'not \" closed \\", List.of("a")), arguments("a#b", List.of("a#b")),
				arguments("'#' \"#\"", List.of("#", "#")), arguments("--a='b c'", List.of("--a=b c")),
				arguments("größe 目录 😀 \\😀", List.of("größe", "目录", "😀", "😀")),
				arguments("a;b|c&d>e$f*g~h!i{j}(k)", List.of("a;b|c&d>e$f*g~h!i{j}(k)")),
				arguments("%s %n", List.of("%s", "%n")));
	}

	@ParameterizedTest
	@MethodSource
	void goesOnOnTheNextLine(List<String> lines, List<String> words) {
		WordScanner scanner = new WordScanner();
		for (String line : lines.subList(0, lines.size() - 1)) {
			assertThat(scanner.feed(line)).as(line).isFalse();
		}
		assertThat(scanner.feed(lines.get(lines.size() - 1))).isTrue();
		assertThat(scanner.words()).extracting(Word::text).containsExactlyElementsOf(words);
	}

	static Stream<Arguments> goesOnOnTheNextLine() {
		return Stream.of(arguments(List.of("a \\", "b"), List.of("a", "b")),
				arguments(List.of("a\\", "b"), List.of("ab")), arguments(List.of("a\\", " b"), List.of("a", "b")),
				arguments(List.of("a \\", ""), List.of("a")), arguments(List.of("\\", "\\", "a"), List.of("a")),
				arguments(List.of("'a", "b' c"), List.of("a\nb", "c")),
				arguments(List.of("'a\\", "b'"), List.of("a\\\nb")), arguments(List.of("\"a\\", "b\""), List.of("ab")),
				arguments(List.of("\"a", "", "b\""), List.of("a\n\nb")),
				arguments(List.of("a \\", "# b"), List.of("a")), arguments(List.of("'a", "# b'"), List.of("a\n# b")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--a", "-a", "--a='b'", "--a=\\ ", "-5" })
	void whatBeginsBareIsAnOption(String word) {
		assertThat(WordScanner.split(word)).singleElement().matches(Word::looksLikeOption);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'--a'", "\"--a\"", "\\--a", "-", "a-", "''--a" })
	void whatIsQuotedIsNone(String word) {
		assertThat(WordScanner.split(word)).singleElement().matches((found) -> !found.looksLikeOption());
	}

	@Test
	void knowsWhereWordsAre() {
		assertThat(WordScanner.split(" ab 'c d'\\ e f")).containsExactly(new Word("ab", 1, 3, true),
				new Word("c d e", 4, 12, false), new Word("f", 13, 14, true));
	}

	@ParameterizedTest
	@MethodSource
	void refuses(String line, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> WordScanner.split(line))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	static Stream<Arguments> refuses() {
		return Stream.of(arguments("a 'b", "the quote ' at column 3 is not closed"),
				arguments("a \"b\\\"", "the quote \" at column 3 is not closed"),
				arguments("a b'c'\"d", "the quote \" at column 7 is not closed"),
				arguments("a \\", "the input ends after a backslash"),
				arguments("\\", "the input ends after a backslash"),
				arguments("\"a\\", "the input ends after a backslash"),
				arguments("\0", "column 1 holds a NUL character"),
				arguments("a '\0'", "column 4 holds a NUL character"),
				arguments("a \\\0", "column 4 holds a NUL character"));
	}

	@Test
	void aCommentMayHoldAnythingButNul() {
		assertThat(WordScanner.split("# \u0001 \uFEFF \uD800")).isEmpty();
	}

}
