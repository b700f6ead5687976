package org.condastore.schema.revision;

import org.jspecify.annotations.Nullable;

/**
 * One line of what a comparison found.
 *
 * @param action what happens: add, drop, change or rename
 * @param kind to what kind of thing, as in SQL, in lower case
 * @param name the name of the thing, without quotes
 * @param table the table or view that it is part of; null if it stands alone
 * @param description all of it in one line
 */
public record Finding(String action, String kind, String name, @Nullable String table, String description) {

	static Finding of(Difference difference) {
		return new Finding(difference.action().word(), difference.kind(), difference.name(), difference.table(),
				difference.description());
	}

	@Override
	public String toString() {
		return this.description;
	}

}
