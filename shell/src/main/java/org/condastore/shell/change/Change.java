package org.condastore.shell.change;

/**
 * What a verb means. It only says what is to be done: it is called in a READ ONLY
 * transaction, once for a dry run as well as for the real thing.
 */
@FunctionalInterface
public interface Change {

	/**
	 * Says which rows become what.
	 * @param planning takes them, and reads
	 * @throws org.condastore.shell.failure.CommandFailure if the rules of conda-store do
	 * not allow it
	 */
	void plan(Planning planning);

}
