package org.condastore.shell.environment;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvironmentNameTest {

	@Test
	void isANamespaceAndAName() {
		EnvironmentName name = EnvironmentName.of("geo@quansight/py3.11_b-a=s+e");
		assertThat(name.namespace().value()).isEqualTo("geo@quansight");
		assertThat(name.name()).isEqualTo("py3.11_b-a=s+e");
		assertThat(name).hasToString("geo@quansight/py3.11_b-a=s+e");
	}

	@ParameterizedTest
	@CsvSource({ "latest, its namespace is missing", "'', its namespace is missing", "'a b', its namespace is missing",
			"default/, \"\" is not a name", "/latest, \"\" is not a namespace name", "a/b/c, \"b/c\" is not a name",
			"a b/c, \"a b\" is not a namespace name", "a/b c, \"b c\" is not a name", "a/b*, \"b*\" is not a name" })
	void isNothingElse(String typed, String complaint) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> EnvironmentName.of(typed))
			.withMessageContaining(complaint)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void theHintFindsTheNamespace() {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> EnvironmentName.of("latest"))
			.satisfies((failure) -> assertThat(failure.hint()).contains("environment list --name 'latest'"));
	}

}
