package org.condastore.shell.solve;

import java.time.Duration;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.condastore.shell.specification.SpecificationId;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code solve} commands. */
public final class SolveCommands {

	private static final String GROUP = "Specifications";

	private final SolveRepository solves;

	private final SolveChangeRepository changed = new SolveChangeRepository();

	private final Changes changes;

	private final Output out;

	public SolveCommands(SolveRepository solves, Changes changes, Output out) {
		this.solves = solves;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "solve list", group = GROUP, description = "List solves, the newest first")
	void list(@Option(longName = "specification",
			description = "only of this one: its id, or the beginning of its sha256") @Nullable SpecificationId specification,
			@Option(longName = "name",
					description = "only of specifications called so; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "unfinished", description = "only those without an end") boolean unfinished,
			@OptionGroup TimeWindow scheduled, @OptionGroup Listing listing) {
		this.out.list(this.solves.list(specification, name, unfinished, scheduled, listing), SolveViews.LIST);
	}

	@Command(name = "solve show", group = GROUP, description = "Show a solve and its packages")
	void show(@Argument(index = 0, description = "its id") int id) {
		this.out.show(this.solves.find(id)
			.orElseThrow(
					() -> CommandFailure.notFound("there is no solve %d".formatted(id), "solve list shows the ids")),
				SolveViews.SHOW);
	}

	@Command(name = "solve purge", group = GROUP,
			description = "Remove solves that have ended, and the lists of their packages",
			help = "Nothing refers to a solve once it has given its answer. The oldest go first, as many as --max-rows allows"
					+ " with their packages, each of which is a row; what is left is told, and the same command takes it next.")
	@Effect(Effect.Kind.DESTROYS)
	void purge(
			@Option(longName = "older-than", description = "only those that ended longer ago",
					defaultValue = "1d") Duration olderThan,
			@Option(longName = "limit",
					description = "at most this many at once (default: as many as --max-rows)") @Nullable Integer limit,
			@OptionGroup RowOptions options) {
		if (limit != null && limit < 1) {
			throw CommandFailure.usage("--limit cannot be %d".formatted(limit), "use 1 or more");
		}
		this.changes.run(Request.destroy("purge ended solves", "solve", "solves", "solves"), options,
				(planning) -> this.changed.purge(planning, olderThan, limit));
	}

}
