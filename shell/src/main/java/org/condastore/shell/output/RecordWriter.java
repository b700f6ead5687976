package org.condastore.shell.output;

import java.util.List;

/**
 * Writes records in one format: a list as {@code begin}, any number of {@code row},
 * {@code end}; or a single record.
 *
 * @param <T> the record
 */
interface RecordWriter<T> {

	/** Begins a list. */
	void begin();

	void row(T row);

	/** Ends a list, which may have no rows. */
	void end();

	/** Writes a record that is not one of a list. */
	void single(T one);

	/** The headings of columns for which the screen had no room. Known after the end. */
	default List<String> leftOut() {
		return List.of();
	}

}
