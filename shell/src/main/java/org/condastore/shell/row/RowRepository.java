package org.condastore.shell.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.condastore.schema.jooq.DefaultSchema;
import org.condastore.shell.session.NameSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;

/** What can be typed to name a row and its columns. */
public final class RowRepository {

	private final DSLContext db;

	public RowRepository(DSLContext db) {
		this.db = db;
	}

	/** The tables whose rows are conda-store's own. */
	static List<String> tables() {
		return DefaultSchema.DEFAULT_SCHEMA.getTables()
			.stream()
			.map(Table::getName)
			.filter((name) -> !name.equals(ALEMBIC_VERSION.getName()))
			.sorted()
			.toList();
	}

	/** A table as it was generated, with the types of its columns. */
	static Table<?> table(TableName name) {
		return Objects.requireNonNull(DefaultSchema.DEFAULT_SCHEMA.getTable(name.value()));
	}

	/**
	 * Keys of rows, the newest first, for completion.
	 * @param table as it was typed, perhaps none
	 */
	public NameSource keys(String table) {
		if (!tables().contains(table)) {
			return (typed, limit) -> List.of();
		}
		Table<?> of = table(new TableName(table));
		List<Field<?>> columns = key(of);
		Field<String> key = text(columns);
		return (typed, limit) -> this.db.select(key)
			.from(of)
			.where(typed.isEmpty() ? DSL.noCondition() : key.startsWith(typed))
			.orderBy(columns.stream().map(Field::desc).toList())
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(), ""));
	}

	/**
	 * What can be assigned in rows of a table, for completion: columns, and behind the
	 * equals sign the values of those that have few.
	 * @param table as it was typed, perhaps none
	 */
	public static NameSource cells(String table) {
		if (!tables().contains(table)) {
			return (typed, limit) -> List.of();
		}
		Table<?> of = table(new TableName(table));
		return (typed, limit) -> NameSource.among(() -> cells(of, typed)).find(typed, limit);
	}

	private static List<NameSource.Name> cells(Table<?> table, String typed) {
		List<NameSource.Name> names = new ArrayList<>();
		List<Field<?>> key = key(table);
		int equals = typed.indexOf('=');
		for (Field<?> column : table.fields()) {
			if (key.contains(column)) {
				continue;
			}
			if (equals < 0) {
				names.add(new NameSource.Name(column.getName() + "=", column.getDataType().getTypeName()));
			}
			else if (typed.substring(0, equals).equals(column.getName())) {
				values(table.getName(), column)
					.forEach((value) -> names.add(new NameSource.Name(column.getName() + "=" + value, "")));
			}
		}
		return names;
	}

	private static List<String> values(String table, Field<?> column) {
		List<String> values = new ArrayList<>(RowRules.choices(table, column.getName()));
		if (column.getDataType().isBoolean()) {
			values.addAll(List.of("true", "false"));
		}
		if (column.getDataType().isTimestamp()) {
			values.add(Cell.NOW);
		}
		if (column.getDataType().nullable() && !RowRules.neverNull(table, column.getName())) {
			values.add(Cell.NULL);
		}
		return values;
	}

	private static List<Field<?>> key(Table<?> table) {
		UniqueKey<?> key = Objects.requireNonNull(table.getPrimaryKey());
		return new ArrayList<>(key.getFields());
	}

	/** As a key is typed: with commas between its columns. */
	private static Field<String> text(List<Field<?>> key) {
		List<Field<?>> parts = new ArrayList<>();
		key.forEach((column) -> {
			if (!parts.isEmpty()) {
				parts.add(inline(","));
			}
			parts.add(cast(column, SQLDataType.CLOB));
		});
		return concat(parts.toArray(Field[]::new));
	}

}
