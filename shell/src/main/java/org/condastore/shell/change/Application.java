package org.condastore.shell.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectSeekStepN;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Carries a plan out, within the transaction of whoever calls it. Every row is compared
 * with the plan while its lock is held; if one is not as the plan says, nothing is
 * written.
 */
final class Application {

	/** How the rows are called in statements that bring them as arrays. */
	private static final String ROWS = "planned";

	/** How their keys are called in those that bring only these. */
	private static final String WANTED = "wanted";

	/** Gives keys to new rows, where the server is not to. */
	interface Keys {

		/**
		 * Rows with keys.
		 * @param set without keys
		 */
		RowSet keyed(RowSet set);

	}

	static final Keys SERVER_GIVES_KEYS = (set) -> set;

	private final DSLContext sql;

	private final RowTables tables;

	private final Keys keys;

	private final String conflictHint;

	/**
	 * Begins nothing yet.
	 * @param sql within the transaction
	 * @param keys gives keys to new rows
	 * @param conflictHint what helps if a row is not as the plan says
	 */
	Application(DSLContext sql, RowTables tables, Keys keys, String conflictHint) {
		this.sql = sql;
		this.tables = tables;
		this.keys = keys;
		this.conflictHint = conflictHint;
	}

	/**
	 * Carries it out.
	 * @return what was written, with what the server added to new rows
	 * @throws CommandFailure {@code CONFLICT} if a row is not as the plan says
	 */
	List<RowSet> apply(Plan plan) {
		for (RowSet set : plan.required()) {
			locking(set, () -> compareAll(set, (chunk) -> found(set, chunk).forShare().fetch()));
		}
		// From the parents down: nobody adds children to a row that is locked.
		for (int i = plan.sets().size() - 1; i >= 0; i--) {
			RowSet set = plan.sets().get(i);
			if (set.operation() == Operation.DELETE && !this.tables.referrers(shape(set)).isEmpty()) {
				locking(set, () -> lock(set));
			}
		}
		List<RowSet> written = new ArrayList<>();
		for (RowSet set : plan.sets()) {
			try {
				written.add(switch (set.operation()) {
					case UPDATE -> update(set);
					case DELETE -> delete(set);
					case INSERT -> insert(set.hasKeys() ? set : this.keys.keyed(set));
					case RESTART -> restart(set);
				});
			}
			catch (DataAccessException ex) {
				throw refused(ex, set);
			}
		}
		plan.guards().forEach((guard) -> guard.check(this.sql, plan, this.conflictHint));
		return written;
	}

	/**
	 * Compares rows with a plan without writing: in a dry run somebody learns what would
	 * be in the way. Rows that the plan itself writes before are left out.
	 * @throws CommandFailure {@code CONFLICT} if a row is not as the plan says
	 */
	void compare(Plan plan) {
		plan.required().forEach((set) -> compareAll(set, (chunk) -> found(set, chunk).fetch()));
		Set<String> written = new HashSet<>();
		for (RowSet set : plan.sets()) {
			if (set.operation() == Operation.RESTART) {
				compare(set, set.rows().asList(), new Sequences(this.sql).found(set.rows().asList()));
			}
			else if (set.operation() != Operation.INSERT && !written.contains(set.table())) {
				compareAll(set, (chunk) -> found(set, chunk).fetch());
			}
			written.add(set.table());
		}
	}

	private void locking(RowSet set, Runnable locks) {
		try {
			locks.run();
		}
		catch (DataAccessException ex) {
			throw refused(ex, set);
		}
	}

	private void compareAll(RowSet set, IntFunction<Result<Record>> found) {
		for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
			compare(set, set.rows().chunk(chunk), found.apply(chunk));
		}
	}

	/** What the rows of a chunk are now, in the order of their keys. */
	private SelectSeekStepN<Record> found(RowSet set, int chunk) {
		return this.sql.select(texts(set.table(), set.before()))
			.from(table(set.table()))
			.where(among(set, chunk))
			.orderBy(fields(set.table(), set.key()));
	}

	/**
	 * Makes sure that nothing refers to rows that are to be deleted, apart from rows that
	 * the plan deletes before them, or makes refer to something else.
	 * @throws CommandFailure {@code PRECONDITION} if something does
	 */
	void requireUnreferred(Plan plan) {
		List<RowSet> before = new ArrayList<>();
		for (RowSet set : plan.sets()) {
			for (int chunk = 0; set.operation() == Operation.DELETE && chunk < set.rows().chunks(); chunk++) {
				requireUnreferred(set, chunk, before);
			}
			before.add(set);
		}
	}

	/**
	 * The keys of rows that do not refer to anything any more, by certain columns, after
	 * some sets: they are gone or refer to something else, which the server looks at.
	 */
	private static Set<List<@Nullable String>> released(List<RowSet> sets, RowTable.Referrer referrer) {
		Set<List<@Nullable String>> released = new HashSet<>();
		for (RowSet set : sets) {
			boolean rewritten = set.operation() == Operation.UPDATE
					&& !Collections.disjoint(set.after(), referrer.columns());
			if (set.table().equals(referrer.table()) && (rewritten || set.operation() == Operation.DELETE)) {
				set.rows().forEach((row) -> released.add(set.keyOf(row)));
			}
		}
		return released;
	}

	private void requireUnreferred(RowSet set, int chunk, List<RowSet> before) {
		for (RowTable.Referrer referrer : this.tables.referrers(shape(set))) {
			RowTable referring = this.tables.find(referrer.table()).orElseThrow();
			Set<List<@Nullable String>> released = released(before, referrer);
			long others = this.sql.select(texts(referrer.table(), referring.key()))
				.from(table(referrer.table()))
				.where(refersTo(referrer, set, chunk))
				.fetch()
				.stream()
				.filter((row) -> !released.contains(Arrays.asList(tuple(row))))
				.count();
			if (others > 0) {
				throw CommandFailure.precondition(
						"%s %s cannot be deleted: %d %s of %s %s to it".formatted(set.table(),
								RowChange.keyText(set, set.rows().chunk(chunk).get(0)), others,
								(others == 1) ? "row" : "rows", referrer.table(), (others == 1) ? "refers" : "refer"),
						"what refers to it has to go first");
			}
		}
	}

	private Condition refersTo(RowTable.Referrer referrer, RowSet set, int chunk) {
		return DSL.row(fields(referrer.table(), referrer.columns()))
			.in(DSL.select(fields(set.table(), referrer.referenced()))
				.from(table(set.table()))
				.where(among(set, chunk)));
	}

	private void lock(RowSet set) {
		for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
			Table<?> locked = DSL.selectOne()
				.from(table(set.table()))
				.where(among(set, chunk))
				.orderBy(fields(set.table(), set.key()))
				.forUpdate()
				.asTable("locked");
			this.sql.fetchCount(locked);
		}
	}

	private RowSet update(RowSet set) {
		Table<?> table = table(set.table());
		for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
			List<@Nullable String[]> rows = set.rows().chunk(chunk);
			compare(set, rows, found(set, chunk).forUpdate().fetch());
			Table<?> values = values(rows, names(set));
			Map<Field<?>, Field<?>> assignments = new HashMap<>();
			for (int i = 0; i < set.after().size(); i++) {
				String column = set.after().get(i);
				assignments.put(DSL.field(DSL.name(column)), value(values, "a" + i, type(set, column)));
			}
			int updated = this.sql.update(table).set(assignments).from(values).where(joined(set, values)).execute();
			requireAll(set, rows, updated);
		}
		return set;
	}

	private RowSet restart(RowSet set) {
		Sequences sequences = new Sequences(this.sql);
		List<@Nullable String[]> rows = set.rows().asList();
		sequences.lock(rows);
		compare(set, rows, sequences.found(rows));
		sequences.restart(rows);
		return set;
	}

	private RowSet delete(RowSet set) {
		Table<?> table = table(set.table());
		for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
			requireNoFollowers(set, chunk);
			ExpectedRows expected = new ExpectedRows(set.rows().bytes(chunk));
			// A join, so that the rows come back in the order of the keys if the server
			// looks for them one by one.
			new Copy(this.sql).out(this.sql.deleteFrom(table)
				.using(wanted(set, chunk))
				.where(DSL.row(fields(set.table(), set.key())).eq(DSL.row(fields(WANTED, set.key()))))
				.returningResult(texts(set.table(), set.before())), expected::found);
			Tuples missed = expected.missed();
			Tuples others = expected.others();
			if (!missed.isEmpty() || !others.isEmpty()) {
				compare(set, missed.asList(), others);
			}
		}
		return set;
	}

	private RowSet insert(RowSet set) {
		if (set.after().containsAll(shape(set).writable())) {
			String columns = set.after()
				.stream()
				.map((column) -> this.sql.render(DSL.name(column)))
				.collect(Collectors.joining(", "));
			new Copy(this.sql).in("%s (%s)".formatted(this.sql.render(DSL.name(set.table())), columns), set.rows());
			return set;
		}
		List<String> all = shape(set).writable();
		Tuples inserted = new Tuples();
		for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
			Table<?> values = values(set.rows().chunk(chunk), names(set));
			List<Field<?>> columns = new ArrayList<>();
			List<Field<?>> given = new ArrayList<>();
			for (int i = 0; i < set.after().size(); i++) {
				String column = set.after().get(i);
				columns.add(DSL.field(DSL.name(column)));
				given.add(value(values, "a" + i, type(set, column)));
			}
			this.sql.insertInto(table(set.table()))
				.columns(columns)
				.select(DSL.select(given).from(values))
				.returningResult(texts(set.table(), all))
				.fetch()
				.forEach((row) -> inserted.add(tuple(row)));
		}
		return new RowSet(set.table(), set.operation(), set.key(), set.before(), all, inserted);
	}

	/** Rows that the server would take along unseen. */
	private void requireNoFollowers(RowSet set, int chunk) {
		for (RowTable.Referrer referrer : this.tables.referrers(shape(set))) {
			if (referrer.follows()) {
				boolean exists = this.sql
					.fetchExists(DSL.selectOne().from(table(referrer.table())).where(refersTo(referrer, set, chunk)));
				if (exists) {
					throw CommandFailure.conflict("%s has rows by now that refer to %s and would go with it"
						.formatted(referrer.table(), set.table()), this.conflictHint, null);
				}
			}
		}
	}

	private void compare(RowSet set, List<@Nullable String[]> planned, Result<? extends Record> found) {
		Tuples tuples = new Tuples();
		found.forEach((row) -> tuples.add(tuple(row)));
		compare(set, planned, tuples);
	}

	private void compare(RowSet set, List<@Nullable String[]> planned, Tuples found) {
		Map<List<@Nullable String>, @Nullable String[]> byKey = new HashMap<>();
		found.forEach((tuple) -> byKey.put(set.keyOf(tuple), tuple));
		String first = null;
		int moved = 0;
		for (@Nullable
		String[] row : planned) {
			@Nullable String[] now = byKey.get(set.keyOf(row));
			String difference = difference(set, row, now);
			if (difference != null) {
				moved++;
				first = (first != null) ? first : difference;
			}
		}
		if (first != null) {
			String others = switch (moved) {
				case 1 -> "";
				case 2 -> ", and 1 more row of %s has changed".formatted(set.table());
				default -> ", and %,d more rows of %s have changed".formatted(moved - 1, set.table());
			};
			throw CommandFailure.conflict(first + others, this.conflictHint, null);
		}
	}

	private static @Nullable String difference(RowSet set, @Nullable String[] planned,
			@Nullable String @Nullable [] now) {
		if (now == null) {
			return "%s %s is not there any more".formatted(set.table(), RowChange.keyText(set, planned));
		}
		for (int i = 0; i < set.before().size(); i++) {
			String expected = planned[i];
			String found = now[i];
			if ((expected == null) ? found != null : !expected.equals(found)) {
				return "%s %s was changed by somebody: %s is %s now, and was %s".formatted(set.table(),
						RowChange.keyText(set, planned), set.before().get(i), shown(found), shown(expected));
			}
		}
		return null;
	}

	private static String shown(@Nullable String value) {
		return (value != null) ? value : "null";
	}

	private void requireAll(RowSet set, List<@Nullable String[]> rows, int written) {
		if (written != rows.size()) {
			throw new IllegalStateException("%d of %d rows of %s".formatted(written, rows.size(), set.table()));
		}
	}

	private RuntimeException refused(DataAccessException thrown, RowSet set) {
		PSQLException cause = thrown.getCause(PSQLException.class);
		ServerErrorMessage server = (cause != null) ? cause.getServerErrorMessage() : null;
		if (server == null) {
			return thrown;
		}
		String message = String.valueOf(server.getMessage());
		String detail = (server.getDetail() != null) ? server.getDetail() : message;
		return switch (String.valueOf(server.getSQLState())) {
			case "23503" -> (set.operation() == Operation.DELETE)
					? CommandFailure.precondition(
							"a row of %s cannot be deleted: %s".formatted(set.table(), sentence(detail)),
							"what refers to it has to go first")
					: CommandFailure.conflict(
							"a row of %s cannot be written: %s".formatted(set.table(), sentence(detail)),
							"what it refers to is gone", cause);
			case "23505" ->
				CommandFailure.conflict("a row of %s cannot be written: %s".formatted(set.table(), sentence(detail)),
						"somebody made such a row; nothing was changed", cause);
			case "23502", "23514", "22001", "22003", "22007", "22008",
					"22P02" ->
				CommandFailure.precondition(
						"a row of %s cannot be written: %s".formatted(set.table(), sentence(message)),
						"nothing was changed");
			// As far as it is about a table: others need other rights.
			case "42501" -> message.contains(" table ") ? CommandFailure.precondition(
					"the login %s may not write to the table %s".formatted(Journal.login(this.sql), set.table()),
					"as the owner of conda-store's tables: GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %s"
						.formatted(set.table(), Journal.login(this.sql)))
					: thrown;
			default -> thrown;
		};
	}

	private static String sentence(String text) {
		return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
	}

	/** The rows of a set as a table of the statement: an array for each column. */
	private static Table<?> values(List<@Nullable String[]> rows, String[] names) {
		Field<?>[] columns = new Field<?>[names.length];
		for (int i = 0; i < columns.length; i++) {
			@Nullable String[] column = new String[rows.size()];
			for (int row = 0; row < column.length; row++) {
				column[row] = rows.get(row)[i];
			}
			columns[i] = DSL.val(column, SQLDataType.CLOB.array());
		}
		return unnested(columns).as(ROWS, names);
	}

	private static Table<?> unnested(Field<?>[] columns) {
		String places = IntStream.range(0, columns.length)
			.mapToObj("{%d}"::formatted)
			.collect(Collectors.joining(", "));
		return DSL.table("unnest(%s)".formatted(places), (Object[]) columns);
	}

	/** What the columns of the set's tuples are called there: b0, b1, a0 and so on. */
	private static String[] names(RowSet set) {
		String[] names = new String[set.before().size() + set.after().size()];
		for (int i = 0; i < names.length; i++) {
			names[i] = (i < set.before().size()) ? "b" + i : "a" + (i - set.before().size());
		}
		return names;
	}

	/** The rows whose keys are those of a chunk. */
	private Condition among(RowSet set, int chunk) {
		// Where rows are not found by an index, = ANY reads the text of the array for
		// each of them again.
		if (set.key().size() == 1 && set.rows().size() == 1) {
			return DSL.condition("{0} = ANY({1})", field(set.table(), set.key().get(0)), keys(set, chunk)[0]);
		}
		return DSL.row(fields(set.table(), set.key()))
			.in(DSL.select(fields(WANTED, set.key())).from(wanted(set, chunk)));
	}

	/** The keys of a chunk as a table of the statement. */
	private Table<?> wanted(RowSet set, int chunk) {
		return unnested(keys(set, chunk)).as(WANTED, set.key().toArray(String[]::new));
	}

	/** The keys of a chunk, an array for each column. */
	private Field<?>[] keys(RowSet set, int chunk) {
		@Nullable String[][] columns = set.rows().columns(chunk, set.keyPlaces());
		Field<?>[] keys = new Field<?>[columns.length];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = cast(DSL.val(columns[i], SQLDataType.CLOB.array()), type(set, set.key().get(i)) + "[]");
		}
		return keys;
	}

	private Condition joined(RowSet set, Table<?> values) {
		Condition all = DSL.noCondition();
		for (String column : set.key()) {
			all = all.and(DSL.condition("{0} = {1}", field(set.table(), column),
					value(values, "b" + set.before().indexOf(column), type(set, column))));
		}
		return all;
	}

	private static Field<?> value(Table<?> values, String name, String type) {
		return cast(DSL.field(DSL.name(values.getName(), name)), type);
	}

	/** Types come from the catalog, which spells them as SQL does. */
	private static Field<?> cast(Field<?> value, String type) {
		return DSL.field("{0}::{1}", Object.class, value, DSL.sql(type));
	}

	private String type(RowSet set, String column) {
		return shape(set).column(column)
			.map(RowTable.Column::type)
			.orElseThrow(() -> CommandFailure.precondition(
					"the table %s has no column %s any more".formatted(set.table(), column), this.conflictHint));
	}

	private RowTable shape(RowSet set) {
		return this.tables.find(set.table())
			.orElseThrow(() -> CommandFailure.precondition("there is no table %s any more".formatted(set.table()),
					this.conflictHint));
	}

	private static Table<?> table(String name) {
		return DSL.table(DSL.name(name));
	}

	private static Field<Object> field(String table, String column) {
		return DSL.field(DSL.name(table, column));
	}

	private static List<Field<?>> fields(String table, List<String> columns) {
		List<Field<?>> fields = new ArrayList<>();
		columns.forEach((column) -> fields.add(field(table, column)));
		return fields;
	}

	private static List<Field<?>> texts(String table, List<String> columns) {
		List<Field<?>> fields = new ArrayList<>();
		columns.forEach((column) -> fields.add(field(table, column).cast(SQLDataType.CLOB)));
		return fields;
	}

	private static @Nullable String[] tuple(Record row) {
		@Nullable String[] tuple = new String[row.size()];
		for (int i = 0; i < tuple.length; i++) {
			tuple[i] = (String) row.get(i);
		}
		return tuple;
	}

}
