package org.condastore.shell.output;

import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Values as JSON. Besides what JSON demands, every character that must not reach a screen
 * is written as {@code \}{@code uXXXX}, wherever the text goes: it means the same to a
 * program.
 */
final class JsonText {

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.characterEscapes(new UnsafeCharacters())
		.rootValueSeparator("")
		.disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
		.disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
		.disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
		.build();

	private static final ObjectWriteContext INDENTED = new Indented();

	private JsonText() {
	}

	/** A generator that writes each value in one line, without an end of the line. */
	static JsonGenerator inLines(Writer target) {
		return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
	}

	/** A generator that indents by two spaces. */
	static JsonGenerator indenting(Writer target) {
		return FACTORY.createGenerator(INDENTED, target);
	}

	/** The value of one field in one line, without spaces. */
	static String compact(View.Field<?> field, Object value) {
		CapturedText text = new CapturedText();
		try (JsonGenerator json = inLines(text)) {
			value(json, field, value);
		}
		return text.toString();
	}

	/** Stored JSON, indented; as it is if it is not JSON after all. */
	static String indented(String stored) {
		if (!valid(stored)) {
			return stored;
		}
		CapturedText text = new CapturedText();
		try (JsonGenerator json = indenting(text)) {
			copy(json, stored);
		}
		return text.toString();
	}

	static <T> void object(JsonGenerator json, View<T> view, T record) {
		json.writeStartObject();
		fields(json, view, record);
		json.writeEndObject();
	}

	/** The same inside of an object that has begun. */
	static <T> void fields(JsonGenerator json, View<T> view, T record) {
		for (View.Field<T> field : view.fields()) {
			json.writeName(field.key());
			value(json, field, field.value().apply(record));
		}
	}

	/** Whether text is one JSON value. */
	static boolean valid(String text) {
		try (JsonParser parser = parser(text)) {
			if (parser.nextToken() == null) {
				return false;
			}
			parser.skipChildren();
			return parser.nextToken() == null;
		}
		catch (JacksonException malformed) {
			return false;
		}
	}

	/** Reads JSON token by token. */
	static JsonParser parser(String text) {
		return FACTORY.createParser(ObjectReadContext.empty(), text);
	}

	private static void value(JsonGenerator json, View.Field<?> field, @Nullable Object value) {
		if (value == null) {
			json.writeNull();
			return;
		}
		switch (field.kind()) {
			case TEXT, DIGEST -> json.writeString(value.toString());
			case NUMBER, BYTES -> number(json, (Number) value);
			case TIME -> json.writeString(Exact.time((Instant) value));
			case DURATION -> json.writeNumber(Exact.seconds((Duration) value));
			case FLAG -> json.writeBoolean((Boolean) value);
			case JSON -> stored(json, value.toString());
			case COLUMNS -> columns(json, (Map<?, ?>) value);
			case TEXTS -> texts(json, (List<?>) value);
			case ROWS -> rows(json, Objects.requireNonNull(field.nested()), (List<?>) value);
		}
	}

	private static void number(JsonGenerator json, Number number) {
		if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
			json.writeNumber(number.longValue());
		}
		else if (number instanceof BigInteger || number instanceof BigDecimal) {
			json.writeNumber(Exact.number(number));
		}
		else {
			json.writeNumber(number.doubleValue());
		}
	}

	private static void columns(JsonGenerator json, Map<?, ?> columns) {
		json.writeStartObject();
		columns.forEach((name, column) -> {
			json.writeName(String.valueOf(name));
			column(json, (StoredValue) column);
		});
		json.writeEndObject();
	}

	private static void column(JsonGenerator json, StoredValue column) {
		Object value = column.exact();
		if (value == null) {
			json.writeNull();
		}
		else if (column.isJson()) {
			stored(json, value.toString());
		}
		else if (value instanceof Number number) {
			number(json, number);
		}
		else if (value instanceof Boolean flag) {
			json.writeBoolean(flag);
		}
		else {
			json.writeString(value.toString());
		}
	}

	private static void texts(JsonGenerator json, List<?> texts) {
		json.writeStartArray();
		for (Object text : texts) {
			json.writeString(Objects.toString(text, null));
		}
		json.writeEndArray();
	}

	@SuppressWarnings("unchecked")
	private static void rows(JsonGenerator json, View<?> view, List<?> rows) {
		json.writeStartArray();
		for (Object row : rows) {
			object(json, (View<Object>) view, row);
		}
		json.writeEndArray();
	}

	/** What PostgreSQL took as JSON may be more than the parser takes: very deep, say. */
	private static void stored(JsonGenerator json, String stored) {
		if (valid(stored)) {
			copy(json, stored);
		}
		else {
			json.writeString(stored);
		}
	}

	private static void copy(JsonGenerator json, String stored) {
		try (JsonParser parser = parser(stored)) {
			parser.nextToken();
			json.copyCurrentStructureExact(parser);
		}
	}

	private static final class UnsafeCharacters extends CharacterEscapes {

		private static final long serialVersionUID = 1L;

		@Override
		public int[] getEscapeCodesForAscii() {
			int[] codes = standardAsciiEscapesForJSON();
			codes[0x7F] = ESCAPE_STANDARD;
			return codes;
		}

		/** Asked for each half of a surrogate pair alone, so these pass. */
		@Override
		public @Nullable SerializableString getEscapeSequence(int c) {
			return (!Character.isSurrogate((char) c) && Visible.unsafe(c))
					? new SerializedString("\\u%04x".formatted(c)) : null;
		}

	}

	private static final class Indented extends ObjectWriteContext.Base {

		@Override
		public PrettyPrinter getPrettyPrinter() {
			DefaultIndenter lines = new DefaultIndenter("  ", "\n");
			return new DefaultPrettyPrinter(Separators.createDefaultInstance()
				.withObjectNameValueSpacing(Separators.Spacing.AFTER)
				.withObjectEmptySeparator("")
				.withArrayEmptySeparator("")).withObjectIndenter(lines).withArrayIndenter(lines);
		}

		@Override
		public boolean hasPrettyPrinter() {
			return true;
		}

	}

}
