package org.condastore.schema.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table as far as one must know it to change its rows.
 *
 * @param name its name, without the schema
 * @param columns its columns, in their order
 * @param key the columns of the primary key, in the key's order; empty if there is none
 */
public record RowTable(String name, List<Column> columns, List<String> key) {

	/**
	 * A column.
	 *
	 * @param type its type without a length, such as {@code character varying}: an
	 * explicit cast to a type with a length cuts what is too long without a word
	 * @param length how many characters it takes; 0 if there is no limit
	 * @param generated whether the server computes it: nobody can write it
	 */
	public record Column(String name, String type, int length, boolean notNull, boolean generated) {
	}

	/**
	 * A foreign key of another table, or of this one, that leads here.
	 *
	 * @param table where it begins
	 * @param columns its columns
	 * @param referenced the columns here that they refer to, in the same order
	 * @param onDelete what becomes of its row when the row here is deleted
	 */
	public record Referrer(String table, List<String> columns, List<String> referenced, Catalog.Action onDelete) {

		/** Whether deleting a row here changes rows there instead of being refused. */
		public boolean follows() {
			return this.onDelete != Catalog.Action.NO_ACTION && this.onDelete != Catalog.Action.RESTRICT;
		}

	}

	/** The column of that name. */
	public Optional<Column> column(String column) {
		for (Column candidate : this.columns) {
			if (candidate.name().equals(column)) {
				return Optional.of(candidate);
			}
		}
		return Optional.empty();
	}

	/** The columns that can be written: all but those that the server computes. */
	public List<String> writable() {
		return this.columns.stream().filter((column) -> !column.generated()).map(Column::name).toList();
	}

}
