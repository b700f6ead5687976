package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which rows break an invariant. Immutable: every method returns a new one.
 *
 * @param from what is read: a table, or several joined
 * @param table the name of the table whose rows break it
 * @param key the key of such a row; rows come in its order
 * @param where which rows
 * @param namespace the name of the namespace that a row belongs to; null if to none
 * @param detail what is wrong with a row
 */
record ViolationQuery(Table<?> from, String table, List<Field<?>> key, Condition where,
		@Nullable Field<String> namespace, Field<String> detail) {

	private static final String PLACE = "%s";

	/** The rows of a table of conda-store's. */
	static ViolationQuery of(Table<?> table) {
		UniqueKey<?> key = Objects.requireNonNull(table.getPrimaryKey());
		return of(table, table.getName(), key.getFields().toArray(Field<?>[]::new));
	}

	/**
	 * Rows of anything else.
	 * @param table what the table is called that they are of
	 * @param key identifies a row
	 */
	static ViolationQuery of(Table<?> from, String table, Field<?>... key) {
		return new ViolationQuery(from, table, List.of(key), DSL.noCondition(), null, DSL.inline(""));
	}

	/** The same rows, read together with others. */
	ViolationQuery joined(Table<?> from) {
		return new ViolationQuery(from, this.table, this.key, this.where, this.namespace, this.detail);
	}

	ViolationQuery where(Condition condition) {
		return new ViolationQuery(this.from, this.table, this.key, this.where.and(condition), this.namespace,
				this.detail);
	}

	/** Rows belong to a namespace; {@link NamespaceOf} finds its name. */
	ViolationQuery namespace(Field<String> name) {
		return new ViolationQuery(this.from, this.table, this.key, this.where, name, this.detail);
	}

	/**
	 * What is wrong with a row, in a clause.
	 * @param template with %s for each value
	 * @param values of any type; NULL reads NULL
	 */
	ViolationQuery detail(String template, Field<?>... values) {
		return new ViolationQuery(this.from, this.table, this.key, this.where, this.namespace,
				clause(template, values));
	}

	/** The same as an expression, for details that differ from row to row. */
	ViolationQuery detail(Field<String> clause) {
		return new ViolationQuery(this.from, this.table, this.key, this.where, this.namespace, clause);
	}

	/**
	 * A clause about a row.
	 * @param template with %s for each value
	 */
	static Field<String> clause(String template, Field<?>... values) {
		List<Field<?>> parts = new ArrayList<>();
		int from = 0;
		for (Field<?> value : values) {
			int place = template.indexOf(PLACE, from);
			parts.add(DSL.inline(template.substring(from, place)));
			parts.add(DSL.coalesce(text(value), DSL.inline("NULL")));
			from = place + PLACE.length();
		}
		parts.add(DSL.inline(template.substring(from)));
		return DSL.concat(parts.toArray(Field<?>[]::new));
	}

	/**
	 * A column as text. Types and statuses were enums in older revisions, which compare
	 * with nothing else, and json compares with nothing at all.
	 */
	static Field<String> text(Field<?> column) {
		return column.cast(SQLDataType.CLOB);
	}

	/**
	 * What a query finds, as a table to join with. It is computed once, even where the
	 * planner believes that it is joined with a single row, which is wrong if many rows
	 * break an invariant.
	 */
	static Table<?> once(String name, Select<?> query) {
		CommonTableExpression<?> rows = DSL.name("rows_of_" + name).asMaterialized(query);
		return DSL.with(rows).select().from(rows).asTable(name);
	}

	/**
	 * A text is not made of that many hexadecimal digits. A pattern that counts takes ten
	 * times as long.
	 */
	static Condition notHexadecimal(Field<String> text, int digits) {
		return DSL.length(text).ne(DSL.inline(digits)).or(text.likeRegex("[^0-9a-f]"));
	}

	/**
	 * A condition that few rows meet. Of those that compare columns of two tables with
	 * each other the planner believes that most rows meet them, and prepares for as many.
	 * Not for conditions by which it could use an index or join tables.
	 */
	static Condition rare(Condition condition) {
		Field<Integer> one = DSL.inline(1);
		return DSL.when(condition, one).eq(one);
	}

}
