package org.condastore.shell.row;

import java.util.List;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code row} commands. */
public final class RowCommands {

	private static final String GROUP = "Repair";

	private static final String KEY = "KEY is the row's primary key: 5, or 1,7 where it has two columns.\n";

	private final RowChangeRepository changed = new RowChangeRepository();

	private final Changes changes;

	public RowCommands(Changes changes) {
		this.changes = changes;
	}

	@Command(name = "row set", group = GROUP, description = "Change columns of one row, where no other command does it",
			help = KEY + """
					Values are written as column=value, everything behind the first equals sign being the
					value: column= is an empty text, column=@null is NULL, column=@now the present time; a text
					that begins with @ is written with two of them (name=@@team). Times are UTC
					(2024-09-20T07:03:49.89059Z), JSON is kept letter by letter: quote it. A value that
					conda-store could not read is refused. Columns of which conda-store makes the places of
					files change under artifacts only with --i-know-it-moves-files.""")
	@Effect(Effect.Kind.DESTROYS)
	void set(@Argument(index = 0, description = "one of conda-store's tables") TableName table,
			@Argument(index = 1, description = "the primary key of the row") String key,
			@Argument(index = 2, description = "column=value, several if need be") List<Cell> assignments,
			@Option(longName = "i-know-it-moves-files",
					description = "change what places of files are made of") boolean movesFiles,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.destroy("set row %s of %s".formatted(key, table), table.value(), "rows of " + table,
						"%s %s".formatted(table, key)),
				options, (planning) -> this.changed.set(planning, table, key, assignments, movesFiles));
	}

	@Command(name = "row delete", group = GROUP, description = "Delete one row, where no other command does it",
			help = KEY + """
					Links to packages go with it; any other row that refers to it has to go first. A row of
					build_artifact is all that leads to its object: it goes only with --i-know-it-moves-files.""")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "one of conda-store's tables") TableName table,
			@Argument(index = 1, description = "the primary key of the row") String key,
			@Option(longName = "i-know-it-moves-files",
					description = "delete what alone leads to an object in the storage") boolean movesFiles,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.destroy("delete row %s of %s".formatted(key, table), table.value(), "rows of " + table,
						"%s %s".formatted(table, key)),
				options, (planning) -> this.changed.delete(planning, table, key, movesFiles));
	}

}
