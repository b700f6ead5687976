package org.condastore.shell.change;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.shell.change.JournalTables.CHAIN;
import static org.condastore.shell.change.JournalTables.LAST_HASH;
import static org.condastore.shell.change.JournalTables.LAST_ID;
import static org.condastore.shell.change.JournalTables.SCHEMA;

/**
 * The journal: each change with its rows as they were and as they became. An entry is
 * written in the transaction of its change, so that there is never one without the other.
 *
 * <p>
 * Entries are chained by hashes. Whoever can write to the tables can forge all of them,
 * but cannot change or remove an entry without the hash at the end changing too.
 */
final class Journal {

	/** Rows of the journal in one statement. */
	private static final int AT_ONCE = 200;

	/** Of an advisory lock that is held while the tables are made. */
	private static final long CREATING = 0x636f_6e64_615f_6a6cL;

	private static final Field<OffsetDateTime> CLOCK = DSL.field("clock_timestamp()", OffsetDateTime.class).as("now");

	private static final Field<String> LOGIN = DSL.field("session_user::text", String.class).as("login");

	private final DSLContext sql;

	/**
	 * A journal within a transaction.
	 * @param sql runs its statements
	 */
	Journal(DSLContext sql) {
		this.sql = sql;
	}

	/**
	 * What is to be written.
	 *
	 * @param command what was typed
	 * @param plan what it meant
	 * @param written the rows
	 * @param reason why; null if nobody said
	 * @param undoes the change that it takes back, or null
	 * @param redoes the change that it makes once more, or null
	 */
	record Draft(String command, Plan plan, List<RowSet> written, @Nullable String reason, @Nullable Long undoes,
			@Nullable Long redoes) {
	}

	/** Whether anything was ever written. */
	boolean exists() {
		try {
			return this.sql
				.fetchSingle(
						DSL.field("to_regclass({0}) IS NOT NULL", Boolean.class, DSL.inline(SCHEMA + ".journal_chain")))
				.value1();
		}
		catch (DataAccessException ex) {
			throw denied(ex);
		}
	}

	/**
	 * Makes the tables if there are none.
	 * @throws CommandFailure {@code PRECONDITION} if the login may not
	 */
	void create() {
		if (exists()) {
			return;
		}
		requireRight();
		try {
			// IF NOT EXISTS does not help two who begin at the same time.
			this.sql.fetch("SELECT pg_advisory_xact_lock(?)", CREATING);
			JournalTables.CREATE.forEach(this.sql::execute);
		}
		catch (DataAccessException ex) {
			throw denied(ex);
		}
	}

	/**
	 * Makes sure that {@link #create} can.
	 * @throws CommandFailure {@code PRECONDITION} if the login may not
	 */
	void requirePossible() {
		if (!exists()) {
			requireRight();
		}
	}

	private void requireRight() {
		boolean may = this.sql.fetchSingle(
				DSL.field("to_regnamespace({0}) IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')",
						Boolean.class, DSL.inline(SCHEMA)))
			.value1();
		if (!may) {
			String user = this.sql.fetchSingle(DSL.field("quote_ident(current_user)", String.class)).value1();
			throw CommandFailure.precondition(
					"the login %s may not make the schema %s, which keeps the journal".formatted(user, SCHEMA),
					"as the owner of the database: CREATE SCHEMA %s AUTHORIZATION %s; or --no-journal, to change it without a trace"
						.formatted(SCHEMA, user));
		}
	}

	/**
	 * Writes entries, one after the other, as the last thing in a transaction: from here
	 * to its end every other change waits.
	 * @return their ids
	 */
	List<Long> append(List<Draft> drafts) {
		try {
			return write(drafts);
		}
		catch (DataAccessException ex) {
			throw denied(ex);
		}
	}

	private List<Long> write(List<Draft> drafts) {
		List<UUID> contents = new ArrayList<>();
		List<String> hashes = new ArrayList<>();
		Tuples rows = new Tuples();
		for (Draft draft : drafts) {
			UUID content = UUID.randomUUID();
			contents.add(content);
			RowsHash hash = new RowsHash();
			for (RowSet set : draft.written()) {
				hash.begin(set);
				for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
					byte[] tuples = set.rows().bytes(chunk);
					rows.addLong(tuples, content.toString(), String.valueOf(hash.chunks()), String.valueOf(hash.sets()),
							set.table(), set.operation().toString(), array(set.key()), array(set.before()),
							array(set.after()),
							String.valueOf(Math.min(Tuples.CHUNK, set.rows().size() - chunk * Tuples.CHUNK)));
					hash.add(tuples);
					if (rows.size() == AT_ONCE) {
						rows = insert(rows);
					}
				}
			}
			hashes.add(hash.hex());
		}
		insert(rows);

		Record end = this.sql.select(LAST_ID, LAST_HASH, CLOCK, LOGIN).from(CHAIN).forUpdate().fetchSingle();
		long id = end.get(LAST_ID);
		String hash = end.get(LAST_HASH);
		Instant now = end.get(CLOCK).toInstant().truncatedTo(ChronoUnit.MICROS);
		String user = System.getProperty("user.name");
		List<Long> ids = new ArrayList<>();
		Tuples entries = new Tuples();
		for (int i = 0; i < drafts.size(); i++) {
			Draft draft = drafts.get(i);
			id++;
			JournalEntry entry = new JournalEntry(id, now, end.get(LOGIN), user, draft.command(), draft.plan().change(),
					draft.plan().subject(), draft.reason(), draft.undoes(), draft.redoes(),
					draft.written().stream().mapToInt((set) -> set.rows().size()).sum(), hashes.get(i), contents.get(i),
					hash, "");
			hash = entry.computedHash();
			ids.add(id);
			entries.add(String.valueOf(id), now.toString(), entry.databaseUser(), entry.operatingSystemUser(),
					entry.command(), entry.change(), entry.subject(), entry.reason(), text(entry.undoes()),
					text(entry.redoes()), String.valueOf(entry.rows()), entry.rowsHash(), entry.content().toString(),
					entry.previousHash(), hash);
		}
		new Copy(this.sql).in(JournalTables.COPY_JOURNAL, entries);
		this.sql.update(CHAIN).set(LAST_ID, id).set(LAST_HASH, hash).execute();
		return ids;
	}

	private static @Nullable String text(@Nullable Long number) {
		return (number != null) ? number.toString() : null;
	}

	/** Writes rows of the journal, if there are any; returns where more can go. */
	private Tuples insert(Tuples rows) {
		if (!rows.isEmpty()) {
			new Copy(this.sql).in(JournalTables.COPY_ROWS, rows);
		}
		return new Tuples();
	}

	/** As PostgreSQL writes an array of texts. */
	private static String array(List<String> columns) {
		StringBuilder array = new StringBuilder("{");
		for (String column : columns) {
			array.append((array.length() > 1) ? ",\"" : "\"")
				.append(column.replace("\\", "\\\\").replace("\"", "\\\""))
				.append('"');
		}
		return array.append('}').toString();
	}

	/**
	 * Who is logged in, quoted for a statement. The driver knows it: a transaction that
	 * failed takes no statement any more.
	 */
	static String login(DSLContext sql) {
		String user = sql.connectionResult((connection) -> connection.getMetaData().getUserName());
		return sql.render(DSL.quotedName(user));
	}

	/** Who may change conda-store's rows may not be who made the journal. */
	RuntimeException denied(DataAccessException thrown) {
		if (!"42501".equals(thrown.sqlState())) {
			return thrown;
		}
		String login = login(this.sql);
		return CommandFailure.precondition(
				"the login %s may not write the journal in the schema %s".formatted(login, SCHEMA),
				"as the owner of the schema: GRANT USAGE, CREATE ON SCHEMA %1$s TO %2$s; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$s TO %2$s; or --no-journal, to change it without a trace"
					.formatted(SCHEMA, login));
	}

}
