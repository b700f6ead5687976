package org.condastore.shell.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Writes instants in ISO 8601, UTC, to the microsecond, without needless zeros:
 * {@code 2024-09-01T20:51:16.865995Z}. For one thread.
 *
 * <p>
 * By hand, because {@link DateTimeFormatter} takes several times as long and a long list
 * has millions of times. The day is kept from one to the next: most times of a list
 * follow each other closely.
 */
final class IsoTime {

	/** The longest text of a time with a year of four digits. */
	static final int LENGTH = 27;

	private static final int DAY = 86_400;

	/** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
	private static final long FIRST = -62_167_219_200L;

	private static final long LAST = 253_402_300_799L;

	private final byte[] date = new byte[10];

	private long day = Long.MIN_VALUE;

	/**
	 * Writes a time.
	 * @param target has room for {@link #LENGTH} bytes
	 * @param start where they begin
	 * @return where they end, or -1 if nothing was written because the year does not have
	 * four digits
	 */
	int write(Instant time, byte[] target, int start) {
		long epochSecond = time.getEpochSecond();
		if (epochSecond < FIRST || epochSecond > LAST) {
			return -1;
		}
		long epochDay = Math.floorDiv(epochSecond, DAY);
		if (epochDay != this.day) {
			this.day = epochDay;
			byte[] text = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.ISO_8859_1);
			System.arraycopy(text, 0, this.date, 0, text.length);
		}
		System.arraycopy(this.date, 0, target, start, this.date.length);
		int second = (int) (epochSecond - epochDay * DAY);
		int minute = second / 60;
		int hour = minute / 60;
		int next = pair((byte) 'T', hour, target, start + 10);
		next = pair((byte) ':', minute - hour * 60, target, next);
		next = pair((byte) ':', second - minute * 60, target, next);
		int nano = time.getNano();
		if (nano >= 1000) {
			next = fraction(nano / 1000, target, next);
		}
		target[next] = 'Z';
		return next + 1;
	}

	/** The time as text, whatever its year. */
	String text(Instant time) {
		byte[] text = new byte[LENGTH];
		int length = write(time, text, 0);
		return (length < 0) ? DateTimeFormatter.ISO_INSTANT.format(time)
				: new String(text, 0, length, StandardCharsets.ISO_8859_1);
	}

	private static int pair(byte separator, int value, byte[] target, int start) {
		int tens = value / 10;
		target[start] = separator;
		target[start + 1] = (byte) ('0' + tens);
		target[start + 2] = (byte) ('0' + value - tens * 10);
		return start + 3;
	}

	private static int fraction(int micros, byte[] target, int start) {
		target[start] = '.';
		int rest = micros;
		for (int i = start + 6; i > start; i--) {
			int tens = rest / 10;
			target[i] = (byte) ('0' + rest - tens * 10);
			rest = tens;
		}
		int end = start + 7;
		while (target[end - 1] == '0') {
			end--;
		}
		return end;
	}

}
