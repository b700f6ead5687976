package org.condastore.shell.condapackage;

import org.condastore.shell.condapackage.PackageDetail.PackageVersion;
import org.condastore.shell.output.View;

/** How packages read. */
final class PackageViews {

	static final View<PackageSummary> LIST = View.<PackageSummary>of("packages")
		.number("id", PackageSummary::id)
		.text("name", PackageSummary::name)
		.text("version", PackageSummary::version)
		.text("channel", PackageSummary::channel)
		.text("license", PackageSummary::license)
		.number("builds", PackageSummary::builds);

	private static final View<PackageVersion> VERSIONS = View.<PackageVersion>of("versions")
		.number("id", PackageVersion::id)
		.text("version", PackageVersion::version)
		.text("channel", PackageVersion::channel)
		.text("license", PackageVersion::license)
		.number("builds", PackageVersion::builds)
		.number("environments", PackageVersion::environments);

	static final View<PackageDetail> SHOW = View.<PackageDetail>of("packages")
		.text("name", PackageDetail::name)
		.text("summary", PackageDetail::summary)
		.number("environments", PackageDetail::environments)
		.rows("versions", PackageDetail::versions, VERSIONS);

	static final View<PackageUse> ENVIRONMENTS = View.<PackageUse>of("environments")
		.text("namespace", PackageUse::namespace)
		.text("environment", PackageUse::environment)
		.number("build_id", PackageUse::buildId)
		.text("version", PackageUse::version)
		.text("channel", PackageUse::channel);

	private PackageViews() {
	}

}
