package org.condastore.shell.change;

import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * The options of every command that changes rows.
 *
 * @param common what other commands that write take too
 * @param maxRows how many rows may be written; null for {@value #DEFAULT_MAX_ROWS}
 * @param save where the plan goes instead of being carried out; null if it is
 * @param noJournal whether no trace is kept, and nothing can be undone
 */
public record RowOptions(@OptionGroup ChangeOptions common,
		@Option(longName = "max-rows",
				description = "refuse to write more rows than this (default 1000)") @Nullable Integer maxRows,
		@Option(longName = "save",
				description = "with --dry-run: keep the plan in this file, for repair apply") @Nullable Path save,
		@Option(longName = "no-journal",
				description = "keep no record of the change: it cannot be undone") boolean noJournal) {

	private static final int DEFAULT_MAX_ROWS = 1000;

	public RowOptions {
		if (save != null && !common.dryRun()) {
			throw CommandFailure.usage("--save goes with --dry-run only", "add --dry-run, or leave it out");
		}
		if (maxRows != null && maxRows < 1) {
			throw CommandFailure.usage("--max-rows cannot be %d".formatted(maxRows), "use 1 or more");
		}
	}

	/** How many rows may be written. */
	int most() {
		return (this.maxRows != null) ? this.maxRows : DEFAULT_MAX_ROWS;
	}

}
