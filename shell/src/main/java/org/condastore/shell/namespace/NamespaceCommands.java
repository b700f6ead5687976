package org.condastore.shell.namespace;

import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Output;
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

	private final ReadAhead.Shared<NamespaceName, NamespaceDetail> details;

	private final Output out;

	public NamespaceCommands(NamespaceRepository namespaces, ReadAhead ahead, Output out) {
		this.namespaces = namespaces;
		this.details = ahead.of(NamespaceName.class, namespaces::find);
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

}
