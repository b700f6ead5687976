package org.condastore.shell.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.change.Change;
import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
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

	private static final String TABLE = "build";

	private static final String PLURAL = "builds";

	/** After this time a build that has not ended is suspicious. */
	private static final String STUCK = "4h";

	private final BuildRepository builds;

	private final ReadAhead.Shared<BuildId, BuildDetail> details;

	private final BuildWait wait;

	private final BuildChangeRepository changed;

	private final Changes changes;

	private final Output out;

	public BuildCommands(BuildRepository builds, BuildWait wait, ReadAhead ahead, BuildChangeRepository changed,
			Changes changes, Output out) {
		this.builds = builds;
		this.details = ahead.of(BuildId.class, builds::find);
		this.wait = wait;
		this.changed = changed;
		this.changes = changes;
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

	@Command(name = "build fail", group = GROUP, description = "Give a build an end that no worker works on any more",
			help = """
					BUILDING becomes FAILED, if it began longer ago than --stuck-for. That no worker is at it, nobody can see
					in the database: a worker that is writes its own end over this one. CANCELED becomes FAILED too, whenever
					it ended, because conda-store deletes only builds that are FAILED or COMPLETED.""")
	@Effect(Effect.Kind.DESTROYS)
	void fail(
			@Argument(index = 0, description = "the build's id") BuildId id, @Option(longName = "stuck-for",
					description = "what counts as stuck", defaultValue = STUCK) Duration stuckFor,
			@OptionGroup RowOptions options) {
		destroyWithOthers("fail", id, options, (planning) -> this.changed.fail(planning, id, stuckFor));
	}

	@Command(name = "build cancel", group = GROUP,
			description = "Cancel a build that no worker takes, or works on any more",
			help = """
					QUEUED and BUILDING become CANCELED, if the build was scheduled, or began, longer ago than --stuck-for.
					This stops no worker: PUT /api/v1/build/ID/cancel/ does. A QUEUED build whose task still waits in
					conda-store's database is refused; a queue in Redis cannot be seen from here.""")
	@Effect(Effect.Kind.DESTROYS)
	void cancel(
			@Argument(index = 0, description = "the build's id") BuildId id, @Option(longName = "stuck-for",
					description = "what counts as stuck", defaultValue = STUCK) Duration stuckFor,
			@OptionGroup RowOptions options) {
		destroyWithOthers("cancel", id, options, (planning) -> this.changed.cancel(planning, id, stuckFor));
	}

	@Command(name = "build delete", group = GROUP, description = "Mark a build as deleted",
			help = "Never the current build of an environment, nor one that has not ended. Its files stay until a worker"
					+ " removes them, for which conda-store's API has to be asked.")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "the build's id") BuildId id, @OptionGroup RowOptions options) {
		destroyWithOthers("delete", id, options, (planning) -> this.changed.delete(planning, id));
	}

	@Command(name = "build restore", group = GROUP, description = "No longer mark a build as deleted",
			help = "What a worker has removed in the meantime does not come back.")
	@Effect(Effect.Kind.WRITES)
	void restore(@Argument(index = 0, description = "the build's id") BuildId id, @OptionGroup RowOptions options) {
		this.changes.runWithOthers(Request.write("restore build %s".formatted(id), TABLE, PLURAL), options,
				(planning) -> this.changed.restore(planning, id));
	}

	@Command(name = "build purge", group = GROUP, description = "Remove builds that are marked as deleted", help = """
			With an id it is that build, and it is refused while it has artifacts: their files would be where nobody
			finds them. --export writes their keys to a file. With --deleted it is every build that is marked as
			deleted, has ended and has no artifacts; --older-than goes by when they were marked.""")
	@Effect(Effect.Kind.DESTROYS)
	void purge(@Argument(index = 0, description = "the build's id") @Nullable BuildId id,
			@Option(longName = "deleted", description = "all that are marked as deleted") boolean deleted,
			@Option(longName = "older-than",
					description = "with --deleted: only those deleted longer ago: 30d") @Nullable Duration olderThan,
			@Option(longName = "namespace",
					description = "with --deleted: only those of this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "with --deleted: only those of this namespace/name") @Nullable EnvironmentName environment,
			@Option(longName = "export",
					description = "write the keys of the build's artifacts to this file") @Nullable Path export,
			@OptionGroup RowOptions options) {
		if (deleted == (id != null)) {
			throw CommandFailure.usage("build purge takes the id of a build or --deleted",
					"use one of them: build purge 5, build purge --deleted --older-than 30d");
		}
		if (id != null) {
			if (olderThan != null || namespace != null || environment != null) {
				throw CommandFailure.usage("--older-than, --namespace and --environment go with --deleted only",
						"leave out the id, or them");
			}
			destroy("purge", id, options, (planning) -> this.changed.purge(planning, id, export));
			return;
		}
		if (export != null) {
			throw CommandFailure.usage("--export goes with the id of a build only",
					"artifact list --all -o csv writes all of them");
		}
		sweep("purge deleted builds", namespace, environment, options,
				(planning) -> this.changed.purgeDeleted(planning, olderThan, namespace, environment));
	}

	@Command(name = "build prune", group = GROUP, description = "Mark old builds as deleted", help = """
			Of each environment the newest --keep-last builds stay, whatever became of them, and all that were
			scheduled later than --older-than ago; with both options, only what neither keeps is pruned. The current
			build of an environment always stays, and what has not ended.""")
	@Effect(Effect.Kind.DESTROYS)
	void prune(
			@Option(longName = "keep-last",
					description = "how many builds of each environment stay") @Nullable Integer keepLast,
			@Option(longName = "older-than",
					description = "only those scheduled longer ago: 90d") @Nullable Duration olderThan,
			@Option(longName = "namespace",
					description = "only those of this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "only those of this namespace/name") @Nullable EnvironmentName environment,
			@OptionGroup RowOptions options) {
		if (keepLast == null && olderThan == null) {
			throw CommandFailure.usage("build prune needs --keep-last or --older-than",
					"build prune --keep-last 3 --older-than 90d");
		}
		if (keepLast != null && keepLast < 0) {
			throw CommandFailure.usage("--keep-last cannot be %d".formatted(keepLast), "use 0 or more");
		}
		sweep("prune builds", namespace, environment, options,
				(planning) -> this.changed.prune(planning, keepLast, olderThan, namespace, environment));
	}

	@Command(name = "build clear-artifact", group = GROUP, description = "Forget one artifact of a build",
			help = "What the artifact is the address of stays where it is: this is for what is not there any more. The"
					+ " directory of a build that is not deleted is refused, unless another artifact is the same.")
	@Effect(Effect.Kind.DESTROYS)
	void clearArtifact(@Argument(index = 0, description = "the build's id") BuildId id,
			@Argument(index = 1, description = "the artifact's id, as artifact list shows it") int artifact,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.destroy("clear artifact %d of build %s".formatted(artifact, id), "build_artifact", "artifacts",
						Integer.toString(artifact)),
				options, (planning) -> this.changed.clearArtifact(planning, id, artifact));
	}

	@Command(name = "wait build", group = GROUP, description = "Wait until a build has a status",
			help = "Ends with exit code 6 when the time is over, and at once when the build has ended otherwise.")
	@Effect(value = Effect.Kind.SESSION, apart = true)
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

	private void destroy(String verb, BuildId id, RowOptions options, Change change) {
		this.changes.run(destruction(verb, id), options, change);
	}

	private void destroyWithOthers(String verb, BuildId id, RowOptions options, Change change) {
		this.changes.runWithOthers(destruction(verb, id), options, change);
	}

	private static Request destruction(String verb, BuildId id) {
		return Request.destroy("%s build %s".formatted(verb, id), TABLE, PLURAL, id.toString());
	}

	/** Something that is done to many; who confirms it types where. */
	private void sweep(String what, @Nullable NamespaceName namespace, @Nullable EnvironmentName environment,
			RowOptions options, Change change) {
		String where = "everything";
		if (environment != null) {
			where = environment.toString();
		}
		else if (namespace != null) {
			where = namespace.toString();
		}
		String wanted = (environment != null || namespace != null) ? "%s of %s".formatted(what, where) : what;
		this.changes.run(Request.destroy(wanted, TABLE, PLURAL, where), options, change);
	}

}
