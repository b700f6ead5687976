package org.condastore.shell.environment;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.purge.PurgeOptions;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code environment} commands. */
public final class EnvironmentCommands {

	private static final String GROUP = "Environments";

	private final EnvironmentRepository environments;

	private final EnvironmentChangeRepository changed;

	private final Changes changes;

	private final Output out;

	public EnvironmentCommands(EnvironmentRepository environments, EnvironmentChangeRepository changed, Changes changes,
			Output out) {
		this.environments = environments;
		this.changed = changed;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "environment list", group = GROUP, description = "List environments and what they hold",
			help = "In the order of namespaces and names. Builds and size count the live builds.")
	void list(
			@Option(longName = "namespace",
					description = "only those of this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "name", description = "only these; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "deleted", description = "those marked as deleted too") boolean deleted,
			@OptionGroup Listing listing) {
		this.out.list(this.environments.list(namespace, name, deleted, listing), EnvironmentViews.LIST);
	}

	@Command(name = "environment show", group = GROUP, description = "Show everything about an environment")
	void show(@Argument(index = 0, description = "the environment, as namespace/name") EnvironmentName name) {
		this.out.show(this.environments.find(name).orElseThrow(() -> EnvironmentRepository.missing(name)),
				EnvironmentViews.SHOW);
	}

	@Command(name = "environment set-description", group = GROUP,
			description = "Give an environment another description",
			help = "An empty description takes it away. conda-store writes its own over it when a new build brings one.")
	@Effect(Effect.Kind.WRITES)
	void setDescription(@Argument(index = 0, description = "namespace/name") EnvironmentName name,
			@Argument(index = 1, description = "the text") String description, @OptionGroup RowOptions options) {
		this.changes.runWithOthers(
				Request.write("set description of environment %s".formatted(name), "environment", "environments"),
				options,
				(planning) -> this.changed.setDescription(planning, name, description.isEmpty() ? null : description));
	}

	@Command(name = "environment delete", group = GROUP, description = "Mark an environment and its builds as deleted",
			help = """
					They disappear from the service; files and rows stay, until conda-store's own request removes
					them. environment restore takes it back.""")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "namespace/name") EnvironmentName name,
			@OptionGroup RowOptions options) {
		this.changes.run(destroy("delete", name), options, (planning) -> this.changed.delete(planning, name));
	}

	@Command(name = "environment restore", group = GROUP, description = "Take the deletion of an environment back",
			help = "Builds that were deleted together with it are live again; those deleted before stay deleted.")
	@Effect(Effect.Kind.WRITES)
	void restore(@Argument(index = 0, description = "namespace/name") EnvironmentName name,
			@OptionGroup RowOptions options) {
		this.changes.run(Request.write("restore environment %s".formatted(name), "environment", "environments"),
				options, (planning) -> this.changed.restore(planning, name));
	}

	@Command(name = "environment purge", group = GROUP, description = "Remove the rows of a deleted environment",
			help = """
					Its builds go with it; its settings stay. Refused as long as a build has artifacts: without
					their rows nobody finds the files again.""")
	@Effect(Effect.Kind.DESTROYS)
	void purge(@Argument(index = 0, description = "namespace/name") EnvironmentName name,
			@OptionGroup PurgeOptions purge, @OptionGroup RowOptions options) {
		this.changes.run(destroy("purge", name), options, (planning) -> this.changed.purge(planning, name, purge));
	}

	private static Request destroy(String verb, EnvironmentName name) {
		return Request.destroy("%s environment %s".formatted(verb, name), "environment", "environments",
				name.toString());
	}

}
