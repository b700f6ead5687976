package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Sizes, ages and durations as people read them: short, and rounded. */
public final class Rounded {

	private static final String[] UNITS = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };

	private static final long MINUTE = 60;

	private static final long HOUR = 60 * MINUTE;

	private static final long DAY = 24 * HOUR;

	private static final long YEAR = 365 * DAY;

	private Rounded() {
	}

	/** A number of bytes in binary units with one decimal, such as "1.2 GiB". */
	static String bytes(long bytes) {
		if (bytes > -1024 && bytes < 1024) {
			return bytes + " B";
		}
		double value = bytes / 1024.0;
		int unit = 0;
		// 1023.95 would read as 1024.0.
		while (Math.abs(value) >= 1023.95) {
			value /= 1024;
			unit++;
		}
		long tenths = Math.round(Math.abs(value) * 10);
		return ((bytes < 0) ? "-" : "") + tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
	}

	/** How long ago or ahead: "5m ago", "in 2d"; a date when it is a year or more. */
	public static String age(Instant time, Instant now) {
		long seconds = Math.abs(time.getEpochSecond() - now.getEpochSecond());
		return (seconds >= YEAR) ? Exact.date(time) : distance(time, now);
	}

	/** How long ago or ahead, in years where an age would be a date: "2y ago". */
	static String distance(Instant time, Instant now) {
		long seconds = now.getEpochSecond() - time.getEpochSecond();
		String amount = amount(Math.abs(seconds));
		if (amount.isEmpty()) {
			return "just now";
		}
		return (seconds > 0) ? amount + " ago" : "in " + amount;
	}

	private static String amount(long seconds) {
		if (seconds < MINUTE) {
			return "";
		}
		if (seconds < HOUR) {
			return seconds / MINUTE + "m";
		}
		if (seconds < DAY) {
			return seconds / HOUR + "h";
		}
		return (seconds < YEAR) ? seconds / DAY + "d" : seconds / YEAR + "y";
	}

	/** A duration in its two largest units: "2d 3h", "12m 3s", "0.4s". */
	static String duration(Duration duration) {
		if (duration.isNegative()) {
			return "-" + duration(duration.negated());
		}
		long seconds = duration.toSeconds();
		if (seconds < 10) {
			long tenths = seconds * 10 + duration.toNanosPart() / 100_000_000;
			return (tenths % 10 == 0) ? seconds + "s" : seconds + "." + tenths % 10 + "s";
		}
		if (seconds < MINUTE) {
			return seconds + "s";
		}
		if (seconds < HOUR) {
			return two(seconds / MINUTE, "m", seconds % MINUTE, "s");
		}
		if (seconds < DAY) {
			return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
		}
		return two(seconds / DAY, "d", seconds % DAY / HOUR, "h");
	}

	/** How long a command took: "12.3 ms", "1.234 s", "12m 3s". */
	static String elapsed(Duration duration) {
		double milliseconds = duration.toNanos() / 1e6;
		if (milliseconds < 1000) {
			return String.format(Locale.ROOT, "%.1f ms", milliseconds);
		}
		return (duration.toSeconds() < MINUTE) ? String.format(Locale.ROOT, "%.3f s", milliseconds / 1000)
				: duration(duration);
	}

	private static String two(long large, String largeUnit, long small, String smallUnit) {
		return (small == 0) ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
	}

}
