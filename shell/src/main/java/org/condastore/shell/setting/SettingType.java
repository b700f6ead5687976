package org.condastore.shell.setting;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.condastore.shell.connection.StoredJson;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a setting must be. Where conda-store converts, so does this: a whole
 * number may be stored as text or as a fraction of zero.
 *
 * @see <a href="https://docs.pydantic.dev/latest/concepts/conversion_table/">Pydantic's
 * conversions</a>
 */
public enum SettingType {

	/** Text. */
	TEXT("text"),

	/** A whole number. */
	INTEGER("a whole number"),

	/** A whole number or null. */
	INTEGER_OR_NULL("a whole number or null"),

	/** Permissions of files as octal digits, or null. */
	PERMISSIONS_OR_NULL("three octal digits as text, or null"),

	/** A list of texts. */
	TEXTS("a list of texts"),

	/** A list of the types of a build's artifacts. */
	ARTIFACT_TYPES("a list of artifact types");

	static final Set<String> ARTIFACTS = Set.of("DIRECTORY", "LOCKFILE", "LOGS", "YAML", "CONDA_PACK", "DOCKER_BLOB",
			"DOCKER_MANIFEST", "CONTAINER_REGISTRY", "CONSTRUCTOR_INSTALLER");

	private static final Pattern WHOLE = Pattern.compile("\\s*[-+]?[0-9]+(?:_[0-9]+)*(?:\\.0+)?\\s*");

	private static final Pattern PERMISSIONS = Pattern.compile("[0-7]{3}");

	private final String description;

	SettingType(String description) {
		this.description = description;
	}

	/**
	 * Whether conda-store can use a value.
	 * @param json as stored; null for SQL's NULL, which conda-store reads as null
	 */
	public boolean accepts(@Nullable String json) {
		if (json == null) {
			return acceptsValue(null);
		}
		return StoredJson.read(json).filter((document) -> acceptsValue(document.value())).isPresent();
	}

	/** What a value must be, as in "must be a whole number". */
	@Override
	public String toString() {
		return this.description;
	}

	private boolean acceptsValue(@Nullable Object value) {
		return switch (this) {
			case TEXT -> value instanceof String;
			case INTEGER -> whole(value);
			case INTEGER_OR_NULL -> value == null || whole(value);
			case PERMISSIONS_OR_NULL ->
				value == null || (value instanceof String text && PERMISSIONS.matcher(text).matches());
			case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
			case ARTIFACT_TYPES -> value instanceof List<?> list
					&& list.stream().allMatch((type) -> type instanceof String text && ARTIFACTS.contains(text));
		};
	}

	private static boolean whole(@Nullable Object value) {
		if (value instanceof Double number) {
			return !number.isInfinite() && number == Math.rint(number);
		}
		if (value instanceof String text) {
			return WHOLE.matcher(text).matches();
		}
		return value instanceof BigInteger || value instanceof Boolean;
	}

}
