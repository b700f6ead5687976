package org.condastore.shell.connection;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as Python's {@code json.dumps} writes it with its defaults: a blank after
 * comma and colon, everything outside of printable ASCII escaped.
 *
 * @see <a href="https://docs.python.org/3/library/json.html#json.dumps">json.dumps</a>
 */
public final class PythonJson {

	private PythonJson() {
	}

	/**
	 * Writes a value.
	 * @param value as in {@link StoredJson#value()}
	 */
	public static String dumps(@Nullable Object value) {
		StringBuilder json = new StringBuilder();
		write(json, value);
		return json.toString();
	}

	private static void write(StringBuilder json, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			object(json, object);
		}
		else if (value instanceof List<?> array) {
			array(json, array);
		}
		else if (value instanceof String text) {
			text(json, text);
		}
		else if (value instanceof Double number) {
			json.append(number(number));
		}
		else {
			// JSON spells null, true, false and whole numbers as Java does.
			json.append(value);
		}
	}

	private static void object(StringBuilder json, Map<?, ?> object) {
		json.append('{');
		for (Iterator<? extends Map.Entry<?, ?>> members = object.entrySet().iterator(); members.hasNext();) {
			Map.Entry<?, ?> member = members.next();
			text(json, Objects.toString(member.getKey()));
			json.append(": ");
			write(json, member.getValue());
			json.append(members.hasNext() ? ", " : "");
		}
		json.append('}');
	}

	private static void array(StringBuilder json, List<?> array) {
		json.append('[');
		for (Iterator<?> elements = array.iterator(); elements.hasNext();) {
			write(json, elements.next());
			json.append(elements.hasNext() ? ", " : "");
		}
		json.append(']');
	}

	private static void text(StringBuilder json, String text) {
		json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"' -> json.append("\\\"");
				case '\\' -> json.append("\\\\");
				case '\n' -> json.append("\\n");
				case '\r' -> json.append("\\r");
				case '\t' -> json.append("\\t");
				case '\f' -> json.append("\\f");
				case '\b' -> json.append("\\b");
				default -> json.append((c >= 0x20 && c < 0x7F) ? c : "\\u%04x".formatted((int) c));
			}
		}
		json.append('"');
	}

	private static String number(double number) {
		if (Double.isInfinite(number)) {
			return (number > 0) ? "Infinity" : "-Infinity";
		}
		return repr(number);
	}

	/**
	 * A number as Python's {@code repr} and {@code str} write it: the fewest digits that
	 * read back as the same number, an exponent from 1e16 and below 1e-4.
	 *
	 * <p>
	 * {@link Double#toString} is not used: before Java 19 it sometimes writes a digit too
	 * many.
	 */
	public static String repr(double number) {
		if (Double.isInfinite(number)) {
			return (number > 0) ? "inf" : "-inf";
		}
		String sign = (Double.doubleToRawLongBits(number) < 0) ? "-" : "";
		if (number == 0) {
			return sign + "0.0";
		}
		BigDecimal shortest = shortest(Math.abs(number)).stripTrailingZeros();
		int exponent = shortest.precision() - shortest.scale() - 1;
		if (exponent >= -4 && exponent < 16) {
			return sign + ((shortest.scale() <= 0) ? shortest.toPlainString() + ".0" : shortest.toPlainString());
		}
		String digits = shortest.unscaledValue().toString();
		String mantissa = (digits.length() == 1) ? digits : digits.charAt(0) + "." + digits.substring(1);
		return "%s%se%s%02d".formatted(sign, mantissa, (exponent < 0) ? "-" : "+", Math.abs(exponent));
	}

	private static BigDecimal shortest(double number) {
		BigDecimal exact = new BigDecimal(number);
		for (int digits = 1; digits < 17; digits++) {
			BigDecimal below = exact.round(new MathContext(digits, RoundingMode.FLOOR));
			BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
			boolean belowReads = below.doubleValue() == number;
			boolean aboveReads = above.doubleValue() == number;
			if (belowReads && aboveReads) {
				return (exact.subtract(below).compareTo(above.subtract(exact)) <= 0) ? below : above;
			}
			if (belowReads || aboveReads) {
				return belowReads ? below : above;
			}
		}
		return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
	}

}
