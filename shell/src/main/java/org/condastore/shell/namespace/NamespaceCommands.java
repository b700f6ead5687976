package org.condastore.shell.namespace;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Output;
import org.condastore.shell.purge.PurgeOptions;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.condastore.shell.session.ReadAhead;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code namespace} commands. */
public final class NamespaceCommands {

	private static final String GROUP = "Namespaces";

	private final NamespaceRepository namespaces;

	private final NamespaceChangeRepository changed = new NamespaceChangeRepository();

	private final ReadAhead.Shared<NamespaceName, NamespaceDetail> details;

	private final Changes changes;

	private final Output out;

	public NamespaceCommands(NamespaceRepository namespaces, ReadAhead ahead, Changes changes, Output out) {
		this.namespaces = namespaces;
		this.details = ahead.of(NamespaceName.class, namespaces::find);
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "namespace list", group = GROUP, description = "List namespaces and what they hold")
	void list(@Option(longName = "name", description = "only these; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "deleted", description = "those marked as deleted too") boolean deleted,
			@OptionGroup Listing listing) {
		this.out.list(this.namespaces.list(name, deleted, listing), NamespaceViews.LIST);
	}

	@Command(name = "namespace show", group = GROUP, description = "Show everything about a namespace")
	void show(@Argument(index = 0, description = "the namespace") NamespaceName name) {
		this.out.show(this.details.find(name).orElseThrow(() -> NamespaceRepository.missing(name)),
				NamespaceViews.SHOW);
	}

	@Command(name = "namespace create", group = GROUP, description = "Make a namespace",
			help = "Nobody has rights in it but by the roles that conda-store is configured with; role grant gives some.")
	@Effect(Effect.Kind.WRITES)
	void create(@Argument(index = 0, description = "the namespace") NamespaceName name,
			@Option(longName = "metadata",
					description = "a JSON object (default {})") @Nullable NamespaceMetadata metadata,
			@OptionGroup RowOptions options) {
		this.changes.run(write("create namespace %s".formatted(name)), options, (planning) -> this.changed
			.create(planning, name, (metadata != null) ? metadata : NamespaceMetadata.NONE));
	}

	@Command(name = "namespace set-metadata", group = GROUP, description = "Give a namespace other metadata",
			help = "They replace what was there as a whole, and are stored as they are typed.")
	@Effect(Effect.Kind.WRITES)
	void setMetadata(@Argument(index = 0, description = "the namespace") NamespaceName name,
			@Argument(index = 1, description = "a JSON object") NamespaceMetadata metadata,
			@OptionGroup RowOptions options) {
		this.changes.run(write("set metadata of namespace %s".formatted(name)), options,
				(planning) -> this.changed.setMetadata(planning, name, metadata));
	}

	@Command(name = "namespace delete", group = GROUP, description = "Mark a namespace and its contents as deleted",
			help = """
					The namespace, its environments and their builds disappear from the service; files and rows stay,
					until conda-store's own request removes them. namespace restore takes it back.""")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "the namespace") NamespaceName name,
			@OptionGroup RowOptions options) {
		this.changes.run(destroy("delete", name), options, (planning) -> this.changed.delete(planning, name));
	}

	@Command(name = "namespace restore", group = GROUP, description = "Take the deletion of a namespace back",
			help = "What was deleted together with it is live again; what was deleted before stays deleted.")
	@Effect(Effect.Kind.WRITES)
	void restore(@Argument(index = 0, description = "the namespace") NamespaceName name,
			@OptionGroup RowOptions options) {
		this.changes.run(write("restore namespace %s".formatted(name)), options,
				(planning) -> this.changed.restore(planning, name));
	}

	@Command(name = "namespace purge", group = GROUP, description = "Remove the rows of a deleted namespace", help = """
			Its environments, their builds and the role mappings that refer to it go with it; its settings stay.
			Refused as long as a build has artifacts: without their rows nobody finds the files again.""")
	@Effect(Effect.Kind.DESTROYS)
	void purge(@Argument(index = 0, description = "the namespace") NamespaceName name, @OptionGroup PurgeOptions purge,
			@OptionGroup RowOptions options) {
		this.changes.run(destroy("purge", name), options, (planning) -> this.changed.purge(planning, name, purge));
	}

	@Command(name = "namespace rename", group = GROUP, description = "Give an empty namespace another name",
			help = "Refused where something was built: the name is in the paths and keys of the files.")
	@Effect(Effect.Kind.WRITES)
	void rename(@Argument(index = 0, description = "the namespace, whatever its name") String old,
			@Argument(index = 1, description = "the new name") NamespaceName name, @OptionGroup RowOptions options) {
		this.changes.run(write("rename namespace %s to %s".formatted(old, name)), options,
				(planning) -> this.changed.rename(planning, new NamespaceName(old), name));
	}

	private static Request write(String change) {
		return Request.write(change, "namespace", "namespaces");
	}

	private static Request destroy(String verb, NamespaceName name) {
		return Request.destroy("%s namespace %s".formatted(verb, name), "namespace", "namespaces", name.value());
	}

}
