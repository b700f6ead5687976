package org.condastore.schema.migration;

import java.time.Duration;
import java.util.List;

/**
 * Told how a migration or rollback goes on. Calls come from more than one thread.
 */
public interface MigrationListener {

	/** Nobody wants to know. */
	MigrationListener SILENT = new MigrationListener() {
	};

	/**
	 * A script begins.
	 * @param number which one it is, from 1
	 * @param of of how many
	 */
	default void running(Script script, int number, int of) {
	}

	/**
	 * Another shell changes the schema of this database; this one waits for it.
	 * @param holder its process at the server; 0 if it cannot be told
	 */
	default void waitingForShell(int holder) {
	}

	/**
	 * The script waits for a lock.
	 * @param blockers who holds it
	 */
	default void waiting(List<Blocker> blockers) {
	}

	/**
	 * The lock was not obtained in time; the script was rolled back and begins again
	 * after a pause.
	 * @param attempt which attempt it was, from 1
	 * @param of how many there will be at most
	 * @param pause until the next one
	 */
	default void retrying(Script script, int attempt, int of, Duration pause) {
	}

	/**
	 * An index is being made.
	 * @param phase what PostgreSQL does, in its words
	 * @param percent how much of it is done; -1 if that is not known
	 */
	default void indexing(String phase, int percent) {
	}

	/** A script was applied or rolled back, and that is committed. */
	default void done(Script script, Duration took) {
	}

}
