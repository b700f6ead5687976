package org.condastore.shell.session;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Whether a name is what somebody begins to type: {@code dsp} matches
 * {@code data-science-prod}. Upper and lower case do not differ.
 */
enum FuzzyMatch {

	/** The name begins with what was typed. */
	BEGINNING,

	/** It holds what was typed. */
	PART,

	/** It holds the typed characters, in this order. */
	SCATTERED,

	/** It does not match. */
	NONE;

	static FuzzyMatch of(String typed, String name) {
		String wanted = typed.toLowerCase(Locale.ROOT);
		String candidate = name.toLowerCase(Locale.ROOT);
		if (candidate.startsWith(wanted)) {
			return BEGINNING;
		}
		if (candidate.contains(wanted)) {
			return PART;
		}
		int found = 0;
		for (int i = 0; i < candidate.length() && found < wanted.length(); i++) {
			if (candidate.charAt(i) == wanted.charAt(found)) {
				found++;
			}
		}
		return (found == wanted.length()) ? SCATTERED : NONE;
	}

	/**
	 * Those that match best, in the order in which they are given: all that begin with
	 * what was typed; if none does those that hold it, and so on.
	 */
	static <T> List<T> best(String typed, List<T> candidates, Function<T, String> name) {
		for (FuzzyMatch match : List.of(BEGINNING, PART, SCATTERED)) {
			List<T> matching = candidates.stream()
				.filter((candidate) -> of(typed, name.apply(candidate)) == match)
				.toList();
			if (!matching.isEmpty()) {
				return matching;
			}
		}
		return List.of();
	}

}
