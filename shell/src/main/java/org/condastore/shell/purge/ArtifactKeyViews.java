package org.condastore.shell.purge;

import org.condastore.shell.output.View;

/** How the keys of artifacts read. */
final class ArtifactKeyViews {

	static final View<ArtifactKey> EXPORT = View.<ArtifactKey>of("artifacts")
		.number("build_id", ArtifactKey::buildId)
		.text("artifact_type", ArtifactKey::artifactType)
		.text("key", ArtifactKey::key);

	private ArtifactKeyViews() {
	}

}
