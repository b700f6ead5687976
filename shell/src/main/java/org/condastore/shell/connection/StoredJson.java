package org.condastore.shell.connection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON document as conda-store stores it, read into plain values. What shape it has is
 * for the reader to check: the database takes any.
 *
 * @param value a {@link Map} in the order of its members, a {@link List}, a
 * {@link String}, a {@link BigInteger} for a number without fraction and exponent, a
 * {@link Double} for any other, a {@link Boolean}, or null
 */
public record StoredJson(@Nullable Object value) {

	private static final JsonFactory FACTORY = new JsonFactory();

	/**
	 * Reads a document. Of members with the same name the last one counts, as in Python.
	 * @return empty if the text is not JSON, or is nested or long beyond all reason
	 */
	public static Optional<StoredJson> read(String json) {
		return readAll(json).filter((documents) -> documents.size() == 1).map((documents) -> documents.get(0));
	}

	/**
	 * Reads documents that stand one after the other.
	 * @return empty if the text is anything else, or is nested or long beyond all reason
	 */
	public static Optional<List<StoredJson>> readAll(String json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			List<StoredJson> documents = new ArrayList<>();
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				documents.add(new StoredJson(value(parser, token)));
			}
			return Optional.of(documents);
		}
		catch (JacksonException malformed) {
			return Optional.empty();
		}
	}

	private static @Nullable Object value(JsonParser parser, JsonToken token) {
		return switch (token) {
			case START_OBJECT -> object(parser);
			case START_ARRAY -> array(parser);
			case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
			case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			default -> parser.getString();
		};
	}

	private static Map<String, @Nullable Object> object(JsonParser parser) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			members.put(name, value(parser, parser.nextToken()));
		}
		return members;
	}

	private static List<@Nullable Object> array(JsonParser parser) {
		List<@Nullable Object> elements = new ArrayList<>();
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			elements.add(value(parser, token));
		}
		return elements;
	}

}
