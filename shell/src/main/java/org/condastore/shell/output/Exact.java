package org.condastore.shell.output;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Values as programs read them: nothing is rounded but nanoseconds. */
final class Exact {

	private Exact() {
	}

	/** See {@link IsoTime}. */
	static String time(Instant time) {
		return new IsoTime().text(time);
	}

	/** The day in UTC: {@code 2024-09-01}. */
	static String date(Instant time) {
		return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
	}

	/** Seconds, to the microsecond, without needless zeros. */
	static String seconds(Duration duration) {
		BigDecimal micros = BigDecimal.valueOf(duration.toNanosPart() / 1000, 6);
		return BigDecimal.valueOf(duration.toSeconds()).add(micros).stripTrailingZeros().toPlainString();
	}

	/** A number without an exponent. */
	static String number(Number number) {
		return (number instanceof BigDecimal decimal) ? decimal.toPlainString() : number.toString();
	}

}
