package org.condastore.shell.artifact;

import org.condastore.shell.output.View;

/** How artifacts read. */
final class ArtifactViews {

	static final View<ArtifactSummary> LIST = View.<ArtifactSummary>of("artifacts")
		.number("id", ArtifactSummary::id)
		.number("build_id", ArtifactSummary::buildId)
		.text("namespace", ArtifactSummary::namespace)
		.text("environment", ArtifactSummary::environment)
		.text("artifact_type", ArtifactSummary::artifactType)
		.text("key", ArtifactSummary::key)
		.flag("build_deleted", ArtifactSummary::buildDeleted);

	private ArtifactViews() {
	}

}
