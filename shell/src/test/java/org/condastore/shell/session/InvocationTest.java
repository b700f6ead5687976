package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.OutputSettings.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class InvocationTest {

	@Test
	void withoutArgumentsEverythingIsAsUsual() {
		assertThat(Invocation.parse(List.of()))
			.isEqualTo(new Invocation(null, null, null, List.of(), null, null, true, false, false, false, List.of()));
	}

	@Test
	void everyOptionHasItsPlace() {
		assertThat(Invocation.parse(List.of("--db", "postgresql://h/d", "--profile=prod", "--embedded-dir", "/data",
				"--read-only", "-o", "json", "--colour", "OFF", "--no-pager", "build", "list", "-o", "csv")))
			.isEqualTo(new Invocation("postgresql://h/d", "prod", Path.of("/data"), List.of(), Format.JSON, Mode.OFF,
					false, true, false, false, List.of("build", "list", "-o", "csv")));
	}

	@Test
	void wordsOfTheCommandStayAsTheyWereQuoted() {
		assertThat(Invocation.parse(List.of("sql", "SELECT 'a b'", "", "--db", " x ")).command()).containsExactly("sql",
				"SELECT 'a b'", "", "--db", " x ");
		assertThat(Invocation.parse(List.of("--", "--odd")).command()).containsExactly("--odd");
	}

	@Test
	void filesAreReadInTheirOrder() {
		assertThat(Invocation.parse(List.of("-f", "a", "--file=b", "-f", "-", "-fc", "-f=d")).files())
			.containsExactly("a", "b", "-", "c", "d");
	}

	@Test
	void aValueCanBeAttached() {
		assertThat(Invocation.parse(List.of("-ojson")).format()).isEqualTo(Format.JSON);
		assertThat(Invocation.parse(List.of("-o=csv")).format()).isEqualTo(Format.CSV);
		assertThat(Invocation.parse(List.of("--output=yaml")).format()).isEqualTo(Format.YAML);
		assertThat(Invocation.parse(List.of("--db=postgresql://h/d?a=b")).database()).isEqualTo("postgresql://h/d?a=b");
	}

	@Test
	void helpAndVersion() {
		assertThat(Invocation.parse(List.of("-h")).help()).isTrue();
		assertThat(Invocation.parse(List.of("--help")).help()).isTrue();
		assertThat(Invocation.parse(List.of("--version")).version()).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void refuses(List<String> arguments, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> Invocation.parse(arguments))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
			.satisfies((failure) -> assertThat(failure.hint()).isNotBlank());
	}

	static Stream<Arguments> refuses() {
		return Stream.of(arguments(List.of("--dbb", "x"), "there is no global option --dbb"),
				arguments(List.of("--dbb=x"), "there is no global option --dbb"),
				arguments(List.of("-x"), "there is no global option -x"),
				arguments(List.of("-verbose"), "there is no global option -verbose"),
				arguments(List.of("-"), "there is no global option -"),
				arguments(List.of("--spring.shell.interactive.enabled=false"),
						"there is no global option --spring.shell.interactive.enabled"),
				arguments(List.of("--db"), "--db needs a value"),
				arguments(List.of("--db", "--read-only"), "--db needs a value"),
				arguments(List.of("--embedded-dir", "-o", "json"), "--embedded-dir needs a value"),
				arguments(List.of("--db", "a", "--db", "b"), "--db is given twice"),
				arguments(List.of("-o", "csv", "--output", "csv"), "--output is given twice"),
				arguments(List.of("--read-only=true"), "--read-only takes no value"),
				arguments(List.of("-hx"), "-h takes no value"), arguments(List.of("-o", "xml"), "-o cannot be \"xml\""),
				arguments(List.of("--colour", "red"), "--colour cannot be \"red\""),
				arguments(List.of("-f", "a", "build", "list"), "a command and -f were given"));
	}

}
