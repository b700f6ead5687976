package org.condastore.shell.row;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.Suggestions;

/**
 * The name of a table of conda-store's own. Alembic's, Celery's and the shell's are none:
 * whoever writes there by hand breaks what they are for.
 *
 * @param value as in the database
 */
public record TableName(String value) {

	/**
	 * Accepts a typed name.
	 * @throws CommandFailure {@code USAGE} if conda-store has no such table
	 */
	public static TableName of(String typed) {
		List<String> tables = RowRepository.tables();
		if (!tables.contains(typed)) {
			throw CommandFailure.usage("conda-store has no table \"%s\" whose rows can be changed".formatted(typed),
					Suggestions.nearest(typed, tables)
						.map("did you mean %s?"::formatted)
						.orElseGet(() -> "use one of " + String.join(", ", tables)));
		}
		return new TableName(typed);
	}

	/** All tables, for completion. */
	public static List<NameSource.Name> names() {
		return RowRepository.tables().stream().map((table) -> new NameSource.Name(table, "")).toList();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
