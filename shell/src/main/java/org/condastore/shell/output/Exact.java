package org.condastore.shell.output;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Times and durations as programs read them: nothing is rounded but nanoseconds. */
final class Exact {

	private static final long DAY = 86_400;

	/** 0000-03-01, where a count of days that leap years end begins. */
	private static final long DAYS_TO_EPOCH = 719_468;

	/** 0000-01-01 and 9999-12-31: outside, years do not have four digits. */
	private static final long FIRST = -62_167_219_200L;

	private static final long LAST = 253_402_300_799L;

	private Exact() {
	}

	/**
	 * ISO 8601 in UTC to the microsecond, without needless zeros:
	 * {@code 2024-09-01T20:51:16.865995Z}.
	 *
	 * <p>
	 * Written by hand because {@link DateTimeFormatter} takes several times as long, and
	 * a long list has millions of times.
	 * @see <a href=
	 * "https://howardhinnant.github.io/date_algorithms.html#civil_from_days"> the
	 * algorithm</a>
	 */
	static String time(Instant time) {
		long epochSecond = time.getEpochSecond();
		if (epochSecond < FIRST || epochSecond > LAST) {
			return DateTimeFormatter.ISO_INSTANT.format(time);
		}
		long days = Math.floorDiv(epochSecond, DAY) + DAYS_TO_EPOCH;
		int second = (int) Math.floorMod(epochSecond, DAY);
		int era = (int) Math.floorDiv(days, 146_097);
		int dayOfEra = (int) (days - era * 146_097L);
		int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
		int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
		int shiftedMonth = (5 * dayOfYear + 2) / 153;
		int month = (shiftedMonth < 10) ? shiftedMonth + 3 : shiftedMonth - 9;
		int year = yearOfEra + era * 400 + ((month <= 2) ? 1 : 0);
		byte[] text = new byte[27];
		two(text, 0, year / 100);
		two(text, 2, year % 100);
		text[4] = '-';
		two(text, 5, month);
		text[7] = '-';
		two(text, 8, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
		text[10] = 'T';
		two(text, 11, second / 3600);
		text[13] = ':';
		two(text, 14, second / 60 % 60);
		text[16] = ':';
		two(text, 17, second % 60);
		int end = fraction(text, 19, time.getNano() / 1000);
		text[end++] = 'Z';
		return new String(text, 0, end, java.nio.charset.StandardCharsets.ISO_8859_1);
	}

	/** Seconds, to the microsecond, without needless zeros. */
	static BigDecimal seconds(Duration duration) {
		BigDecimal micros = BigDecimal.valueOf(duration.getNano() / 1000, 6);
		BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(micros).stripTrailingZeros();
		return (seconds.scale() < 0) ? seconds.setScale(0) : seconds;
	}

	/** A number without an exponent. */
	static String number(Number number) {
		return (number instanceof BigDecimal decimal) ? decimal.toPlainString() : number.toString();
	}

	private static int fraction(byte[] text, int start, int micros) {
		if (micros == 0) {
			return start;
		}
		text[start] = '.';
		two(text, start + 1, micros / 10_000);
		two(text, start + 3, micros / 100 % 100);
		two(text, start + 5, micros % 100);
		int end = start + 7;
		while (text[end - 1] == '0') {
			end--;
		}
		return end;
	}

	private static void two(byte[] text, int start, int value) {
		text[start] = (byte) ('0' + value / 10);
		text[start + 1] = (byte) ('0' + value % 10);
	}

}
