package org.condastore.shell.listing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column read in the text format of {@code COPY}: with tabs between
 * them, backslashes before what could be mistaken, and {@code \N} for NULL.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2">PostgreSQL:
 * COPY, text format</a>
 */
enum CopiedValue {

	/** For {@code integer}. */
	INTEGER(Integer.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return (int) number(row, start, end);
		}
	},

	/** For {@code bigint}. */
	LONG(Long.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return number(row, start, end);
		}
	},

	/** For {@code boolean}. */
	BOOLEAN(Boolean.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return row[start] == 't';
		}
	},

	/** For all types of text. */
	TEXT(String.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return text(row, start, end);
		}
	},

	/** For {@code json}. */
	JSON_TEXT(JSON.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return JSON.valueOf(text(row, start, end));
		}
	},

	/** For {@code timestamp}. */
	TIME(LocalDateTime.class) {
		@Override
		Object value(byte[] row, int start, int end) {
			return time(row, start, end);
		}
	};

	/** Years of more than four digits; before the common era they end in BC. */
	private static final DateTimeFormatter UNUSUAL_TIME = new DateTimeFormatterBuilder()
		.appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NEVER)
		.appendPattern("-MM-dd HH:mm:ss")
		.appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
		.appendLiteral(' ')
		.appendPattern("GG")
		.toFormatter(Locale.ROOT);

	private final Class<?> type;

	CopiedValue(Class<?> type) {
		this.type = type;
	}

	/** How the values of a field of that type read; empty if nobody knows. */
	static Optional<CopiedValue> of(Class<?> type) {
		for (CopiedValue value : values()) {
			if (value.type == type) {
				return Optional.of(value);
			}
		}
		return Optional.empty();
	}

	/**
	 * Reads a row.
	 * @param row ends with a line feed
	 * @param columns how the columns read
	 * @param values where the values go; null for NULL
	 */
	static void read(byte[] row, CopiedValue[] columns, @Nullable Object[] values) {
		int start = 0;
		for (int column = 0; column < columns.length; column++) {
			int end = start;
			boolean escaped = false;
			for (byte b = row[end]; b != '\t' && b != '\n'; b = row[++end]) {
				escaped |= b == '\\';
			}
			if (!escaped) {
				values[column] = columns[column].value(row, start, end);
			}
			else if (end == start + 2 && row[start + 1] == 'N') {
				values[column] = null;
			}
			else {
				byte[] plain = unescaped(row, start, end);
				values[column] = columns[column].value(plain, 0, plain.length);
			}
			start = end + 1;
		}
	}

	abstract Object value(byte[] row, int start, int end);

	private static long number(byte[] row, int start, int end) {
		boolean negative = row[start] == '-';
		long value = 0;
		// Negative, because the smallest number has no positive counterpart.
		for (int i = negative ? start + 1 : start; i < end; i++) {
			value = value * 10 - (row[i] - '0');
		}
		return negative ? value : -value;
	}

	private static String text(byte[] row, int start, int end) {
		return new String(row, start, end - start, StandardCharsets.UTF_8);
	}

	private static byte[] unescaped(byte[] row, int start, int end) {
		byte[] plain = new byte[end - start];
		int length = 0;
		for (int i = start; i < end; i++) {
			byte b = row[i];
			if (b == '\\') {
				i++;
				b = switch (row[i]) {
					case 'b' -> '\b';
					case 'f' -> '\f';
					case 'n' -> '\n';
					case 'r' -> '\r';
					case 't' -> '\t';
					case 'v' -> 0x0B;
					default -> row[i];
				};
			}
			plain[length++] = b;
		}
		return Arrays.copyOf(plain, length);
	}

	/** {@code 2024-09-01 20:51:16.865995}, as the driver sets DateStyle. */
	private static LocalDateTime time(byte[] row, int start, int end) {
		boolean usual = end - start >= 19 && end - start <= 26 && row[start + 4] == '-' && row[end - 1] != 'C';
		if (!usual) {
			return unusual(new String(row, start, end - start, StandardCharsets.US_ASCII));
		}
		int nano = 0;
		for (int i = 0, digit = start + 20; i < 9; i++, digit++) {
			nano = nano * 10 + ((digit < end) ? row[digit] - '0' : 0);
		}
		return LocalDateTime.of(two(row, start) * 100 + two(row, start + 2), two(row, start + 5), two(row, start + 8),
				two(row, start + 11), two(row, start + 14), two(row, start + 17), nano);
	}

	private static LocalDateTime unusual(String time) {
		return switch (time) {
			case "infinity" -> LocalDateTime.MAX;
			case "-infinity" -> LocalDateTime.MIN;
			default -> LocalDateTime.parse(time.endsWith("BC") ? time : time + " AD", UNUSUAL_TIME);
		};
	}

	private static int two(byte[] row, int start) {
		return (row[start] - '0') * 10 + row[start + 1] - '0';
	}

}
