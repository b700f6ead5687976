package org.condastore.shell.output;

import java.util.Iterator;
import java.util.List;

/**
 * The rows of a list, read while they are written: a list may be longer than memory.
 * Iterated once.
 *
 * @param <T> what a row holds
 */
public interface Rows<T> extends Iterable<T>, AutoCloseable {

	/**
	 * Whether a limit cut the list. Known once the iteration has ended.
	 * @return whether there are rows beyond the last one
	 */
	boolean cut();

	/** Lets go of what the rows are read from, if not all of them are wanted. */
	@Override
	default void close() {
		// There is nothing to let go of where rows are in memory.
	}

	/** A list that is complete and in memory already. */
	static <T> Rows<T> of(List<T> rows) {
		return new Rows<>() {
			@Override
			public Iterator<T> iterator() {
				return rows.iterator();
			}

			@Override
			public boolean cut() {
				return false;
			}
		};
	}

}
