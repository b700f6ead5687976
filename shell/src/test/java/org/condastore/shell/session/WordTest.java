package org.condastore.shell.session;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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

/** Words with variables, from the line to what a command gets. */
class WordTest {

	private static final UnaryOperator<String> VALUES = new Variables(
			Map.of("A", "a", "ODD", "x 'y' \"z\"; --yes ${A} \\", "OPTION", "--yes", "NONE", "", "LINES", "1\n2"),
			Map.of())::get;

	@ParameterizedTest
	@MethodSource
	void aValueStaysInItsWord(String line, List<String> words) {
		assertThat(WordScanner.split(line)).extracting((word) -> word.expanded(VALUES).text())
			.containsExactlyElementsOf(words);
	}

	static Stream<Arguments> aValueStaysInItsWord() {
		String odd = "x 'y' \"z\"; --yes ${A} \\";
		return Stream.of(arguments("${A}", List.of("a")), arguments("x${A}y${A}", List.of("xaya")),
				arguments("${A}${A} ${A}", List.of("aa", "a")), arguments("\"${A}\"", List.of("a")),
				arguments("'${A}'", List.of("${A}")), arguments("\\${A}", List.of("${A}")),
				arguments("\"\\${A}\"", List.of("${A}")), arguments("$A $ $$ {A}", List.of("$A", "$", "$$", "{A}")),
				arguments("$'${A}'", List.of("$${A}")), arguments("$\"${A}\"", List.of("$a")),
				arguments("${ODD}", List.of(odd)), arguments("\"${ODD}\" b", List.of(odd, "b")),
				arguments("a'b '${ODD}\" c\"", List.of("ab " + odd + " c")), arguments("${NONE}", List.of("")),
				arguments("${NONE} ${NONE}", List.of("", "")), arguments("\"${LINES}\"", List.of("1\n2")),
				arguments("--set=${ODD}", List.of("--set=" + odd)), arguments("-o${A}", List.of("-oa")),
				arguments("${A}#b", List.of("a#b")), arguments("a\\ ${A}", List.of("a a")),
				arguments("'\u00e4 '${A}", List.of("\u00e4 a")), arguments("# ${NOBODY}", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "${OPTION}", "\"${OPTION}\"", "${NONE}--yes", "${NONE}${OPTION}", "''${OPTION}",
			"\"\"${OPTION}" })
	void aValueIsNeverAnOption(String line) {
		Word word = WordScanner.split(line).get(0).expanded(VALUES);
		assertThat(word.text()).isEqualTo("--yes");
		assertThat(word.looksLikeOption()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--${A}", "--y${A}", "-${A}", "--y${A}=b", "--${A}=${A}" })
	void aVariableIsNoPartOfTheNameOfAnOption(String line) {
		Word word = WordScanner.split(line).get(0);
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> word.expanded(VALUES))
			.withMessage("a variable cannot be part of an option's name")
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void anOptionStaysOneWhateverItsValueIs() {
		Word word = WordScanner.split("--reason=${ODD}").get(0).expanded(VALUES);
		assertThat(word.looksLikeOption()).isTrue();
		assertThat(word.isLiteral()).isFalse();
	}

	@ParameterizedTest
	@MethodSource
	void inSqlAValueIsALiteral(String line, String sql) {
		assertThat(WordScanner.split(line).get(0).expandedAsSql(VALUES).text()).isEqualTo(sql);
	}

	static Stream<Arguments> inSqlAValueIsALiteral() {
		return Stream.of(arguments("\"name = ${A}\"", "name = 'a'"),
				arguments("\"n = ${NONE} AND 'it''s' = ${A}\"", "n = '' AND 'it''s' = 'a'"),
				arguments("\"n = ${ODD}\"", "n =  E'x ''y'' \"z\"; --yes ${A} \\\\'"),
				arguments("\"(${A}, ${A}::text)\"", "('a', 'a'::text)"), arguments("'${A}'", "${A}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"name = '${A}'\"", "\"name LIKE '%${A}%'\"", "\"\\\"${A}\\\"\"" })
	void inSqlAVariableDoesNotStandInQuotes(String line) {
		Word word = WordScanner.split(line).get(0);
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> word.expandedAsSql(VALUES))
			.withMessage("${A} stands in quotes in the SQL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${", "${}", "${A", "\"${A B}\"", "${A B}", "${1}", "\"${A-b}\"", "${${A}}" })
	void whatIsNoNameIsSaidWhenItsValueIsWanted(String line) {
		Word word = WordScanner.split(line).get(0);
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> word.expanded(VALUES))
			.withMessageContaining("is not the name of a variable")
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void aWordWithAVariableIsWhereItWasTyped() {
		Word word = WordScanner.split(" a  x${ODD}y").get(1).expanded(VALUES);
		assertThat(word.start()).isEqualTo(4);
		assertThat(word.end()).isEqualTo(12);
	}

}
