package org.condastore.shell.specification;

import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code specification} commands. */
public final class SpecificationCommands {

	private static final String GROUP = "Specifications";

	private final SpecificationRepository specifications;

	private final Output out;

	public SpecificationCommands(SpecificationRepository specifications, Output out) {
		this.specifications = specifications;
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

}
