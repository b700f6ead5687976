package org.condastore.shell.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.condastore.shell.session.ReadAhead;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code build} commands, and waiting for a build. */
public final class BuildCommands {

	private static final String GROUP = "Builds";

	private final BuildRepository builds;

	private final ReadAhead.Shared<BuildId, BuildDetail> details;

	private final BuildWait wait;

	private final Output out;

	public BuildCommands(BuildRepository builds, BuildWait wait, ReadAhead ahead, Output out) {
		this.builds = builds;
		this.details = ahead.of(BuildId.class, builds::find);
		this.wait = wait;
		this.out = out;
	}

	@Command(name = "build list", group = GROUP, description = "List builds, the newest first",
			help = "--since and --older-than go by the time at which a build was scheduled. A build is stuck when it has"
					+ " been QUEUED or BUILDING for longer than --stuck-for; BUILDING counts from the start, or from the"
					+ " scheduling if no start was recorded.")
	void list(
			@Option(longName = "namespace",
					description = "only those of this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "only those of this namespace/name") @Nullable EnvironmentName environment,
			@Option(longName = "status",
					description = "only those in one of these statuses, with commas between them") List<BuildStatus> status,
			@OptionGroup TimeWindow scheduled,
			@Option(longName = "name",
					description = "only those of environments of this name; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "deleted", description = "those marked as deleted too") boolean deleted,
			@Option(longName = "stuck", description = "only those that do not get on") boolean stuck,
			@Option(longName = "stuck-for",
					description = "what counts as stuck (default 4h)") @Nullable Duration stuckFor,
			@OptionGroup Listing listing) {
		BuildFilter filter = new BuildFilter(namespace, environment, status, scheduled, name, deleted,
				BuildFilter.stuckFor(stuck, stuckFor));
		this.out.list(this.builds.list(filter, listing), BuildViews.LIST);
	}

	@Command(name = "build show", group = GROUP, description = "Show everything about a build")
	void show(@Argument(index = 0, description = "the build's id") BuildId id) {
		this.out.show(this.details.find(id).orElseThrow(() -> BuildRepository.missing(id)), BuildViews.SHOW);
	}

	@Command(name = "build packages", group = GROUP, description = "List the packages in a build, all of them")
	void packages(@Argument(index = 0, description = "the build's id") BuildId id, @Option(longName = "name",
			description = "only packages of this name; * and ? are wildcards") @Nullable NamePattern name) {
		this.out.list(Rows.of(this.builds.packages(id, name)), BuildViews.PACKAGES);
	}

	@Command(name = "build diff", group = GROUP, description = "Show in what two builds differ",
			help = "First what was asked for, by the fields of the specifications, then what was installed: versions and"
					+ " builds of packages, with channel and platform where nothing else differs.")
	void diff(@Argument(index = 0, description = "the id of a build") BuildId a,
			@Argument(index = 1, description = "the id of another build") BuildId b) {
		List<Difference> differences = new ArrayList<>(
				BuildDifferences.ofSpecifications(this.builds.specification(a), this.builds.specification(b)));
		differences.addAll(BuildDifferences.ofPackages(this.builds.packages(a, null), this.builds.packages(b, null)));
		this.out.list(Rows.of(differences), BuildViews.DIFFERENCES);
	}

	@Command(name = "wait build", group = GROUP, description = "Wait until a build has a status",
			help = "Ends with exit code 6 when the time is over, and at once when the build has ended otherwise.")
	@Effect(Effect.Kind.SESSION)
	void await(@Argument(index = 0, description = "the build's id") BuildId id,
			@Option(longName = "for", required = true,
					description = "status=COMPLETED, or several with commas between them") AwaitedStatus wanted,
			@Option(longName = "timeout", description = "how long to wait at most",
					defaultValue = "10m") Duration timeout,
			@Option(longName = "every", description = "how long between two looks at it",
					defaultValue = "2s") Duration every) {
		if (every.isZero()) {
			throw CommandFailure.usage("--every cannot be 0", "use 1s or more");
		}
		this.out.show(this.wait.until(id, wanted, timeout, every), BuildViews.STATE);
	}

}
