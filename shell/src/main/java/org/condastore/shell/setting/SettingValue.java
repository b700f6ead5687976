package org.condastore.shell.setting;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * The value of a setting as people type it:
 * <ul>
 * <li>{@code null} is null, where the setting can be that;
 * <li>a text stands for itself, or is JSON in double quotes;
 * <li>a number is a whole one;
 * <li>a list is a JSON array, or separated by commas; nothing at all is an empty list.
 * </ul>
 *
 * @param json as Python's {@code json.dumps} writes it, which is how conda-store stores
 * it
 */
public record SettingValue(String json) {

	private static final String NULL = "null";

	private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");

	/** The part of a version that a comma has cut off: numpy>=1.2,&lt;2. */
	private static final Pattern CUT_OFF = Pattern.compile("[<>=!~].*");

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if conda-store could not read it
	 */
	static SettingValue of(SettingKey key, String typed) {
		@Nullable Object value = typed.equals(NULL) ? null : switch (key.type()) {
			case TEXT, PERMISSIONS_OR_NULL -> text(key, typed);
			case INTEGER, INTEGER_OR_NULL -> number(key, typed);
			case TEXTS -> list(key, typed);
			case ARTIFACT_TYPES -> artifacts(key, list(key, typed));
		};
		String json = PythonJson.dumps(value);
		if (!key.type().accepts(json)) {
			throw wrong(key, typed);
		}
		return new SettingValue(json);
	}

	/**
	 * Why conda-store could not use a stored setting.
	 * @param value JSON; null for SQL's NULL
	 * @return empty if it can, or never looks at it
	 */
	public static Optional<String> problem(String prefix, String key, @Nullable String value) {
		StoredSetting setting = new StoredSetting(0, prefix, key, value, false);
		return SettingKey.stored(key)
			.filter((known) -> setting.counts() && !known.type().accepts(value))
			.map((known) -> "the setting %s must be %s".formatted(key, known.type()));
	}

	private static String text(SettingKey key, String typed) {
		boolean array = typed.startsWith("[") || typed.startsWith("{");
		if (!array && !typed.startsWith("\"")) {
			return typed;
		}
		Optional<StoredJson> json = StoredJson.read(typed);
		if (json.isPresent() && json.get().value() instanceof String text) {
			return text;
		}
		throw wrong(key, typed);
	}

	private static BigInteger number(SettingKey key, String typed) {
		if (!WHOLE.matcher(typed).matches()) {
			throw wrong(key, typed);
		}
		return new BigInteger(typed);
	}

	private static List<@Nullable Object> list(SettingKey key, String typed) {
		List<@Nullable Object> items = new ArrayList<>();
		if (typed.startsWith("[")) {
			Optional<StoredJson> json = StoredJson.read(typed);
			if (json.isEmpty() || !(json.get().value() instanceof List<?> array)) {
				throw wrong(key, typed);
			}
			items.addAll(array);
			return items;
		}
		if (typed.isEmpty()) {
			return items;
		}
		for (String item : typed.split(",", -1)) {
			String text = item.strip();
			if (text.isEmpty() || text.indexOf('"') >= 0 || text.startsWith("{")) {
				throw wrong(key, typed);
			}
			if (CUT_OFF.matcher(text).matches()) {
				throw CommandFailure.usage("\"%s\" of %s is no item of its own".formatted(text, key),
						"items that hold commas take a JSON array: '[\"numpy>=1.2,<2\", \"pandas\"]'");
			}
			items.add(text);
		}
		return items;
	}

	/** In capitals, as they are stored. */
	private static List<@Nullable Object> artifacts(SettingKey key, List<@Nullable Object> items) {
		List<@Nullable Object> artifacts = new ArrayList<>();
		for (Object item : items) {
			if (!(item instanceof String text)) {
				throw wrong(key, PythonJson.dumps(items));
			}
			String type = text.toUpperCase(Locale.ROOT).replace('-', '_');
			if (!SettingType.ARTIFACTS.contains(type)) {
				throw CommandFailure.usage("there is no artifact type \"%s\"".formatted(text),
						Suggestions.nearest(type, SettingType.ARTIFACTS)
							.map("did you mean %s?"::formatted)
							.orElseGet(() -> "use some of "
									+ String.join(", ", SettingType.ARTIFACTS.stream().sorted().toList())));
			}
			artifacts.add(type);
		}
		return artifacts;
	}

	private static CommandFailure wrong(SettingKey key, String typed) {
		return CommandFailure.usage(
				"%s must be %s, not %s".formatted(key, key.type(), typed.isEmpty() ? "empty" : typed),
				switch (key.type()) {
					case TEXT -> "write the text as it is, or in double quotes if it is null or begins with [, { or \"";
					case INTEGER -> "use digits only, at most 18";
					case INTEGER_OR_NULL -> "use digits only, at most 18, or null";
					case PERMISSIONS_OR_NULL -> "use three digits of 0 to 7 such as 775, or null";
					case TEXTS -> "separate items with commas, or write a JSON array: '[\"a\", \"b\"]'";
					case ARTIFACT_TYPES ->
						"separate types with commas, or write a JSON array: '[\"LOCKFILE\", \"YAML\"]'";
				});
	}

	@Override
	public String toString() {
		return this.json;
	}

}
