package org.condastore.shell.build;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AwaitedStatusTest {

	@Test
	void isOneStatusOrSeveral() {
		assertThat(AwaitedStatus.of("status=COMPLETED").statuses()).containsExactly(BuildStatus.COMPLETED);
		AwaitedStatus several = AwaitedStatus.of("status=failed, Completed");
		assertThat(several).hasToString("COMPLETED or FAILED");
		assertThat(several.isReached("FAILED")).isTrue();
		assertThat(several.isReached("QUEUED")).isFalse();
		assertThat(several.isReached("failed")).isFalse();
		assertThat(several.isReached("ARCHIVED")).isFalse();
		assertThat(several.isReached(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "COMPLETED", "status", "status=", "status=DONE", "status=COMPLETED,", "Status=FAILED",
			"status==FAILED", "state=FAILED" })
	void isNothingElse(String typed) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> AwaitedStatus.of(typed))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

}
