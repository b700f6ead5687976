package org.condastore.shell.output;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExactTest {

	@ParameterizedTest
	@CsvSource({ "2024-09-01T20:51:16.865995Z,2024-09-01T20:51:16.865995Z",
			"2024-09-01T20:51:16.5Z,2024-09-01T20:51:16.5Z", "2024-09-01T20:51:16Z,2024-09-01T20:51:16Z",
			"2024-02-29T00:00:00.000001Z,2024-02-29T00:00:00.000001Z",
			"2024-02-29T00:00:00.000000999Z,2024-02-29T00:00:00Z", "1969-12-31T23:59:59.9Z,1969-12-31T23:59:59.9Z",
			"0000-01-01T00:00:00Z,0000-01-01T00:00:00Z", "-0001-12-31T00:00:00Z,-0001-12-31T00:00:00Z",
			"+10000-01-01T00:00:00Z,+10000-01-01T00:00:00Z" })
	void times(Instant time, String text) {
		assertThat(Exact.time(time)).isEqualTo(text);
	}

	@Test
	void timesReadBack() {
		RandomText random = new RandomText("ExactTest");
		IsoTime times = new IsoTime();
		for (int i = 0; i < 5_000; i++) {
			Instant time = Instant.parse("0000-01-01T00:00:00Z")
				.plus(random.below(3_652_424), ChronoUnit.DAYS)
				.plus(random.below(86_400), ChronoUnit.SECONDS)
				.plus(random.below(1_000_000), ChronoUnit.MICROS);
			assertThat(Instant.from(DateTimeFormatter.ISO_INSTANT.parse(times.text(time)))).isEqualTo(time);
		}
	}

	@ParameterizedTest
	@CsvSource({ "PT12M3S,723", "PT0.5S,0.5", "PT0.000001S,0.000001", "PT0S,0", "PT1000S,1000", "PT-0.5S,-0.5" })
	void seconds(Duration duration, String text) {
		assertThat(Exact.seconds(duration)).isEqualTo(text);
	}

	@Test
	void numbersHaveNoExponent() {
		assertThat(Exact.number(new BigDecimal("1E+3"))).isEqualTo("1000");
		assertThat(Exact.number(42L)).isEqualTo("42");
	}

}
