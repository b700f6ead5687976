package org.condastore.shell.change;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.condastore.shell.connection.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;

/**
 * Those who suffer from a large change though they have no part in it: replicas, and
 * sessions that wait for locks. Between its batches the change waits for them.
 */
final class Bystanders {

	/** Behind by more than this a replica is not asked to do still more. */
	static final Duration REPLAY_LAG = Duration.ofSeconds(10);

	/**
	 * What a replica has to catch up on is this much at most: two segments of the WAL.
	 */
	private static final long REPLAY_BYTES = 32L << 20;

	/** The change goes on some time: a replica may be gone, and nobody has told it. */
	static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final double SECONDS_BETWEEN_LOOKS = 0.5;

	private final Supplier<Database> database;

	private final Consumer<String> notes;

	private final Duration patience;

	private boolean told;

	/**
	 * Looks at nothing yet.
	 * @param notes told once that it waits, and each time that it does not any longer
	 * @param patience how long it waits at most between two batches
	 */
	Bystanders(Supplier<Database> database, Consumer<String> notes, Duration patience) {
		this.database = database;
		this.notes = notes;
		this.patience = patience;
	}

	/**
	 * Waits until nobody suffers, or it has been long enough.
	 * @param tables those that the change writes to
	 */
	void waitFor(Collection<String> tables) {
		long looks = Math.round(this.patience.toMillis() / (SECONDS_BETWEEN_LOOKS * 1000));
		String reason = suffering(tables);
		for (long look = 0; reason != null; look++) {
			if (look >= looks) {
				this.notes.accept("%s, still after %d s: going on with the next batch".formatted(reason,
						this.patience.toSeconds()));
				return;
			}
			if (!this.told) {
				this.notes.accept(
						"%s: the next batch waits for it, %d s at most".formatted(reason, this.patience.toSeconds()));
				this.told = true;
			}
			pause();
			reason = suffering(tables);
		}
	}

	/** At the server, where Ctrl-C reaches it. */
	private void pause() {
		this.database.get()
			.readingAnyRevision(() -> sql().fetch("SELECT pg_sleep({0})", inline(SECONDS_BETWEEN_LOOKS)).size());
	}

	private @Nullable String suffering(Collection<String> tables) {
		return this.database.get().readingAnyRevision(() -> {
			if (replicasLag()) {
				return "a replica lags behind";
			}
			return sessionsWait(tables) ? "others wait for locks on the same tables" : null;
		});
	}

	/**
	 * Who may not see that sees NULL in both columns, and nobody lags for him. The
	 * measured time alone does not tell of one whose connection is gone, the bytes alone
	 * not of one that is idle in a conflict.
	 */
	private boolean replicasLag() {
		Table<?> replica = DSL.table(name("pg_stat_replication")).as("replica");
		Field<Long> behind = DSL.field("pg_wal_lsn_diff(pg_current_wal_lsn(), {0})", Long.class,
				DSL.field(name("replica", "replay_lsn")));
		Condition late = DSL.condition("{0} > {1}::interval", DSL.field(name("replica", "replay_lag")),
				inline(REPLAY_LAG.toSeconds() + " s"));
		return sql().fetchExists(selectOne().from(replica).where(late.or(behind.gt(REPLAY_BYTES))));
	}

	/**
	 * Who waits for a table names it. Who waits for a row waits for the transaction that
	 * has it, and holds, or waits for, a lock on the row that names its table.
	 */
	private boolean sessionsWait(Collection<String> tables) {
		Table<?> waiting = DSL.table(name("pg_locks")).as("waiting");
		Table<?> named = DSL.table(name("pg_locks")).as("named");
		Table<?> session = DSL.table(name("pg_stat_activity")).as("session");
		Table<?> table = DSL.table(name("pg_class")).as("written");
		Field<Integer> pid = DSL.field(name("waiting", "pid"), SQLDataType.INTEGER);
		Field<Boolean> granted = DSL.field(name("named", "granted"), SQLDataType.BOOLEAN);
		Field<String> type = DSL.field(name("named", "locktype"), SQLDataType.CLOB);
		return sql().fetchExists(selectOne().from(waiting)
			.join(session)
			.on(DSL.field(name("session", "pid"), SQLDataType.INTEGER).eq(pid),
					DSL.field(name("session", "datname"), SQLDataType.CLOB)
						.eq(DSL.field("current_database()::text", String.class)))
			.where(DSL.field(name("waiting", "granted"), SQLDataType.BOOLEAN).isFalse())
			.and(exists(selectOne().from(named)
				.join(table)
				.on(DSL.field(name("written", "oid")).eq(DSL.field(name("named", "relation"))))
				.where(DSL.field(name("named", "pid"), SQLDataType.INTEGER).eq(pid),
						type.eq(inline("tuple")).or(type.eq(inline("relation")).and(granted.isFalse())),
						DSL.field(name("written", "relname"), SQLDataType.CLOB).in(tables)))));
	}

	private DSLContext sql() {
		return this.database.get().sql();
	}

}
