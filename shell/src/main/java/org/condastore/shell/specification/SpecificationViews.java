package org.condastore.shell.specification;

import java.util.Locale;

import org.condastore.shell.output.View;
import org.condastore.shell.specification.SpecificationDetail.BuildUse;
import org.condastore.shell.specification.SpecificationDetail.EnvironmentUse;

/** How specifications read. */
final class SpecificationViews {

	static final View<SpecificationSummary> LIST = View.<SpecificationSummary>of("specifications")
		.number("id", SpecificationSummary::id)
		.text("name", SpecificationSummary::name)
		.digest("sha256", SpecificationSummary::sha256)
		.time("created_on", SpecificationSummary::createdOn)
		.flag("is_lockfile", SpecificationSummary::isLockfile)
		.number("builds", SpecificationSummary::builds);

	private static final View<EnvironmentUse> ENVIRONMENTS = View.<EnvironmentUse>of("environments")
		.text("namespace", EnvironmentUse::namespace)
		.text("environment", EnvironmentUse::environment)
		.flag("current", EnvironmentUse::current)
		.number("builds", EnvironmentUse::builds)
		.time("deleted_on", EnvironmentUse::deletedOn);

	private static final View<BuildUse> BUILDS = View.<BuildUse>of("builds")
		.number("id", BuildUse::id)
		.text("namespace", BuildUse::namespace)
		.text("environment", BuildUse::environment)
		.text("status", BuildUse::status)
		.time("scheduled_on", BuildUse::scheduledOn)
		.time("deleted_on", BuildUse::deletedOn);

	static final View<SpecificationDetail> SHOW = View.<SpecificationDetail>of("specifications")
		.number("id", SpecificationDetail::id)
		.text("name", SpecificationDetail::name)
		.digest("sha256", SpecificationDetail::sha256)
		.text("hash", (specification) -> specification.hash().name().toLowerCase(Locale.ROOT))
		.digest("computed_sha256", SpecificationDetail::computedSha256)
		.time("created_on", SpecificationDetail::createdOn)
		.flag("is_lockfile", SpecificationDetail::isLockfile)
		.number("builds", SpecificationDetail::builds)
		.number("deleted_builds", SpecificationDetail::deletedBuilds)
		.number("solves", SpecificationDetail::solves)
		.rows("environments", SpecificationDetail::environments, ENVIRONMENTS)
		.rows("newest_builds", SpecificationDetail::newestBuilds, BUILDS)
		.json("spec", SpecificationDetail::spec);

	private SpecificationViews() {
	}

}
