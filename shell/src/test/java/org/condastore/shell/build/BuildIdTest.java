package org.condastore.shell.build;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BuildIdTest {

	@Test
	void isDigits() {
		assertThat(BuildId.of("1").value()).isEqualTo(1);
		assertThat(BuildId.of("2147483647")).hasToString("2147483647");
		assertThat(BuildId.of("007").value()).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource({ "abc, \"abc\" is not the id of a build", "'', \"\" is not the id of a build", "-1, is not the id",
			"+1, is not the id", "1.0, is not the id", "' 1', is not the id", "\u0661, is not the id",
			"2147483648, 2147483648 is too large", "99999999999999999999, is too large" })
	void isNothingElse(String typed, String complaint) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> BuildId.of(typed))
			.withMessageContaining(complaint)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void aKeyLeadsToItsBuild() {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> BuildId.of("70c971ae-1699156450-42-test"))
			.satisfies((failure) -> assertThat(failure.hint()).isEqualTo("this is the key of build 42"));
	}

}
