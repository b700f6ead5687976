package org.condastore.shell.change;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.shell.change.JournalTables.AFTER_COLUMNS;
import static org.condastore.shell.change.JournalTables.ANCHOR_HASH;
import static org.condastore.shell.change.JournalTables.ANCHOR_ID;
import static org.condastore.shell.change.JournalTables.BEFORE_COLUMNS;
import static org.condastore.shell.change.JournalTables.CHAIN;
import static org.condastore.shell.change.JournalTables.CHANGE;
import static org.condastore.shell.change.JournalTables.CHANGED_ON;
import static org.condastore.shell.change.JournalTables.COMMAND;
import static org.condastore.shell.change.JournalTables.CONTENT;
import static org.condastore.shell.change.JournalTables.DATABASE_USER;
import static org.condastore.shell.change.JournalTables.HASH;
import static org.condastore.shell.change.JournalTables.ID;
import static org.condastore.shell.change.JournalTables.JOURNAL;
import static org.condastore.shell.change.JournalTables.JOURNAL_ROWS;
import static org.condastore.shell.change.JournalTables.KEY_COLUMNS;
import static org.condastore.shell.change.JournalTables.LAST_HASH;
import static org.condastore.shell.change.JournalTables.LAST_ID;
import static org.condastore.shell.change.JournalTables.OPERATING_SYSTEM_USER;
import static org.condastore.shell.change.JournalTables.OPERATION;
import static org.condastore.shell.change.JournalTables.POSITION;
import static org.condastore.shell.change.JournalTables.PREVIOUS_HASH;
import static org.condastore.shell.change.JournalTables.REASON;
import static org.condastore.shell.change.JournalTables.REDOES;
import static org.condastore.shell.change.JournalTables.ROWS;
import static org.condastore.shell.change.JournalTables.ROWS_CONTENT;
import static org.condastore.shell.change.JournalTables.ROWS_HASH;
import static org.condastore.shell.change.JournalTables.SET_NUMBER;
import static org.condastore.shell.change.JournalTables.SUBJECT;
import static org.condastore.shell.change.JournalTables.TABLE_NAME;
import static org.condastore.shell.change.JournalTables.TUPLES;
import static org.condastore.shell.change.JournalTables.UNDOES;

/** What the journal holds, and its housekeeping. */
public final class JournalRepository {

	private static final int FETCHED_AT_ONCE = 100;

	private final DSLContext sql;

	private final Journal journal;

	public JournalRepository(DSLContext sql) {
		this.sql = sql;
		this.journal = new Journal(sql);
	}

	/**
	 * The entries, the newest first.
	 * @param since only those that were written then or later; null for all
	 * @param limit how many at most
	 */
	List<JournalEntry> newest(@Nullable Instant since, int limit) {
		return read(() -> select()
			.where((since != null) ? CHANGED_ON.ge(since.atOffset(ZoneOffset.UTC)) : DSL.noCondition())
			.orderBy(ID.desc())
			.limit(limit)
			.fetch(JournalRepository::entry), List.of());
	}

	/**
	 * The entry of that id.
	 * @throws CommandFailure {@code PRECONDITION} if there is none
	 */
	JournalEntry entry(long id) {
		return read(() -> select().where(ID.eq(id)).fetchOptional(JournalRepository::entry),
				Optional.<JournalEntry>empty())
			.orElseThrow(() -> CommandFailure.notFound("the journal has no change %d".formatted(id),
					"journal list shows the changes"));
	}

	/**
	 * The change that was made last, or made again, and is not undone.
	 */
	Optional<JournalEntry> newestDone() {
		return newestWhere((entry) -> !applied(List.of(entry)).isEmpty()).map(this::original);
	}

	/** The change that was undone last and is still undone. */
	Optional<JournalEntry> newestUndone() {
		return newestWhere((entry) -> {
			Long undoes = entry.undoes();
			return undoes != null && Objects.equals(takenBack(List.of(undoes)).get(undoes), entry);
		}).map((undo) -> entry(Objects.requireNonNull(undo.undoes())));
	}

	/**
	 * The changes that were made after one, or made again, and are not undone: the one
	 * that was made last comes first.
	 */
	List<JournalEntry> doneAfter(long id) {
		return applied(read(() -> select().where(ID.gt(id)).orderBy(ID.desc()).fetch(JournalRepository::entry),
				List.<JournalEntry>of()))
			.stream()
			.map(this::original)
			.toList();
	}

	/** Those by which something is now as it is: not undone, and not undoing. */
	private List<JournalEntry> applied(List<JournalEntry> entries) {
		Map<Long, JournalEntry> newest = takenBack(entries.stream()
			.map((entry) -> (entry.redoes() != null) ? entry.redoes() : Long.valueOf(entry.id()))
			.toList());
		return entries.stream()
			.filter((entry) -> entry.undoes() == null && ((entry.redoes() != null)
					? entry.equals(newest.get(entry.redoes())) : !newest.containsKey(entry.id())))
			.toList();
	}

	/** The change that an entry makes again, or the entry itself. */
	private JournalEntry original(JournalEntry entry) {
		return (entry.redoes() != null) ? entry(entry.redoes()) : entry;
	}

	/**
	 * What was done with changes since: the newest entry that undoes or redoes each.
	 * @return without those of which there is none
	 */
	Map<Long, JournalEntry> takenBack(List<Long> ids) {
		Map<Long, JournalEntry> newest = new HashMap<>();
		read(() -> select().where(UNDOES.in(ids).or(REDOES.in(ids))).orderBy(ID).fetch(JournalRepository::entry),
				List.<JournalEntry>of())
			.forEach((entry) -> newest.put((entry.undoes() != null) ? entry.undoes() : entry.redoes(), entry));
		return newest;
	}

	/** The rows of an entry, as they were written. */
	List<RowSet> rows(JournalEntry entry) {
		List<RowSet> sets = new ArrayList<>();
		int number = 0;
		try (Cursor<?> cursor = this.sql
			.select(SET_NUMBER, TABLE_NAME, OPERATION, KEY_COLUMNS, BEFORE_COLUMNS, AFTER_COLUMNS, TUPLES)
			.from(JOURNAL_ROWS)
			.where(ROWS_CONTENT.eq(entry.content()))
			.orderBy(POSITION)
			.fetchSize(FETCHED_AT_ONCE)
			.fetchLazy()) {
			for (Record row : cursor) {
				if (sets.isEmpty() || row.get(SET_NUMBER) != number) {
					number = row.get(SET_NUMBER);
					sets.add(new RowSet(row.get(TABLE_NAME), Operation.of(row.get(OPERATION)),
							Arrays.asList(row.get(KEY_COLUMNS)), Arrays.asList(row.get(BEFORE_COLUMNS)),
							Arrays.asList(row.get(AFTER_COLUMNS)), new Tuples()));
				}
				sets.get(sets.size() - 1).rows().addEncoded(row.get(TUPLES));
			}
		}
		return sets;
	}

	/**
	 * Looks for entries that were removed or edited.
	 * @param anchor a hash that was noted before and must be found; null if there is none
	 * @return what is wrong, in the order of the entries; empty if nothing is
	 */
	Verification verify(@Nullable String anchor) {
		if (!this.journal.exists()) {
			return new Verification(0, "", (anchor != null) ? List.of(missing(anchor)) : List.of());
		}
		Record chain = this.sql.select(LAST_ID, LAST_HASH, ANCHOR_ID, ANCHOR_HASH).from(CHAIN).fetchSingle();
		List<String> problems = new ArrayList<>();
		long id = chain.get(ANCHOR_ID);
		String hash = chain.get(ANCHOR_HASH);
		boolean found = anchor == null || anchor.equals(hash);
		int count = 0;
		try (Cursor<?> cursor = select().orderBy(ID).fetchSize(FETCHED_AT_ONCE).fetchLazy()) {
			for (Record row : cursor) {
				JournalEntry entry = entry(row);
				if (entry.id() != id + 1) {
					problems.add((entry.id() == id + 2) ? "change %d is missing".formatted(id + 1)
							: "changes %d to %d are missing".formatted(id + 1, entry.id() - 1));
				}
				else if (!entry.previousHash().equals(hash)) {
					problems.add("change %d does not follow the one before it".formatted(entry.id()));
				}
				if (!entry.computedHash().equals(entry.hash())) {
					problems.add("change %d was edited".formatted(entry.id()));
				}
				else if (!RowsHash.of(rows(entry)).equals(entry.rowsHash())) {
					problems.add("the rows of change %d were edited".formatted(entry.id()));
				}
				id = entry.id();
				hash = entry.hash();
				found = found || hash.equals(anchor);
				count++;
			}
		}
		if (chain.get(LAST_ID) != id || !chain.get(LAST_HASH).equals(hash)) {
			problems.add("the journal ends with change %d, and %d were written".formatted(id, chain.get(LAST_ID)));
		}
		if (anchor != null && !found) {
			problems.add(missing(anchor));
		}
		return new Verification(count, hash, problems);
	}

	/**
	 * What {@code journal verify} found.
	 *
	 * @param changes how many entries there are
	 * @param hash of the newest one: whoever notes it can show later that the journal was
	 * not cut
	 * @param problems what is wrong
	 */
	record Verification(int changes, String hash, List<String> problems) {
	}

	private static String missing(String anchor) {
		return "no change has the hash %s: the journal was cut or written anew".formatted(anchor);
	}

	/** How many entries {@link #prune} would take away. */
	int countBefore(Instant before) {
		return read(() -> this.sql.fetchCount(JOURNAL, CHANGED_ON.lt(before.atOffset(ZoneOffset.UTC))), 0);
	}

	/**
	 * Takes the oldest entries away. What is left can still be verified: the hash of the
	 * last one that went is kept.
	 * @return how many
	 */
	int prune(Instant before) {
		if (!this.journal.exists()) {
			return 0;
		}
		try {
			this.sql.select(LAST_ID).from(CHAIN).forUpdate().fetch();
			Condition old = CHANGED_ON.lt(before.atOffset(ZoneOffset.UTC));
			Record last = this.sql.select(ID, HASH).from(JOURNAL).where(old).orderBy(ID.desc()).limit(1).fetchOne();
			if (last == null) {
				return 0;
			}
			Condition gone = ID.le(last.get(ID));
			this.sql.deleteFrom(JOURNAL_ROWS)
				.where(ROWS_CONTENT.in(DSL.select(CONTENT).from(JOURNAL).where(gone)))
				.execute();
			int count = this.sql.deleteFrom(JOURNAL).where(gone).execute();
			this.sql.update(CHAIN).set(ANCHOR_ID, last.get(ID)).set(ANCHOR_HASH, last.get(HASH)).execute();
			return count;
		}
		catch (DataAccessException ex) {
			throw this.journal.denied(ex);
		}
	}

	/** Ids of changes, for completion, with what they were. */
	public List<NameSource.Name> names(String typed, int limit) {
		return read(() -> select().where(ID.cast(String.class).startsWith(typed))
			.orderBy(ID.desc())
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.get(ID).toString(), row.get(CHANGE))), List.of());
	}

	/** Looks through the entries from the newest on. */
	private Optional<JournalEntry> newestWhere(Predicate<JournalEntry> wanted) {
		Long below = Long.MAX_VALUE;
		while (below != null) {
			long end = below;
			List<JournalEntry> page = read(() -> select().where(ID.lt(end))
				.orderBy(ID.desc())
				.limit(FETCHED_AT_ONCE)
				.fetch(JournalRepository::entry), List.of());
			for (JournalEntry entry : page) {
				if (wanted.test(entry)) {
					return Optional.of(entry);
				}
			}
			below = page.isEmpty() ? null : page.get(page.size() - 1).id();
		}
		return Optional.empty();
	}

	private <T> T read(Supplier<T> query, T nothing) {
		try {
			return this.journal.exists() ? query.get() : nothing;
		}
		catch (DataAccessException ex) {
			throw this.journal.denied(ex);
		}
	}

	private SelectJoinStep<? extends Record> select() {
		return this.sql
			.select(ID, CHANGED_ON, DATABASE_USER, OPERATING_SYSTEM_USER, COMMAND, CHANGE, SUBJECT, REASON, UNDOES,
					REDOES, ROWS, ROWS_HASH, CONTENT, PREVIOUS_HASH, HASH)
			.from(JOURNAL);
	}

	private static JournalEntry entry(Record row) {
		return new JournalEntry(row.get(ID), row.get(CHANGED_ON).toInstant(), row.get(DATABASE_USER),
				row.get(OPERATING_SYSTEM_USER), row.get(COMMAND), row.get(CHANGE), row.get(SUBJECT), row.get(REASON),
				row.get(UNDOES), row.get(REDOES), row.get(ROWS), row.get(ROWS_HASH), row.get(CONTENT),
				row.get(PREVIOUS_HASH), row.get(HASH));
	}

}
