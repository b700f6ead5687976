package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class InvocationTest {

	private static final BatchOptions AS_USUAL = new BatchOptions(BatchOptions.Mode.ATOMIC, false, false, false,
			Map.of(), false, null, null);

	@Test
	void withoutArgumentsEverythingIsAsUsual() {
		assertThat(Invocation.parse(List.of())).isEqualTo(new Invocation(null, null, null, List.of(), null, null, true,
				false, AS_USUAL, null, false, false, List.of()));
	}

	@Test
	void everyOptionHasItsPlace() {
		assertThat(Invocation.parse(List.of("--db", "postgresql://h/d", "--profile=prod", "--embedded-dir", "/data",
				"--read-only", "-o", "json", "--colour", "OFF", "--no-pager", "build", "list", "-o", "csv")))
			.isEqualTo(new Invocation("postgresql://h/d", "prod", Path.of("/data"), List.of(), Format.JSON, Mode.OFF,
					false, true, AS_USUAL, null, false, false, List.of("build", "list", "-o", "csv")));
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

	@Test
	void howABatchRuns() {
		assertThat(Invocation
			.parse(List.of("--dry-run", "--exit-code", "--log=x y", "--set", "A=b=c", "--set=B=", "--env", "-f", "b"))
			.batch())
			.isEqualTo(new BatchOptions(BatchOptions.Mode.ATOMIC, true, true, false, Map.of("A", "b=c", "B", ""), true,
					null, Path.of("x y")));
		assertThat(Invocation.parse(List.of("--per-line", "--resume", "prune-1", "--check")).batch()).isEqualTo(
				new BatchOptions(BatchOptions.Mode.PER_LINE, false, false, true, Map.of(), false, "prune-1", null));
		assertThat(Invocation.parse(List.of("--keep-going")).batch().mode()).isEqualTo(BatchOptions.Mode.KEEP_GOING);
		assertThat(Invocation.parse(List.of("--atomic")).batch()).isEqualTo(AS_USUAL);
	}

	/** A command has options of its own that are called like these. */
	@Test
	void whatIsAfterACommandIsTheCommands() {
		Invocation invocation = Invocation.parse(List.of("build", "fail", "10", "--dry-run", "--exit-code"));
		assertThat(invocation.batch()).isEqualTo(AS_USUAL);
		assertThat(invocation.onlyBatch()).isNull();
	}

	@Test
	void variablesAreForCommandsToo() {
		Invocation invocation = Invocation.parse(List.of("--set", "ID=1", "--env", "build", "show", "${ID}"));
		assertThat(invocation.batch().given()).containsExactly(entry("ID", "1"));
		assertThat(invocation.batch().environment()).isTrue();
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
				arguments(List.of("-f", "a", "build", "list"), "a command and -f were given"),
				arguments(List.of("--per-line", "build", "list"), "--per-line before a command is for batches"),
				arguments(List.of("--dry-run", "build", "fail", "1"), "--dry-run before a command is for batches"),
				arguments(List.of("--log", "x", "build", "list"), "--log before a command is for batches"),
				arguments(List.of("--atomic", "--per-line"),
						"--atomic, --per-line and --keep-going exclude each other"),
				arguments(List.of("--keep-going", "--per-line"),
						"--atomic, --per-line and --keep-going exclude each other"),
				arguments(List.of("--atomic", "--atomic"), "--atomic is given twice"),
				arguments(List.of("--exit-code"), "--exit-code goes with --dry-run only"),
				arguments(List.of("--dry-run", "--per-line"), "--dry-run tries a batch as one transaction"),
				arguments(List.of("--dry-run", "--keep-going"), "--dry-run tries a batch as one transaction"),
				arguments(List.of("--resume", "x"), "--resume goes with --per-line only"),
				arguments(List.of("--resume", "x", "--keep-going"), "--resume goes with --per-line only"),
				arguments(List.of("--per-line", "--resume="), "--resume needs a name for the state"),
				arguments(List.of("--per-line", "--resume", "a\nb"), "--resume needs a name for the state"),
				arguments(List.of("--set", "A"), "--set takes a name and a value, not \"A\""),
				arguments(List.of("--set", "=A"), "\"\" is not the name of a variable"),
				arguments(List.of("--set", "A B=1"), "\"A B\" is not the name of a variable"),
				arguments(List.of("--set", "A=1", "--set", "A=1"), "--set gives A two values"),
				arguments(List.of("--env=A"), "--env takes no value"));
	}

}
