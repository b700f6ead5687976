package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoundedTest {

	@ParameterizedTest
	@CsvSource({ "0,0 B", "1023,1023 B", "1024,1.0 KiB", "1536,1.5 KiB", "3675771948,3.4 GiB", "1048575,1.0 MiB",
			"1048524,1023.9 KiB", "9223372036854775807,8.0 EiB", "-1536,-1.5 KiB", "-9223372036854775808,-8.0 EiB" })
	void bytes(long bytes, String text) {
		assertThat(Rounded.bytes(bytes)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S,just now,just now", "PT59S,just now,just now", "PT60S,1m ago,1m ago", "PT59M59S,59m ago,59m ago",
			"PT23H59M,23h ago,23h ago", "PT24H,1d ago,1d ago", "P364D,364d ago,364d ago", "P365D,2025-11-22,1y ago",
			"P812D,2024-09-01,2y ago", "PT-30S,just now,just now", "PT-5M,in 5m,in 5m", "P-3D,in 3d,in 3d",
			"P-366D,2027-11-23,in 1y" })
	void ages(Duration age, String inTable, String elsewhere) {
		Instant time = Screen.NOW.minus(age);
		assertThat(Rounded.age(time, Screen.NOW)).isEqualTo(inTable);
		assertThat(Rounded.distance(time, Screen.NOW)).isEqualTo(elsewhere);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S,0s", "PT0.04S,0s", "PT0.4S,0.4s", "PT9.99S,9.9s", "PT12.7S,12s", "PT12M3S,12m 3s", "PT12M,12m",
			"PT5H0M59S,5h", "PT5H12M59S,5h 12m", "P2DT3H,2d 3h", "P400D,400d", "PT-12M-3S,-12m 3s", "PT-0.5S,-0.5s" })
	void durations(Duration duration, String text) {
		assertThat(Rounded.duration(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.0004S,0.4 ms", "PT0.0123S,12.3 ms", "PT1.2345S,1.235 s", "PT12M3S,12m 3s" })
	void elapsed(Duration duration, String text) {
		assertThat(Rounded.elapsed(duration)).isEqualTo(text);
	}

}
