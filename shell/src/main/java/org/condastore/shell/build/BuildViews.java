package org.condastore.shell.build;

import org.condastore.shell.build.BuildDetail.Artifact;
import org.condastore.shell.output.View;

/** How builds read. */
final class BuildViews {

	static final View<BuildSummary> LIST = View.<BuildSummary>of("builds")
		.number("id", BuildSummary::id)
		.text("namespace", BuildSummary::namespace)
		.text("environment", BuildSummary::environment)
		.text("specification", BuildSummary::specification)
		.notInTable()
		.text("status", BuildSummary::status)
		.bytes("size", BuildSummary::size)
		.time("scheduled_on", BuildSummary::scheduledOn)
		.time("started_on", BuildSummary::startedOn)
		.notInTable()
		.time("ended_on", BuildSummary::endedOn)
		.time("deleted_on", BuildSummary::deletedOn)
		.text("build_key", BuildSummary::buildKey)
		.notInTable();

	private static final View<Artifact> ARTIFACTS = View.<Artifact>of("artifacts")
		.number("id", Artifact::id)
		.text("artifact_type", Artifact::type)
		.text("key", Artifact::key);

	static final View<BuildDetail> SHOW = View.<BuildDetail>of("builds")
		.number("id", (build) -> build.summary().id())
		.text("namespace", (build) -> build.summary().namespace())
		.text("environment", (build) -> build.summary().environment())
		.number("environment_id", BuildDetail::environmentId)
		.flag("current", BuildDetail::current)
		.text("specification", (build) -> build.summary().specification())
		.number("specification_id", BuildDetail::specificationId)
		.digest("specification_sha256", BuildDetail::sha256)
		.text("status", (build) -> build.summary().status())
		.text("status_info", BuildDetail::statusInfo)
		.bytes("size", (build) -> build.summary().size())
		.time("scheduled_on", (build) -> build.summary().scheduledOn())
		.time("started_on", (build) -> build.summary().startedOn())
		.time("ended_on", (build) -> build.summary().endedOn())
		.duration("queued_for", (build) -> build.queuedFor().orElse(null))
		.duration("ran_for", (build) -> build.ranFor().orElse(null))
		.time("deleted_on", (build) -> build.summary().deletedOn())
		.text("build_key", (build) -> build.summary().buildKey())
		.number("build_key_version", BuildDetail::keyVersion)
		.text("build_key_1", (build) -> build.key(1).orElse(null))
		.text("build_key_2", (build) -> build.key(2).orElse(null))
		.text("build_key_3", (build) -> build.key(BuildKey.HASHED).orElse(null))
		.text("hash", BuildDetail::hash)
		.number("packages", BuildDetail::packages)
		.rows("artifacts", BuildDetail::artifacts, ARTIFACTS);

	static final View<InstalledPackage> PACKAGES = View.<InstalledPackage>of("packages")
		.text("name", InstalledPackage::name)
		.text("version", InstalledPackage::version)
		.text("build", InstalledPackage::build)
		.number("build_number", InstalledPackage::buildNumber)
		.notInTable()
		.text("channel", InstalledPackage::channel)
		.text("subdir", InstalledPackage::subdir)
		.bytes("size", InstalledPackage::size)
		.text("license", InstalledPackage::license);

	static final View<Difference> DIFFERENCES = View.<Difference>of("differences")
		.text("part", (difference) -> difference.part().typed())
		.text("change", (difference) -> difference.change().typed())
		.text("name", Difference::name)
		.text("in_a", Difference::inA)
		.text("in_b", Difference::inB);

	static final View<BuildState> STATE = View.<BuildState>of("builds")
		.number("id", BuildState::id)
		.text("status", BuildState::status);

	private BuildViews() {
	}

}
