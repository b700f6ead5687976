package org.condastore.shell.row;

import java.time.LocalDateTime;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.condastore.schema.catalog.RowTable;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CellTest {

	private static Object value(String type, int length, String typed) {
		return ColumnType.value("t.c", new RowTable.Column("c", type, length, false, false), typed);
	}

	private static void assertUsage(ThrowingCallable call) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(call)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	@Test
	void theValueIsEverythingBehindTheFirstEqualsSign() {
		assertThat(Cell.of("a=b=c")).isEqualTo(new Cell("a", Cell.Kind.TYPED, "b=c"));
		assertThat(Cell.of("a=")).isEqualTo(new Cell("a", Cell.Kind.TYPED, ""));
		assertThat(Cell.of("a=@null").kind()).isEqualTo(Cell.Kind.NULL);
		assertThat(Cell.of("a=@now").kind()).isEqualTo(Cell.Kind.NOW);
	}

	@ParameterizedTest
	@CsvSource({ "a=@@null, @null", "a=@@now, @now", "a=@@@x, @@x", "a=null, null", "a=x@null, x@null" })
	void everyTextCanBeWritten(String typed, String text) {
		assertThat(Cell.of(typed)).isEqualTo(new Cell("a", Cell.Kind.TYPED, text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "=b", "a=@", "a=@NULL", "a=@null " })
	void whatIsNoAssignmentIsRefused(String typed) {
		assertUsage(() -> Cell.of(typed));
	}

	@ParameterizedTest
	@CsvSource({ "2024-09-20T07:03:49.890590Z, 2024-09-20 07:03:49.89059", "2024-09-20 07:03:49, 2024-09-20 07:03:49",
			"2024-09-20T07:03, 2024-09-20 07:03:00", "2024-09-20T00:30:00+02:00, 2024-09-19 22:30:00",
			"0001-01-01T00:00:00Z, 0001-01-01 00:00:00", "9999-12-31T23:59:59.999999, 9999-12-31 23:59:59.999999" })
	void timesAreReadAsUtcAndWrittenAsTheServerDoes(String typed, String stored) {
		Object time = value("timestamp without time zone", 0, typed);
		assertThat(time).isInstanceOf(LocalDateTime.class);
		assertThat(ColumnType.text(time)).isEqualTo(stored);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "now", "infinity", "2024-02-30T00:00:00", "2024-09-20", "0000-01-01T00:00:00",
			"10000-01-01T00:00:00", "-0044-03-15T12:00:00", "0001-01-01T00:00:00+01:00", "2024-09-20T07:03:49.1234567",
			"2024-09-20T07:03:49 Z", "2024-09-20T 07:03:49" })
	void timesThatPythonOrTheColumnCannotHoldAreRefused(String typed) {
		assertUsage(() -> value("timestamp without time zone", 0, typed));
	}

	@Test
	void lengthsAreCountedInCharacters() {
		assertThat(value("character varying", 2, "\uD83D\uDE00\u00e9")).isEqualTo("\uD83D\uDE00\u00e9");
		assertUsage(() -> value("character varying", 2, "abc"));
		assertUsage(() -> value("text", 0, "a\u0000"));
		assertUsage(() -> value("text", 0, "\uD83D"));
	}

	@Test
	void numbersHaveTheRangeOfTheirColumn() {
		assertThat(value("integer", 0, "-2147483648")).isEqualTo(Integer.MIN_VALUE);
		assertThat(value("bigint", 0, "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
		assertUsage(() -> value("integer", 0, "2147483648"));
		assertUsage(() -> value("integer", 0, "1.0"));
		assertUsage(() -> value("integer", 0, ""));
		assertUsage(() -> value("numeric", 0, "1"));
		assertUsage(() -> value("json", 0, "{\"a\": 1} x"));
	}

}
