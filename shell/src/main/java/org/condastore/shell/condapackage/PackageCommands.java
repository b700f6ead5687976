package org.condastore.shell.condapackage;

import org.condastore.shell.channel.ChannelName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code package} commands. */
public final class PackageCommands {

	private static final String GROUP = "Packages";

	private final PackageRepository packages;

	private final Output out;

	public PackageCommands(PackageRepository packages, Output out) {
		this.packages = packages;
		this.out = out;
	}

	@Command(name = "package list", group = GROUP, description = "List packages, each version of each channel")
	void list(@Option(longName = "name", description = "only these; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "version",
					description = "only these versions; * and ? are wildcards") @Nullable NamePattern version,
			@Option(longName = "channel", description = "only of this channel") @Nullable ChannelName channel,
			@Option(longName = "license",
					description = "only with such a license; * and ? are wildcards") @Nullable NamePattern license,
			@OptionGroup Listing listing) {
		this.out.list(this.packages.list(name, version, channel, license, listing), PackageViews.LIST);
	}

	@Command(name = "package show", group = GROUP, description = "Show all versions of a package")
	void show(@Argument(index = 0, description = "the package") PackageName name) {
		this.out.show(this.packages.get(name), PackageViews.SHOW);
	}

	@Command(name = "package environments", group = GROUP,
			description = "List the live environments whose current build holds a package",
			help = "package environments openssl --below 3.0.7 finds those with an older one, as conda compares versions:"
					+ " 1.1.1k comes before 1.1.1.")
	void environments(@Argument(index = 0, description = "the package") PackageName name,
			@Option(longName = "below",
					description = "only with a version before this one") @Nullable CondaVersion below,
			@Option(longName = "version",
					description = "only with such a version; * and ? are wildcards") @Nullable NamePattern version,
			@Option(longName = "channel", description = "only from this channel") @Nullable ChannelName channel,
			@OptionGroup Listing listing) {
		PackageVersions versions = this.packages.versions(name, version, channel).before(below);
		this.out.list(this.packages.environments(versions, listing), PackageViews.ENVIRONMENTS);
		versions.remark().ifPresent(this.out::note);
	}

}
