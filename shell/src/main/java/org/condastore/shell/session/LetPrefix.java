package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a line that keeps a field of a command's result: {@code let NAME =
 * command --field id}.
 *
 * @param name the variable that gets it
 * @param field which one: names with dots between them, or places in lists; null if the
 * result has one field only
 * @param command the words of the command
 */
record LetPrefix(String name, @Nullable String field, List<Word> command) {

	private static final String FIELD = "--field";

	private static final String USAGE = "usage: let NAME = COMMAND --field FIELD";

	/** What is typed before the command. */
	String before() {
		return "let %s = ".formatted(this.name);
	}

	/** What is typed after it. */
	String after() {
		return (this.field != null) ? " %s %s".formatted(FIELD, Quoting.quoted(this.field)) : "";
	}

	/** Whether a line begins like this. */
	static boolean isIn(List<Word> words) {
		return words.get(0).bare() && words.get(0).isLiteral() && words.get(0).text().equals("let");
	}

	/**
	 * Reads it.
	 * @throws CommandFailure {@code USAGE} if it is not complete
	 */
	static LetPrefix in(List<Word> words) {
		if (words.size() < 4 || !words.get(2).text().equals("=") || !words.get(1).isLiteral()) {
			throw CommandFailure.usage("let needs a name, =, and a command", USAGE);
		}
		Variables.requireName(words.get(1).text());
		List<Word> command = new ArrayList<>();
		String field = null;
		for (int i = 3; i < words.size(); i++) {
			Word word = words.get(i);
			boolean alone = word.looksLikeOption() && word.text().equals(FIELD);
			if (!alone && !(word.looksLikeOption() && word.text().startsWith(FIELD + "="))) {
				command.add(word);
				continue;
			}
			if (field != null) {
				throw CommandFailure.usage("--field is given twice", "give it once");
			}
			if (alone && i + 1 == words.size()) {
				throw CommandFailure.usage("--field needs a value", USAGE);
			}
			field = alone ? words.get(++i).text() : word.text().substring(FIELD.length() + 1);
		}
		if (command.isEmpty() || isIn(command)) {
			throw CommandFailure.usage("let needs a command", USAGE);
		}
		return new LetPrefix(words.get(1).text(), field, command);
	}

	/**
	 * Finds the field in a result.
	 * @param json what the command has written
	 * @throws CommandFailure {@code PRECONDITION} if there is not just one value
	 */
	String valueIn(String json) {
		Object result = StoredJson.read(json)
			.map(StoredJson::value)
			.orElseThrow(() -> CommandFailure.usage("the command of let has no result with fields",
					"use one that lists or shows something, or changes rows"));
		Object value = only(result);
		if (this.field == null) {
			if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
				throw CommandFailure.usage("the result has several fields", "say which one: --field NAME");
			}
			value = map.values().iterator().next();
		}
		else {
			for (String step : this.field.split("\\.", -1)) {
				value = member(value, step);
			}
		}
		if (value == null || value instanceof Map || value instanceof List) {
			throw CommandFailure.precondition("%s is %s".formatted((this.field != null) ? this.field : "the field",
					(value == null) ? "null" : "not a single value"), "a variable holds one value");
		}
		return value.toString();
	}

	private @Nullable Object member(@Nullable Object value, String step) {
		if (value instanceof List<?> list && step.matches("[0-9]{1,9}")) {
			int place = Integer.parseInt(step);
			if (place >= list.size()) {
				throw CommandFailure.precondition("%s has %d elements only".formatted(this.field, list.size()),
						"places are counted from 0");
			}
			return list.get(place);
		}
		Object one = only(value);
		if (one instanceof Map<?, ?> map && map.containsKey(step)) {
			return map.get(step);
		}
		String known = (one instanceof Map<?, ?> map)
				? String.join(", ", map.keySet().stream().map(String::valueOf).toList()) : "";
		throw CommandFailure.precondition("the result has no field %s".formatted(this.field),
				known.isEmpty() ? "-o json shows what it has" : "it has " + known);
	}

	/** A list of one thing is as good as the thing. */
	private static @Nullable Object only(@Nullable Object value) {
		if (!(value instanceof List<?> list)) {
			return value;
		}
		if (list.isEmpty()) {
			throw CommandFailure.precondition("the result has no rows, and a variable holds one value",
					"nothing is there that the batch could be about");
		}
		if (list.size() != 1) {
			throw CommandFailure.precondition(
					"the result has %d rows, and a variable holds one value".formatted(list.size()),
					"ask for one row, such as with --limit 1");
		}
		return list.get(0);
	}

}
