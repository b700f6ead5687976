package org.condastore.shell.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a session or a batch: given with {@code --set}, taken from the
 * environment, or assigned by {@code let}.
 */
public final class Variables {

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	/**
	 * Stands for a value that a batch will only learn when it runs. No text that can be
	 * typed holds this character: it is none.
	 */
	private static final String UNKNOWN = "\uFFFF";

	private final Map<String, String> values = new TreeMap<>();

	private final Map<String, String> environment;

	/**
	 * Variables that are given.
	 * @param given by name; the names are valid
	 * @param environment where those are looked for that are not given; may be empty
	 */
	public Variables(Map<String, String> given, Map<String, String> environment) {
		this.values.putAll(given);
		this.environment = Map.copyOf(environment);
	}

	/** The same, independent from now on. */
	Variables copy() {
		return new Variables(this.values, this.environment);
	}

	/**
	 * The value of a variable.
	 * @throws CommandFailure {@code USAGE} if there is none of that name
	 */
	String get(String name) {
		requireName(name);
		String value = this.values.getOrDefault(name, this.environment.get(name));
		if (value == null) {
			throw CommandFailure.usage("there is no variable %s".formatted(name), hint(name));
		}
		return value;
	}

	private String hint(String name) {
		Map<String, String> known = new HashMap<>(this.environment);
		known.putAll(this.values);
		return Suggestions.nearest(name, known.keySet())
			.map("did you mean ${%s}?"::formatted)
			.orElse("--set %s=VALUE gives it one; \\$ is a dollar sign".formatted(name));
	}

	/** A variable will have a value when the batch gets there. */
	void promise(String name) {
		this.values.put(name, UNKNOWN);
	}

	/** Whether a text depends on a value that is not known yet. */
	static boolean isUnknown(@Nullable String text) {
		return text != null && text.contains(UNKNOWN);
	}

	void set(String name, String value) {
		this.values.put(name, value);
	}

	/** All that have values, without those of the environment. */
	Map<String, String> all() {
		return Map.copyOf(this.values);
	}

	/**
	 * Makes sure that something can be the name of a variable.
	 * @throws CommandFailure {@code USAGE} if not
	 */
	static void requireName(@Nullable String name) {
		if (name == null || !NAME.matcher(name).matches()) {
			throw CommandFailure.usage("\"%s\" is not the name of a variable".formatted(name),
					"use letters, digits and _, as in ${NAME}; \\$ is a dollar sign");
		}
	}

}
