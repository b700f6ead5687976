package org.condastore.schema.revision;

/**
 * A column of a certain table.
 *
 * @param table the table
 * @param column the column
 */
record ColumnName(String table, String column) {
}
