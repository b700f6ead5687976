package org.condastore.shell.server;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;

import org.condastore.schema.jooq.DefaultSchema;
import org.condastore.shell.server.ServerStatus.LockWait;
import org.condastore.shell.server.ServerStatus.Session;
import org.condastore.shell.server.ServerStatus.TableSize;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentUser;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.when;

/**
 * All SQL about the server. Reads only what every login may read; the server itself hides
 * from a login without {@code pg_read_all_stats} what the sessions of others do.
 */
public final class ServerRepository {

	/**
	 * Made by Celery when it has no Redis; its messages are never removed, so they grow.
	 */
	private static final List<String> CELERY_TABLES = List.of("kombu_queue", "kombu_message", "celery_taskmeta",
			"celery_tasksetmeta");

	/** What the server shows instead of a query that is none of our business. */
	private static final String HIDDEN = "<insufficient privilege>";

	/** Enough to recognise a query by. */
	private static final int QUERY_LENGTH = 200;

	private static final Field<OffsetDateTime> NOW = function("clock_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE);

	private static final Field<String> CURRENT_DATABASE = function("current_database", SQLDataType.VARCHAR);

	private static final Table<?> PG_CLASS = table(name("pg_class"));

	private static final Field<Long> OID = of(PG_CLASS, "oid", Long.class);

	private static final Field<String> RELNAME = of(PG_CLASS, "relname", String.class);

	private static final Field<Float> RELTUPLES = of(PG_CLASS, "reltuples", Float.class);

	/** The server's estimate is -1 before a table was analysed. */
	private static final Field<Long> ROWS = when(RELTUPLES.ge(inline(0f)), RELTUPLES.cast(SQLDataType.BIGINT));

	private static final Table<?> PG_LOCKS = table(name("pg_locks"));

	/**
	 * The functions below lock the table for reading, and so would wait behind whoever
	 * has it for himself, or waits for that, and whom status is to show.
	 */
	private static final Condition LOCKED = exists(selectOne().from(PG_LOCKS)
		.where(of(PG_LOCKS, "mode", String.class).eq(inline("AccessExclusiveLock")))
		.and(of(PG_LOCKS, "relation", Long.class).eq(OID)
			.or(of(PG_LOCKS, "relation", Long.class).eq(of(PG_CLASS, "reltoastrelid", Long.class)))
			.or(of(PG_LOCKS, "relation", Long.class)
				.in(select(field(name("indexrelid"), Long.class)).from(table(name("pg_index")))
					.where(field(name("indrelid"), Long.class).eq(OID))))));

	private static final Field<Long> SIZE = when(not(LOCKED),
			function("pg_total_relation_size", SQLDataType.BIGINT, OID))
		.as("size");

	private static final Field<Long> INDEX_SIZE = when(not(LOCKED),
			function("pg_indexes_size", SQLDataType.BIGINT, OID));

	private final DSLContext db;

	public ServerRepository(DSLContext db) {
		this.db = db;
	}

	/**
	 * Looks at everything.
	 * @param address where the server is, as this side knows it
	 */
	ServerStatus status(String address) {
		Field<String> version = setting("server_version");
		Field<Integer> maxConnections = setting("max_connections").cast(SQLDataType.INTEGER);
		Field<OffsetDateTime> started = function("pg_postmaster_start_time", SQLDataType.TIMESTAMPWITHTIMEZONE);
		Field<Boolean> standby = function("pg_is_in_recovery", SQLDataType.BOOLEAN);
		Field<Long> size = function("pg_database_size", SQLDataType.BIGINT, CURRENT_DATABASE);
		Field<Integer> connections = select(
				sum(field(name("numbackends"), SQLDataType.INTEGER)).cast(SQLDataType.INTEGER))
			.from(table(name("pg_stat_database")))
			.asField();
		Field<String> revision = select(ALEMBIC_VERSION.VERSION_NUM).from(ALEMBIC_VERSION).asField();
		List<TableSize> tables = tables();
		List<Session> sessions = sessions();
		List<LockWait> lockWaits = lockWaits();
		return this.db
			.select(CURRENT_DATABASE, currentUser(), revision, version, started, standby, size, connections,
					maxConnections)
			.fetchSingle((row) -> new ServerStatus(row.value1(), address, row.value2(), row.value3(), row.value4(),
					instant(row.value5()), row.value6(), row.value7(), row.value8(), row.value9(), tables, sessions,
					lockWaits));
	}

	private List<TableSize> tables() {
		List<String> names = Stream
			.concat(DefaultSchema.DEFAULT_SCHEMA.tableStream().map(Table::getName), CELERY_TABLES.stream())
			.toList();
		return this.db.select(RELNAME, ROWS, SIZE, INDEX_SIZE)
			.from(PG_CLASS)
			.where(RELNAME.in(names), of(PG_CLASS, "relkind", String.class).in(inline("r"), inline("p")),
					function("pg_table_is_visible", SQLDataType.BOOLEAN, OID).isTrue())
			.orderBy(SIZE.desc().nullsLast(), RELNAME)
			.fetch((row) -> new TableSize(row.value1(), row.value2(), row.value3(), row.value4()));
	}

	/** Without our own, and without the server's own processes, which have no user. */
	private List<Session> sessions() {
		Activity session = new Activity("session");
		return this.db
			.select(NOW.as("now"), session.pid, session.user, session.application, session.client, session.state,
					session.transactionStart, session.queryStart, session.stateChange, session.query)
			.from(session.table)
			.where(session.database.eq(CURRENT_DATABASE), session.user.isNotNull(),
					session.pid.ne(function("pg_backend_pid", SQLDataType.INTEGER)))
			.orderBy(session.transactionStart.asc().nullsLast(), session.pid)
			.fetch((row) -> {
				OffsetDateTime now = row.get("now", OffsetDateTime.class);
				String state = row.get(session.state);
				return new Session(row.get(session.pid), row.get(session.user), row.get(session.application),
						row.get(session.client), state, age(row, session.transactionStart, now),
						age(row, session.queryStart, now), longIdle(state, age(row, session.stateChange, now)),
						shortened(row.get(session.query)), HIDDEN.equals(row.get(session.query)));
			});
	}

	/**
	 * Waits for a whole table name it themselves; waits for a row are waits for the
	 * transaction that changed it, beside a lock on the row that names the table.
	 */
	private List<LockWait> lockWaits() {
		Table<?> lock = PG_LOCKS.as("waiting_lock");
		Table<?> row = PG_LOCKS.as("row_lock");
		Field<Integer> pid = of(lock, "pid", Integer.class);
		Field<Long> relation = coalesce(of(lock, "relation", Long.class),
				select(of(row, "relation", Long.class)).from(row)
					.where(of(row, "pid", Integer.class).eq(pid), of(row, "locktype", String.class).eq(inline("tuple")))
					.limit(1)
					.asField());
		Field<Integer> blockerPid = field(name("blocker", "pid"), SQLDataType.INTEGER);
		Table<?> blocker = unnest(function("pg_blocking_pids", SQLDataType.INTEGER.getArrayDataType(), pid))
			.as("blocker", "pid");
		Activity waiting = new Activity("waiting");
		Activity blocking = new Activity("blocking");
		return this.db
			.select(NOW.as("now"), pid, waiting.user, waiting.application, RELNAME, of(lock, "mode", String.class),
					waiting.queryStart, blockerPid, blocking.user, blocking.application, blocking.state,
					blocking.transactionStart)
			.from(lock)
			.join(waiting.table)
			.on(waiting.pid.eq(pid))
			.crossJoin(lateral(blocker))
			.leftJoin(blocking.table)
			.on(blocking.pid.eq(blockerPid))
			.leftJoin(PG_CLASS)
			.on(OID.eq(relation))
			.where(of(lock, "granted", Boolean.class).isFalse(), waiting.database.eq(CURRENT_DATABASE))
			.orderBy(waiting.queryStart.asc().nullsLast(), pid, blockerPid)
			.fetch((wait) -> {
				OffsetDateTime now = wait.get("now", OffsetDateTime.class);
				return new LockWait(wait.get(pid), wait.get(waiting.user), wait.get(waiting.application),
						wait.get(RELNAME), wait.get(of(lock, "mode", String.class)), age(wait, waiting.queryStart, now),
						wait.get(blockerPid), wait.get(blocking.user), wait.get(blocking.application),
						wait.get(blocking.state), age(wait, blocking.transactionStart, now));
			});
	}

	private static Field<String> setting(String setting) {
		return function("current_setting", SQLDataType.VARCHAR, inline(setting));
	}

	private static <T> Field<T> of(Table<?> table, String field, Class<T> type) {
		Name qualified = name(table.getName(), field);
		return field(qualified, type);
	}

	private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
		return (time != null) ? time.toInstant() : null;
	}

	private static @Nullable Duration age(Record row, Field<OffsetDateTime> since, OffsetDateTime now) {
		OffsetDateTime began = row.get(since);
		return (began != null) ? Duration.between(began, now) : null;
	}

	static boolean longIdle(@Nullable String state, @Nullable Duration sinceChange) {
		return state != null && sinceChange != null && state.startsWith("idle in transaction")
				&& sinceChange.compareTo(Session.LONG_IDLE) > 0;
	}

	private static @Nullable String shortened(@Nullable String query) {
		if (query == null || query.isBlank() || query.equals(HIDDEN)) {
			return null;
		}
		String line = query.strip().replaceAll("\\s+", " ");
		int length = line.codePointCount(0, line.length());
		return (length <= QUERY_LENGTH) ? line : line.substring(0, line.offsetByCodePoints(0, QUERY_LENGTH - 1)) + "…";
	}

	/** The columns of {@code pg_stat_activity} under an alias. */
	private static final class Activity {

		private final Table<?> table;

		private final Field<Integer> pid;

		private final Field<String> database;

		private final Field<String> user;

		/** For the server's own processes their kind, such as an autovacuum worker. */
		private final Field<String> application;

		private final Field<String> client;

		private final Field<String> state;

		private final Field<OffsetDateTime> transactionStart;

		private final Field<OffsetDateTime> queryStart;

		private final Field<OffsetDateTime> stateChange;

		private final Field<String> query;

		Activity(String alias) {
			this.table = table(name("pg_stat_activity")).as(alias);
			this.pid = of(this.table, "pid", Integer.class);
			this.database = of(this.table, "datname", String.class);
			this.user = of(this.table, "usename", String.class);
			this.application = coalesce(nullif(of(this.table, "application_name", String.class), ""),
					of(this.table, "backend_type", String.class))
				.as(alias + "_application");
			this.client = of(this.table, "client_addr", Object.class).cast(SQLDataType.VARCHAR).as("client");
			this.state = of(this.table, "state", String.class);
			this.transactionStart = of(this.table, "xact_start", OffsetDateTime.class);
			this.queryStart = of(this.table, "query_start", OffsetDateTime.class);
			this.stateChange = of(this.table, "state_change", OffsetDateTime.class);
			this.query = of(this.table, "query", String.class);
		}

	}

}
