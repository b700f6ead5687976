package org.condastore.shell.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A database and its server at one moment.
 *
 * @param revision conda-store's schema revision
 * @param size of the whole database, in bytes
 * @param standby whether the server is in recovery and takes no writes
 * @param connections how many sessions the server has, those on other databases too
 * @param tables conda-store's tables, and those that Celery keeps beside them; the
 * largest first
 * @param sessions the other sessions on this database, the oldest transaction first
 * @param locks who waits for whom in this database
 */
record ServerStatus(String database, String address, String user, @Nullable String revision, String serverVersion,
		@Nullable Instant startedOn, boolean standby, @Nullable Long size, int connections, int maxConnections,
		List<TableSize> tables, List<Session> sessions, List<LockWait> locks) {

	/**
	 * How large a table is.
	 *
	 * @param rows as estimated when it was last analysed; null if it never was
	 * @param size with its indexes and its TOAST table, in bytes; null while somebody has
	 * the table for himself, or waits for that
	 * @param indexSize of the indexes alone, in bytes; null likewise
	 */
	record TableSize(String table, @Nullable Long rows, @Nullable Long size, @Nullable Long indexSize) {
	}

	/**
	 * A session of somebody else. What the server does not show to this login is null:
	 * everything but pid, user and application, for sessions of other users.
	 *
	 * @param state as the server calls it, such as {@code idle in transaction}
	 * @param transactionAge since its transaction began; null if there is none
	 * @param queryAge since its current or last query began
	 * @param longIdle whether it has been idle inside of a transaction for longer than
	 * {@link #LONG_IDLE}
	 * @param query its current or last query, in one line and shortened
	 * @param hidden whether the server shows to this login only that the session is there
	 */
	record Session(int pid, @Nullable String user, @Nullable String application, @Nullable String client,
			@Nullable String state, @Nullable Duration transactionAge, @Nullable Duration queryAge, boolean longIdle,
			@Nullable String query, boolean hidden) {

		/**
		 * A worker is idle in its transaction while it solves and installs; this is more
		 * than most builds take.
		 */
		static final Duration LONG_IDLE = Duration.ofMinutes(30);

	}

	/**
	 * One session that waits for a lock, and one that it waits for.
	 *
	 * @param table null if the lock is not on a table or a row of it
	 * @param mode as the server calls it, such as {@code AccessExclusiveLock}
	 * @param waiting since the waiting query began
	 * @param blockedBy the pid of the other session; 0 for a prepared transaction
	 */
	record LockWait(int pid, @Nullable String user, @Nullable String application, @Nullable String table,
			@Nullable String mode, @Nullable Duration waiting, int blockedBy, @Nullable String blockingUser,
			@Nullable String blockingApplication, @Nullable String blockingState,
			@Nullable Duration blockingTransactionAge) {
	}

}
