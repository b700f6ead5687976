package org.condastore.shell.usage;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code usage} command. */
public final class UsageCommands {

	private static final String GROUP = "Namespaces";

	private final UsageRepository usage;

	private final Output out;

	public UsageCommands(UsageRepository usage, Output out) {
		this.usage = usage;
		this.out = out;
	}

	@Command(name = "usage", group = GROUP, description = "Show how much each namespace holds, the largest first",
			help = """
					Every namespace is listed, those marked as deleted too. A build counts as deleted when it is marked
					itself. deleted_size is what deleted builds still take: conda-store sets a build's size to 0 when it
					has removed the files. Sizes are those that conda-store measured when each build ended.""")
	void usage(@Option(longName = "namespace", description = "only this one") @Nullable NamespaceName namespace,
			@OptionGroup Listing listing) {
		if (namespace != null && !this.usage.exists(namespace)) {
			throw CommandFailure.notFound("there is no namespace %s".formatted(namespace),
					"namespace list shows the names; with --deleted the deleted ones too");
		}
		this.out.list(this.usage.list(namespace, listing), UsageViews.LIST);
	}

}
