package org.condastore.shell.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.QueryPart;
import java.util.stream.IntStream;
import java.util.stream.Collectors;
import java.util.Optional;
import java.util.Set;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a change does, and reads the rows that it is about as they are. Nothing
 * is written: a plan moves no sequence.
 */
public final class Planning {

	/** What {@link #raiseSequences} is about, as the subject of a change. */
	public static final Table<?> SEQUENCES = DSL.table(DSL.name(Sequences.TABLE));

	private static final int FETCHED_AT_ONCE = 5000;

	private final DSLContext sql;

	private final RowTables tables;

	private final LocalDateTime now;

	private final int most;

	private final List<RowSet> sets = new ArrayList<>();

	private final List<RowSet> required = new ArrayList<>();

	private final Set<String> followUp = new LinkedHashSet<>();

	private final Set<Guard> guards = EnumSet.noneOf(Guard.class);

	private final @Nullable BatchLimit batch;

	private @Nullable String subject;

	private int size;

	/** How many subjects this batch has taken. */
	private int taken;

	/** How many more rows there are, if anybody wanted to know. */
	private int beyond;

	private boolean more;

	/**
	 * Begins a plan.
	 * @param sql reads
	 * @param now what goes into columns of times: UTC, to the microsecond
	 * @param most how many rows the plan may be about
	 * @param batch about how many things at most, if others are to be left to another
	 * plan; null if it is about all
	 */
	Planning(DSLContext sql, RowTables tables, LocalDateTime now, int most, @Nullable BatchLimit batch) {
		this.sql = sql;
		this.tables = tables;
		this.now = now;
		this.most = most;
		this.batch = batch;
	}

	/** Reads, within the transaction of the plan. */
	public DSLContext sql() {
		return this.sql;
	}

	/** How many more rows the plan may be about. */
	public int left() {
		return this.most - this.size;
	}

	/** The time of the change, as conda-store stores times. */
	public LocalDateTime now() {
		return this.now;
	}

	/** conda-store's tables, and what else there is in its schema. */
	public RowTables tables() {
		return this.tables;
	}

	/**
	 * As many of some rows as this plan is to be about: all of them, unless it is one of
	 * several batches. Only a change that asks this can be carried out in batches: what
	 * becomes of a row that was chosen, and of what belongs to it, must all be in the
	 * same plan, and must not depend on the rows that are left to the next one.
	 * @param where which rows; those that the change has been made to are none of them
	 * any more
	 * @return which rows to take, for statements about this table
	 */
	public Condition some(Table<?> table, Condition where) {
		return (this.batch != null) ? chosen(this.batch, table, where, key(table, shape(table.getName()))) : where;
	}

	/**
	 * The same for rows that belong together, none of which is taken without the others
	 * of its group: a batch counts groups.
	 * @param group has the same values in all rows of a group, and no NULL
	 */
	public Condition someGroups(Table<?> table, Condition where, Field<?>... group) {
		return (this.batch != null) ? chosen(this.batch, table, where, List.of(group)) : where;
	}

	/**
	 * The values are read and not asked for again: statements of one plan need not see
	 * the same rows.
	 */
	private Condition chosen(BatchLimit limit, Table<?> table, Condition where, List<Field<?>> values) {
		int room = limit.subjects() - this.taken;
		@Nullable String[][] columns = new String[values.size()][];
		Field<Integer> members = DSL.count();
		List<Record> found = new ArrayList<>(this.sql.select(values.stream().map(Planning::text).toList())
			.select(members)
			.from(table)
			.where(where)
			.groupBy(values)
			.orderBy(values)
			.limit(DSL.inline(room + 1))
			.fetch());
		if (found.size() > room) {
			this.more = true;
			found.remove(room);
			if (limit.countsAll()) {
				int all = this.sql.fetchCount(table, where);
				if (all > left()) {
					throw tooManyRows();
				}
				this.beyond += all - found.stream().mapToInt((row) -> row.get(members)).sum();
			}
		}
		this.taken += found.size();
		for (int i = 0; i < columns.length; i++) {
			int place = i;
			columns[i] = found.stream().map((row) -> (String) row.get(place)).toArray(String[]::new);
		}
		return where.and(among(table, values, columns));
	}

	private Condition among(Table<?> table, List<Field<?>> values, @Nullable String[][] columns) {
		Optional<RowTable> shape = this.tables.find(table.getName());
		List<Field<?>> compared = new ArrayList<>();
		List<Field<?>> arrays = new ArrayList<>();
		for (int i = 0; i < columns.length; i++) {
			Field<?> value = values.get(i);
			// An index on the column serves only if it is compared as what it is.
			Optional<String> type = shape.filter((known) -> value.equals(table.field(value.getName())))
				.flatMap((known) -> known.column(value.getName()))
				.map(RowTable.Column::type);
			compared.add(type.isPresent() ? value : text(value));
			arrays.add(DSL.field("{0}::{1}", Object.class, DSL.val(columns[i], SQLDataType.CLOB.array()),
					DSL.sql(type.orElse("text") + "[]")));
		}
		// = ANY would read the text of the array again for each row.
		String places = IntStream.range(0, arrays.size()).mapToObj("{%d}"::formatted).collect(Collectors.joining(", "));
		return DSL.row(compared)
			.in(DSL.select(DSL.asterisk())
				.from(DSL.table("unnest(%s)".formatted(places), arrays.toArray(QueryPart[]::new))));
	}

	/** Whether there is more than this batch is about. */
	boolean hasMore() {
		return this.more;
	}

	/** About how many rows the batches are after this one, where that was counted. */
	int beyond() {
		return this.beyond;
	}

	/**
	 * Rows get new values; those that have them already are left out.
	 * @param where which rows, as they are in the database
	 * @param assignments the new values; the key cannot change
	 * @param guarded columns on whose values the change depends besides
	 * @return how many rows change
	 */
	public int update(Table<?> table, Condition where, Assignments assignments, Field<?>... guarded) {
		RowTable shape = shape(table.getName());
		List<String> changing = assignments.values().keySet().stream().map(Field::getName).toList();
		Set<String> before = new LinkedHashSet<>(shape.key());
		before.addAll(changing);
		Arrays.stream(guarded).map(Field::getName).forEach(before::add);
		List<Field<?>> selected = new ArrayList<>(before.stream().map((name) -> text(column(table, name))).toList());
		Condition differs = DSL.falseCondition();
		for (Map.Entry<Field<?>, Field<?>> assignment : assignments.values().entrySet()) {
			Field<String> value = written(assignment.getKey(), assignment.getValue());
			selected.add(value);
			// As texts, because json has no equality.
			differs = differs.or(text(assignment.getKey()).isDistinctFrom(value));
		}
		return add(table.getName(), Operation.UPDATE, shape.key(), List.copyOf(before), changing,
				this.sql.select(selected)
					.from(table)
					.where(where)
					.and(differs)
					.orderBy(key(table, shape))
					.limit(DSL.inline(tooMany())));
	}

	/**
	 * The same for a row that was read already, without asking the database.
	 * @param row with its key, and the columns that change or are guarded
	 * @return 1, or 0 if it has the new values already
	 */
	public int update(Table<?> table, StoredRow row, Assignments assignments, Field<?>... guarded) {
		RowTable shape = shape(table.getName());
		List<String> changing = assignments.values().keySet().stream().map(Field::getName).toList();
		Set<String> before = new LinkedHashSet<>(shape.key());
		before.addAll(changing);
		Arrays.stream(guarded).map(Field::getName).forEach(before::add);
		@Nullable String[] tuple = new String[before.size() + changing.size()];
		int place = 0;
		for (String column : before) {
			tuple[place++] = row.get(column);
		}
		boolean differs = false;
		for (Map.Entry<Field<?>, Field<?>> assignment : assignments.values().entrySet()) {
			String value = row.after(assignment.getValue());
			differs |= !Objects.equals(value, row.get(assignment.getKey().getName()));
			tuple[place++] = value;
		}
		if (!differs) {
			return 0;
		}
		Tuples rows = new Tuples();
		rows.add(tuple);
		add(new RowSet(table.getName(), Operation.UPDATE, shape.key(), List.copyOf(before), changing, rows));
		return 1;
	}

	/**
	 * Rows are deleted, and before them those that the server would delete with them.
	 * @param where which rows, as they are in the database
	 * @return how many rows of this table are deleted
	 */
	public int delete(Table<?> table, Condition where) {
		RowTable shape = shape(table.getName());
		for (RowTable.Referrer referrer : this.tables.referrers(shape)) {
			if (referrer.onDelete() == Catalog.Action.CASCADE) {
				Table<?> following = DSL.table(DSL.name(referrer.table()));
				delete(following, refersTo(following, referrer, table, where));
			}
		}
		List<Field<?>> selected = new ArrayList<>(
				shape.writable().stream().map((name) -> text(column(table, name))).toList());
		return add(table.getName(), Operation.DELETE, shape.key(), shape.writable(), List.of(),
				this.sql.select(selected)
					.from(table)
					.where(where)
					.orderBy(key(table, shape))
					.limit(DSL.inline(tooMany())));
	}

	/**
	 * A new row; columns that are not assigned get their defaults.
	 */
	public void insert(Table<?> table, Assignments assignments) {
		RowTable shape = shape(table.getName());
		List<String> columns = assignments.values().keySet().stream().map(Field::getName).toList();
		List<Field<String>> values = new ArrayList<>();
		assignments.values().forEach((column, value) -> values.add(written(column, value)));
		add(table.getName(), Operation.INSERT, shape.key(), List.of(), columns, this.sql.select(values));
	}

	/**
	 * New rows, as many as a query finds.
	 * @param rows its columns are called as those of the table; the others get their
	 * defaults
	 * @return how many rows are new
	 */
	public int insert(Table<?> table, Select<?> rows) {
		RowTable shape = shape(table.getName());
		Table<?> found = rows.asTable("found");
		List<Field<?>> values = new ArrayList<>();
		for (Field<?> column : found.fields()) {
			values.add(text(column));
		}
		List<String> columns = Arrays.stream(found.fields()).map(Field::getName).toList();
		return add(table.getName(), Operation.INSERT, shape.key(), List.of(), columns,
				this.sql.select(values).from(found).orderBy(found.fields()).limit(DSL.inline(tooMany())));
	}

	/**
	 * Sequences that are behind the numbers in use go on after the greatest of them.
	 * Plan, journal and {@link #SEQUENCES} show them as rows. Nobody gets a number from
	 * one between the moment in which it is compared with the plan and the end of the
	 * transaction; an undo sets it back if nobody has got one since.
	 * @param columns columns that get their numbers from sequences of their own; others
	 * are left out
	 * @return how many sequences are behind
	 */
	public int raiseSequences(List<TableField<?, ?>> columns) {
		RowSet behind = new Sequences(this.sql).raised(columns,
				(sequence) -> followUp(
						"the sequence %s has no number left: its column and the sequence need a larger type"
							.formatted(sequence)));
		add(behind);
		return behind.rows().size();
	}

	/**
	 * Rows on which the change depends, though it does not write them: they must be as
	 * they are now when it is carried out.
	 * @param where which rows, as they are in the database
	 * @param columns what must not have changed
	 */
	public void require(Table<?> table, Condition where, Field<?>... columns) {
		RowTable shape = shape(table.getName());
		Set<String> before = new LinkedHashSet<>(shape.key());
		Arrays.stream(columns).map(Field::getName).forEach(before::add);
		List<Field<?>> selected = new ArrayList<>(before.stream().map((name) -> text(column(table, name))).toList());
		Tuples rows = new Tuples();
		read(this.sql.select(selected).from(table).where(where).orderBy(key(table, shape)), before.size(), rows);
		this.required
			.add(new RowSet(table.getName(), Operation.UPDATE, shape.key(), List.copyOf(before), List.of(), rows));
	}

	/** It turned out of which table the rows are that the change is about. */
	public void subject(Table<?> table) {
		this.subject = table.getName();
	}

	/** Something must hold as well when the plan is carried out. */
	public void guard(Guard guard) {
		this.guards.add(guard);
	}

	/** Something is left to do where the database does not reach, told once. */
	public void followUp(String sentence) {
		this.followUp.add(sentence);
	}

	/** Rows that are known already. */
	void add(RowSet set) {
		if (set.operation() != Operation.RESTART) {
			shape(set.table());
		}
		count(set.rows().size());
		this.sets.add(set);
	}

	Plan plan(String change, String expected) {
		return new Plan(change, (this.subject != null) ? this.subject : expected, withRows(this.sets),
				withRows(this.required), List.copyOf(this.followUp), this.guards);
	}

	private static List<RowSet> withRows(List<RowSet> sets) {
		return sets.stream().filter((set) -> !set.rows().isEmpty()).toList();
	}

	private int add(String table, Operation operation, List<String> key, List<String> before, List<String> after,
			Select<?> query) {
		Tuples rows = new Tuples();
		if (operation == Operation.DELETE) {
			// There may be a million of them, and nothing in the query was typed as a
			// text.
			new Copy(this.sql).out(query, (row) -> {
				rows.addEncoded(row);
				count(1);
			});
		}
		else {
			read(query, before.size() + after.size(), rows);
			count(rows.size());
		}
		RowSet read = new RowSet(table, operation, key, before, after, rows);
		this.sets.add((operation == Operation.DELETE) ? afterUpdates(read) : read);
		return rows.size();
	}

	private void read(Select<?> query, int width, Tuples rows) {
		try (ResultSet result = query.fetchSize(FETCHED_AT_ONCE).fetchResultSet()) {
			@Nullable String[] tuple = new String[width];
			while (result.next()) {
				for (int i = 0; i < width; i++) {
					tuple[i] = result.getString(i + 1);
				}
				rows.add(tuple);
			}
		}
		catch (SQLException ex) {
			throw new DataAccessException("reading rows failed", ex);
		}
	}

	/** More rows than this plan may still take need not be read. */
	private long tooMany() {
		return (long) this.most - this.size + 1;
	}

	private void count(int rows) {
		this.size += rows;
		if (this.size > this.most) {
			throw tooManyRows();
		}
	}

	private CommandFailure tooManyRows() {
		return CommandFailure.refused("this is about more than %,d rows".formatted(this.most),
				"ask for less, or raise the limit with --max-rows");
	}

	/** What is deleted may have been updated by this plan before. */
	private RowSet afterUpdates(RowSet deleted) {
		Map<List<@Nullable String>, Map<String, @Nullable String>> updates = new HashMap<>();
		for (RowSet set : this.sets) {
			if (set.operation() == Operation.UPDATE && set.table().equals(deleted.table())) {
				for (@Nullable
				String[] row : set.rows()) {
					Map<String, @Nullable String> written = updates.computeIfAbsent(set.keyOf(row),
							(key) -> new HashMap<>());
					for (int i = 0; i < set.after().size(); i++) {
						written.put(set.after().get(i), row[set.before().size() + i]);
					}
				}
			}
		}
		if (updates.isEmpty()) {
			return deleted;
		}
		Tuples rows = new Tuples();
		for (@Nullable
		String[] row : deleted.rows()) {
			Map<String, @Nullable String> written = updates.getOrDefault(deleted.keyOf(row), Map.of());
			@Nullable String[] changed = row.clone();
			for (int i = 0; i < changed.length; i++) {
				String column = deleted.before().get(i);
				changed[i] = written.containsKey(column) ? written.get(column) : changed[i];
			}
			rows.add(changed);
		}
		return new RowSet(deleted.table(), deleted.operation(), deleted.key(), deleted.before(), deleted.after(), rows);
	}

	private RowTable shape(String table) {
		RowTable shape = this.tables.find(table)
			.orElseThrow(() -> new IllegalStateException("there is no table " + table));
		if (shape.key().isEmpty()) {
			throw CommandFailure.precondition("the table %s has no primary key".formatted(table),
					"its rows cannot be told apart");
		}
		return shape;
	}

	private static Condition refersTo(Table<?> following, RowTable.Referrer referrer, Table<?> table, Condition where) {
		List<Field<?>> columns = new ArrayList<>();
		referrer.columns().forEach((name) -> columns.add(column(following, name)));
		List<Field<?>> referenced = new ArrayList<>();
		referrer.referenced().forEach((name) -> referenced.add(column(table, name)));
		return DSL.row(columns).in(DSL.select(referenced).from(table).where(where));
	}

	private static List<Field<?>> key(Table<?> table, RowTable shape) {
		List<Field<?>> fields = new ArrayList<>();
		shape.key().forEach((name) -> fields.add(column(table, name)));
		return fields;
	}

	/** Of a generated table the field with its type, of any other one without. */
	private static Field<?> column(Table<?> table, String name) {
		Field<?> known = table.field(name);
		return (known != null) ? known : DSL.field(DSL.name(table.getName(), name));
	}

	/**
	 * As the column will spell it. A time that is a parameter is a text already, spelled
	 * by the driver with a zone that the column does not have. Texts are not made to fit:
	 * the server says if one is too long.
	 */
	private static Field<String> written(Field<?> column, Field<?> value) {
		return text(column.getDataType().isTemporal() ? value.cast(column.getDataType()) : value);
	}

	private static Field<String> text(Field<?> field) {
		return field.cast(SQLDataType.CLOB);
	}

}
