package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

/**
 * Sequences, as rows of a table that there is not: the name, and the number that comes
 * next.
 *
 * <p>
 * {@code setval} would take effect at once and stay after a rollback, and nothing keeps
 * others from taking a number between a look and the {@code setval}. {@code ALTER
 * SEQUENCE … RESTART} belongs to its transaction, and whoever wants a number waits for
 * its end. What it costs is that the login must own the sequence.
 *
 * @see <a href= "https://www.postgresql.org/docs/current/sql-altersequence.html">ALTER
 * SEQUENCE</a>
 */
final class Sequences {

	/** What the table is called. */
	static final String TABLE = "sequences";

	/** Its columns: the key, and the value. */
	static final String NAME = "name";

	static final String NEXT = "next_value";

	private static final Field<Long> OID = DSL.field(name("seqrelid"), SQLDataType.BIGINT);

	private final DSLContext sql;

	Sequences(DSLContext sql) {
		this.sql = sql;
	}

	/** A set of rows of it, without any. */
	static RowSet set(Tuples rows) {
		return new RowSet(TABLE, Operation.RESTART, List.of(NAME), List.of(NAME, NEXT), List.of(NEXT), rows);
	}

	/**
	 * A sequence that gives a column its numbers.
	 *
	 * @param name without the schema
	 * @param next the number that comes next
	 * @param greatest the number after which there is none
	 */
	record Found(String name, long next, long greatest) {
	}

	/** The sequence of a column, if it has one. */
	Optional<Found> of(TableField<?, ?> column) {
		Table<?> table = column.getTable();
		if (table == null) {
			return Optional.empty();
		}
		String name = this.sql
			.select(DSL.field(
					"(SELECT relname::text FROM pg_class WHERE oid = pg_get_serial_sequence({0}, {1})::regclass)",
					String.class, inline(this.sql.render(name(table.getName()))), inline(column.getName())))
			.fetchSingle()
			.value1();
		return Optional.ofNullable(name).flatMap(this::find);
	}

	private Optional<Found> find(String sequence) {
		if (!exists(sequence)) {
			return Optional.empty();
		}
		Field<Long> last = DSL.field(name("last_value"), SQLDataType.BIGINT);
		Field<Boolean> called = DSL.field(name("is_called"), SQLDataType.BOOLEAN);
		Field<Long> step = DSL.field(name("seqincrement"), SQLDataType.BIGINT);
		return this.sql
			.select(DSL.when(called, last.plus(step)).otherwise(last), DSL.field(name("seqmax"), SQLDataType.BIGINT))
			.from(DSL.table(name(sequence)))
			.join(DSL.table(name("pg_sequence")))
			.on(is(sequence))
			.fetchOptional((row) -> new Found(sequence, row.value1(), row.value2()));
	}

	private boolean exists(String sequence) {
		return this.sql.fetchExists(DSL.selectOne().from(DSL.table(name("pg_sequence"))).where(is(sequence)));
	}

	private Condition is(String sequence) {
		return DSL.condition("{0} = to_regclass({1})", OID, inline(this.sql.render(name(sequence))));
	}

	/** What sequences of a set are now; those that are gone are left out. */
	Tuples found(List<@Nullable String[]> planned) {
		Tuples found = new Tuples();
		for (@Nullable
		String[] row : planned) {
			find(String.valueOf(row[0])).ifPresent((sequence) -> found
				.add(new @Nullable String[] { sequence.name(), Long.toString(sequence.next()) }));
		}
		return found;
	}

	/**
	 * From here to the end of the transaction nobody gets a number. It takes a statement
	 * that changes something, which gives the sequence the cache that it has.
	 * @throws CommandFailure {@code PRECONDITION} if the login does not own one
	 */
	void lock(List<@Nullable String[]> planned) {
		for (@Nullable
		String[] row : planned) {
			String sequence = String.valueOf(row[0]);
			Record cache = this.sql.select(DSL.field(name("seqcache"), SQLDataType.BIGINT))
				.from(DSL.table(name("pg_sequence")))
				.where(is(sequence))
				.fetchOne();
			if (cache != null) {
				owned(sequence, row, () -> this.sql
					.execute("ALTER SEQUENCE %s CACHE %s".formatted(this.sql.render(name(sequence)), cache.get(0))));
			}
		}
	}

	/** Gives them the numbers that come next. */
	void restart(List<@Nullable String[]> planned) {
		for (@Nullable
		String[] row : planned) {
			this.sql.alterSequence(name(String.valueOf(row[0])))
				.restartWith(Long.parseLong(String.valueOf(row[2])))
				.execute();
		}
	}

	private void owned(String sequence, @Nullable String[] row, Runnable body) {
		try {
			body.run();
		}
		catch (DataAccessException ex) {
			if (!"42501".equals(ex.sqlState())) {
				throw ex;
			}
			throw CommandFailure.precondition(
					"the login %s does not own the sequence %s".formatted(Journal.login(this.sql), sequence),
					"as its owner: SELECT setval('%s', %s, false), while nothing is written to its table"
						.formatted(sequence, row[2]));
		}
	}

	/**
	 * What brings sequences beyond the numbers that are in use.
	 * @param columns those that have a sequence
	 * @param full told of each that has no number left
	 */
	RowSet raised(List<TableField<?, ?>> columns, Consumer<String> full) {
		List<@Nullable String[]> rows = new ArrayList<>();
		for (TableField<?, ?> column : columns) {
			Optional<Found> sequence = of(column);
			if (sequence.isEmpty()) {
				continue;
			}
			Found found = sequence.get();
			Long used = this.sql.select(DSL.max(column).cast(SQLDataType.BIGINT))
				.from(column.getTable())
				.fetchSingle()
				.value1();
			if (used == null || used < found.next()) {
				continue;
			}
			if (used >= found.greatest()) {
				full.accept(found.name());
				continue;
			}
			rows.add(new @Nullable String[] { found.name(), Long.toString(found.next()), Long.toString(used + 1) });
		}
		Tuples tuples = new Tuples();
		rows.forEach(tuples::add);
		return set(tuples);
	}

}
