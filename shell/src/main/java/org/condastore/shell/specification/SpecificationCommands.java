package org.condastore.shell.specification;

import java.time.Duration;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code specification} commands. */
public final class SpecificationCommands {

	private static final String GROUP = "Specifications";

	private final SpecificationRepository specifications;

	private final SpecificationChangeRepository changed = new SpecificationChangeRepository();

	private final Changes changes;

	private final Output out;

	public SpecificationCommands(SpecificationRepository specifications, Changes changes, Output out) {
		this.specifications = specifications;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "specification list", group = GROUP, description = "List specifications, the newest first")
	void list(@Option(longName = "name", description = "only these; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "orphan", description = "only those that no build refers to") boolean orphan,
			@Option(longName = "lockfile", description = "only lockfiles") boolean lockfile,
			@OptionGroup TimeWindow created, @OptionGroup Listing listing) {
		this.out.list(this.specifications.list(name, orphan, lockfile, created, listing), SpecificationViews.LIST);
	}

	@Command(name = "specification show", group = GROUP, description = "Show everything about a specification",
			help = "-o yaml writes an environment.yaml that conda takes. The hash is computed again from what is stored; a"
					+ " lockfile's cannot be.")
	void show(@Argument(index = 0, description = "its id, or the beginning of its sha256") SpecificationId id) {
		SpecificationDetail specification = this.specifications.get(id);
		if (this.out.format() == Format.YAML) {
			this.out.text(EnvironmentYaml.of(specification));
			return;
		}
		this.out.show(specification, SpecificationViews.SHOW);
	}

	@Command(name = "specification purge", group = GROUP, description = "Remove specifications that nothing refers to",
			help = "No build and no solve refers to them, not even a build that is marked as deleted. The oldest go first, as"
					+ " many as --max-rows allows; what is left is told, and the same command takes it next.")
	@Effect(Effect.Kind.DESTROYS)
	void purge(
			@Option(longName = "older-than", description = "only those stored longer ago",
					defaultValue = "1d") Duration olderThan,
			@Option(longName = "limit",
					description = "at most this many at once (default: as many as --max-rows)") @Nullable Integer limit,
			@OptionGroup RowOptions options) {
		if (limit != null && limit < 1) {
			throw CommandFailure.usage("--limit cannot be %d".formatted(limit), "use 1 or more");
		}
		this.changes.run(
				Request.destroy("purge orphaned specifications", "specification", "specifications", "specifications"),
				options, (planning) -> this.changed.purge(planning, olderThan, limit));
	}

}
