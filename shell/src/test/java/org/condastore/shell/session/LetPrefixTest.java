package org.condastore.shell.session;

import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class LetPrefixTest {

	private static LetPrefix let(String line) {
		return LetPrefix.in(WordScanner.split(line));
	}

	@Test
	void readsNameFieldAndCommand() {
		LetPrefix let = let("let ID = build list --stuck --field id --limit 1");
		assertThat(let.name()).isEqualTo("ID");
		assertThat(let.field()).isEqualTo("id");
		assertThat(let.command()).extracting(Word::text).containsExactly("build", "list", "--stuck", "--limit", "1");
		assertThat(let("let ID = build list --field=rows.0.id").field()).isEqualTo("rows.0.id");
		assertThat(let("let ID = sql 'SELECT 1'").field()).isNull();
	}

	@Test
	void canBeTypedAgain() {
		LetPrefix let = let("let ID = build list --field 'a b'");
		assertThat(let.before() + "build list" + let.after()).isEqualTo("let ID = build list --field 'a b'");
	}

	@Test
	void onlyTheBareWordBeginsOne() {
		assertThat(LetPrefix.isIn(WordScanner.split("let ID = x"))).isTrue();
		assertThat(LetPrefix.isIn(WordScanner.split("'let' ID = x"))).isFalse();
		assertThat(LetPrefix.isIn(WordScanner.split("lets ID = x"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			let                                    | let needs a name, =, and a command
			let ID = | let needs a name, =, and a command
			let ID build show 1                    | let needs a name, =, and a command
			let ID=build show 1                    | let needs a name, =, and a command
			let ${ID} = build show 1               | let needs a name, =, and a command
			let 1D = build show 1                  | "1D" is not the name of a variable
			let ID = --field id                    | let needs a command
			let ID = let ID = build show 1         | let needs a command
			let ID = build show 1 --field          | --field needs a value
			let ID = build show 1 --field a --field=b | --field is given twice
			""")
	void refuses(String line, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> let(line))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@ParameterizedTest
	@MethodSource
	void findsTheField(String field, String json, String value) {
		String option = field.isEmpty() ? "" : " --field " + field;
		assertThat(let("let X = build list" + option).valueIn(json)).isEqualTo(value);
	}

	static Stream<Arguments> findsTheField() {
		return Stream.of(arguments("id", "{\"id\": 1, \"name\": \"a\"}", "1"),
				arguments("name", "[{\"name\": \"a b\"}]", "a b"),
				arguments("", "[{\"count\": 12345678901234}]", "12345678901234"),
				arguments("rows.0.key.id", "{\"rows\": [{\"key\": {\"id\": -1}}, {\"key\": {\"id\": -2}}]}", "-1"),
				arguments("rows.key.id", "{\"rows\": [{\"key\": {\"id\": 7}}]}", "7"),
				arguments("1", "{\"1\": true}", "true"), arguments("size", "{\"size\": 1.5}", "1.5"),
				arguments("name", "{\"name\": \"\"}", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			id   | []                                  | the result has no rows, and a variable holds one value
			id   | [{"id": 1}, {"id": 2}]              | the result has 2 rows, and a variable holds one value
			idd  | {"id": 1}                           | the result has no field idd
			id.x | {"id": 1}                           | the result has no field id.x
			id   | {"id": null}                        | id is null
			id   | {"id": {"a": 1}}                    | id is not a single value
			id   | {"id": [1, 2]}                      | id is not a single value
			rows.2.id | {"rows": [{"id": 1}, {"id": 2}]} | rows.2.id has 2 elements only
			rows.id | {"rows": [{"id": 1}, {"id": 2}]} | the result has 2 rows, and a variable holds one value
			""")
	void oneValueOrNone(String field, String json, String message) {
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> let("let X = build list --field " + field).valueIn(json))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": 1, \"b\": 2}", "{}" })
	void withSeveralFieldsOneIsNamed(String json) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> let("let X = build list").valueIn(json))
			.withMessage("the result has several fields");
	}

	@Test
	void whatIsNoJsonHasNoFields() {
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> let("let X = help build").valueIn("usage: build"))
			.withMessage("the command of let has no result with fields");
	}

}
