package org.condastore.shell.session;

import java.util.Map;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

class VariablesTest {

	private final Variables variables = new Variables(Map.of("TEAM", "given", "EMPTY", ""),
			Map.of("TEAM", "environment", "HOME", "/root"));

	@Test
	void whatIsGivenCountsBeforeTheEnvironment() {
		assertThat(this.variables.get("TEAM")).isEqualTo("given");
		assertThat(this.variables.get("HOME")).isEqualTo("/root");
		assertThat(this.variables.get("EMPTY")).isEmpty();
	}

	@Test
	void whatIsAssignedCountsBeforeAll() {
		this.variables.set("TEAM", "assigned");
		this.variables.set("HOME", "/home");
		assertThat(this.variables.get("TEAM")).isEqualTo("assigned");
		assertThat(this.variables.get("HOME")).isEqualTo("/home");
	}

	@Test
	void theEnvironmentIsNotKept() {
		this.variables.set("ID", "1");
		assertThat(this.variables.all()).containsOnly(entry("TEAM", "given"), entry("EMPTY", ""), entry("ID", "1"));
	}

	@Test
	void aCopyGoesItsOwnWay() {
		Variables copy = this.variables.copy();
		copy.set("TEAM", "other");
		copy.promise("ID");
		assertThat(this.variables.get("TEAM")).isEqualTo("given");
		assertThat(copy.get("HOME")).isEqualTo("/root");
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.variables.get("ID"));
	}

	@Test
	void whatIsPromisedIsNotKnown() {
		this.variables.promise("TEAM");
		assertThat(Variables.isUnknown(this.variables.get("TEAM"))).isTrue();
		assertThat(Variables.isUnknown("x" + this.variables.get("TEAM"))).isTrue();
		this.variables.set("TEAM", "known");
		assertThat(Variables.isUnknown(this.variables.get("TEAM"))).isFalse();
		assertThat(Variables.isUnknown(null)).isFalse();
	}

	@Test
	void whatIsMissingIsSaid() {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.variables.get("NOBODY_KNOWS"))
			.withMessage("there is no variable NOBODY_KNOWS")
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
			.satisfies((failure) -> assertThat(failure.hint())
				.isEqualTo("--set NOBODY_KNOWS=VALUE gives it one; \\$ is a dollar sign"));
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.variables.get("TEAN"))
			.satisfies((failure) -> assertThat(failure.hint()).isEqualTo("did you mean ${TEAM}?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1A", "a b", "a-b", "${A}", "\u00e4", "a\n" })
	void whatIsNoName(String name) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> Variables.requireName(name))
			.withMessage("\"%s\" is not the name of a variable".formatted(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "_", "A1", "a_b" })
	void whatIsOne(String name) {
		this.variables.set(name, "value");
		assertThat(this.variables.get(name)).isEqualTo("value");
	}

}
