package org.condastore.shell.doctor;

import org.condastore.schema.catalog.RowTables;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * What there is to examine. To ask for tables and columns is better than to ask for the
 * revision: it is true of the withdrawn revision too, and where {@code alembic_version}
 * is wrong.
 *
 * @param version the version of conda-store's revision, from 1; the newest one if
 * {@code alembic_version} names none that is known
 * @param tables the tables in the schema of conda-store's own
 */
record ExaminedSchema(int version, RowTables tables) {

	/** Whether the table of that name exists, conda-store's own or its task queue's. */
	boolean has(String table) {
		return this.tables.find(table).isPresent();
	}

	boolean has(Table<?> table) {
		return has(table.getName());
	}

	boolean has(TableField<?, ?> column) {
		Table<?> table = column.getTable();
		return table != null
				&& this.tables.find(table.getName()).flatMap((found) -> found.column(column.getName())).isPresent();
	}

}
