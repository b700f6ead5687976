package org.condastore.shell.solve;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Output;
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

	private final Output out;

	public SolveCommands(SolveRepository solves, Output out) {
		this.solves = solves;
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

}
