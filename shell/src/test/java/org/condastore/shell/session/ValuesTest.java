package org.condastore.shell.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.namespace.NamespaceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ValuesTest {

	@ParameterizedTest
	@MethodSource
	void converts(String typed, Class<?> type, Object value) {
		assertThat(Values.convert("--it", typed, type)).isEqualTo(value);
	}

	static Stream<Arguments> converts() {
		return Stream.of(arguments("", String.class, ""), arguments(" a ", String.class, " a "),
				arguments("0", int.class, 0), arguments("-2147483647", Integer.class, -2147483647),
				arguments("2147483647", int.class, 2147483647),
				arguments("9223372036854775807", long.class, Long.MAX_VALUE), arguments("007", Long.class, 7L),
				arguments("90s", Duration.class, Duration.ofSeconds(90)),
				arguments("250ms", Duration.class, Duration.ofMillis(250)),
				arguments("30m", Duration.class, Duration.ofMinutes(30)),
				arguments("4h", Duration.class, Duration.ofHours(4)),
				arguments("7d", Duration.class, Duration.ofDays(7)),
				arguments("2w", Duration.class, Duration.ofDays(14)), arguments("0s", Duration.class, Duration.ZERO),
				arguments("queued", SampleCommands.Status.class, SampleCommands.Status.QUEUED),
				arguments("Not-Started", SampleCommands.Status.class, SampleCommands.Status.NOT_STARTED),
				arguments("NOT_STARTED", SampleCommands.Status.class, SampleCommands.Status.NOT_STARTED),
				arguments("a/b", Path.class, Path.of("a/b")),
				arguments("geo@quansight", NamespaceName.class, new NamespaceName("geo@quansight")));
	}

	@ParameterizedTest
	@MethodSource
	void refuses(String typed, Class<?> type, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> Values.convert("--it", typed, type))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
			.satisfies((failure) -> assertThat(failure.hint()).isNotBlank());
	}

	static Stream<Arguments> refuses() {
		return Stream.of(arguments("", int.class, "--it takes a whole number, not \"\""),
				arguments("2147483648", int.class, "--it takes a whole number, not \"2147483648\""),
				arguments("9223372036854775808", long.class, "--it takes a whole number, not \"9223372036854775808\""),
				arguments("-2147483648", int.class, "--it takes a whole number, not \"-2147483648\""),
				arguments("1.5", int.class, "--it takes a whole number, not \"1.5\""),
				arguments("+5", int.class, "--it takes a whole number, not \"+5\""),
				arguments("٣", int.class, "--it takes a whole number, not \"٣\""),
				arguments("1e3", long.class, "--it takes a whole number, not \"1e3\""),
				arguments("0x10", long.class, "--it takes a whole number, not \"0x10\""),
				arguments("7", Duration.class, "--it takes a duration, not \"7\""),
				arguments("-7d", Duration.class, "--it takes a duration, not \"-7d\""),
				arguments("7 d", Duration.class, "--it takes a duration, not \"7 d\""),
				arguments("1.5h", Duration.class, "--it takes a duration, not \"1.5h\""),
				arguments("99999999999d", Duration.class, "--it takes a duration, not \"99999999999d\""),
				arguments("999999999d", Duration.class, "--it cannot be longer than 36525d"),
				arguments("running", SampleCommands.Status.class, "--it cannot be \"running\""),
				arguments("", SampleCommands.Status.class, "--it cannot be \"\""),
				arguments("a\0b", Path.class, "--it takes the path of a file, not \"a\0b\""),
				arguments("a b", NamespaceName.class, "\"a b\" is not a namespace name"));
	}

	@Test
	void aCloseConstantIsSuggested() {
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> Values.convert("--status", "complete", SampleCommands.Status.class))
			.satisfies((failure) -> assertThat(failure.hint()).isEqualTo("did you mean completed?"));
	}

	@Test
	void aListIsSeparatedByCommas() {
		assertThat(Values.convertList("--it", "a, b,c", String.class)).containsExactly("a", "b", "c");
		assertThat(Values.convertList("--it", "1", int.class)).isEqualTo(List.of(1));
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> Values.convertList("--it", "queued,,failed", SampleCommands.Status.class))
			.withMessage("--it cannot be \"\"");
	}

}
