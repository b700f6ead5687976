package org.condastore.shell.session;

import java.util.List;
import java.util.function.Supplier;

/** Finds live names for completion: namespaces, environments, builds. */
@FunctionalInterface
public interface NameSource {

	/**
	 * A name that can be typed.
	 *
	 * @param value what is inserted, unquoted
	 * @param description what is shown beside it; empty if there is nothing to say
	 */
	record Name(String value, String description) {
	}

	/**
	 * Names that fit what was typed.
	 * @param typed as far as it was typed, unquoted; empty for any
	 * @param limit how many at most
	 * @return the best first
	 */
	List<Name> find(String typed, int limit);

	/**
	 * Names that are few enough to be had all at once.
	 * @param names asked each time
	 */
	static NameSource among(Supplier<List<Name>> names) {
		return (typed, limit) -> FuzzyMatch.best(typed, names.get(), Name::value).stream().limit(limit).toList();
	}

}
