package org.condastore.shell.session;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Which word of a command means what, for whoever points at the one that is wrong. */
final class WordTrace {

	private @Nullable Word current;

	private final Map<String, Word> options = new HashMap<>();

	private final Map<Integer, Word> arguments = new HashMap<>();

	/**
	 * This word is looked at now.
	 * @param word null if it is the command as a whole
	 */
	void at(@Nullable Word word) {
		this.current = word;
	}

	/** The word that was looked at last; null if it is the command as a whole. */
	@Nullable Word current() {
		return this.current;
	}

	void option(Parameter option, Word value) {
		this.options.put(option.name(), value);
	}

	void argument(int index, Word word) {
		this.arguments.put(index, word);
	}

	/** The word with the value of a parameter, or its first one; null if it has none. */
	@Nullable Word of(Parameter parameter) {
		return parameter.isOption() ? this.options.get(parameter.name()) : this.arguments.get(parameter.position());
	}

}
