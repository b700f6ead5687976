package org.condastore.shell.output;

import java.util.Iterator;
import java.util.List;

/**
 * The rows of a list, read while they are written: a list may be longer than memory.
 * Iterated once.
 *
 * @param <T> what a row holds
 */
public interface Rows<T> extends Iterable<T> {

	/**
	 * Whether a limit cut the list. Known once the iteration has ended.
	 * @return whether there are rows beyond the last one
	 */
	boolean cut();

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
