package org.condastore.schema.lint;

import java.util.Optional;

import org.condastore.schema.jooq.DefaultSchema;
import org.jooq.Field;
import org.jooq.Table;

/** What conda-store's own tables are, at its newest revision. */
final class OwnTables {

	private OwnTables() {
	}

	static boolean contain(String table) {
		return table(table).isPresent();
	}

	static boolean contain(String table, String column) {
		return column(table, column).isPresent();
	}

	/**
	 * Whether every value of a column is, byte for byte, one of another type, so that
	 * PostgreSQL changes the catalog only.
	 */
	static boolean keepsValues(String table, String column, TypeName wanted) {
		Optional<Field<?>> found = column(table, column);
		if (found.isEmpty()) {
			return false;
		}
		String type = found.get().getDataType().getTypeName();
		int length = found.get().getDataType().length();
		if (type.equals("varchar") && length > 0) {
			return wanted.name().equals("text")
					|| (wanted.name().equals("varchar") && wanted.length().orElse(Integer.MAX_VALUE) >= length);
		}
		return (type.equals("varchar") || type.equals("clob"))
				&& (wanted.name().equals("text") || (wanted.name().equals("varchar") && wanted.length().isEmpty()));
	}

	private static Optional<Table<?>> table(String name) {
		return DefaultSchema.DEFAULT_SCHEMA.getTables()
			.stream()
			.filter((table) -> table.getName().equals(name))
			.findFirst()
			.map((table) -> table);
	}

	private static Optional<Field<?>> column(String table, String column) {
		return table(table).map((found) -> found.field(column));
	}

}
