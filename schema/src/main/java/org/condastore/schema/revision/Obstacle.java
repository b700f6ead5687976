package org.condastore.schema.revision;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows that make a script fail.
 *
 * @param finding what the script wants to do
 * @param sentence what is in the way, with how many and the first few rows, named by
 * their primary keys
 * @param count how many rows are in the way; null if that could not be found out
 * @param rows the first few of them; for duplicates one entry per key
 */
public record Obstacle(Finding finding, String sentence, @Nullable Long count, List<String> rows) {

	public Obstacle {
		rows = List.copyOf(rows);
	}

	@Override
	public String toString() {
		return this.sentence;
	}

}
