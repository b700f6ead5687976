package org.condastore.shell.artifact;

import java.util.List;

import org.condastore.shell.build.BuildId;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code artifact} commands. */
public final class ArtifactCommands {

	private static final String GROUP = "Artifacts";

	private final ArtifactRepository artifacts;

	private final Output out;

	public ArtifactCommands(ArtifactRepository artifacts, Output out) {
		this.artifacts = artifacts;
		this.out = out;
	}

	@Command(name = "artifact list", group = GROUP, description = "List the files that builds left behind",
			help = "Artifacts of deleted builds are listed too: some types are kept when a build is deleted.")
	void list(@Option(longName = "build", description = "only those of this build") @Nullable BuildId build,
			@Option(longName = "environment",
					description = "only those of this namespace/name") @Nullable EnvironmentName environment,
			@Option(longName = "namespace",
					description = "only those of this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "type",
					description = "only those of one of these types, with commas between them") List<ArtifactType> type,
			@Option(longName = "name",
					description = "only those with this key; * and ? are wildcards") @Nullable NamePattern name,
			@OptionGroup Listing listing) {
		this.out.list(this.artifacts.list(build, environment, namespace, type, name, listing), ArtifactViews.LIST);
	}

}
