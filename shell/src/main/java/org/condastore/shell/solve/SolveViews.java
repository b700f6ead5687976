package org.condastore.shell.solve;

import org.condastore.shell.output.View;
import org.condastore.shell.solve.SolveDetail.SolvedPackage;

/** How solves read. */
final class SolveViews {

	static final View<SolveSummary> LIST = View.<SolveSummary>of("solves")
		.number("id", SolveSummary::id)
		.number("specification_id", SolveSummary::specificationId)
		.text("specification", SolveSummary::specification)
		.time("scheduled_on", SolveSummary::scheduledOn)
		.time("started_on", SolveSummary::startedOn)
		.time("ended_on", SolveSummary::endedOn)
		.duration("duration", SolveSummary::duration)
		.number("packages", SolveSummary::packages);

	private static final View<SolvedPackage> PACKAGES = View.<SolvedPackage>of("packages")
		.text("name", SolvedPackage::name)
		.text("version", SolvedPackage::version)
		.text("build", SolvedPackage::build)
		.text("subdir", SolvedPackage::subdir)
		.text("channel", SolvedPackage::channel)
		.bytes("size", SolvedPackage::size);

	static final View<SolveDetail> SHOW = View.<SolveDetail>of("solves")
		.number("id", (detail) -> detail.solve().id())
		.number("specification_id", (detail) -> detail.solve().specificationId())
		.text("specification", (detail) -> detail.solve().specification())
		.digest("sha256", SolveDetail::sha256)
		.time("scheduled_on", (detail) -> detail.solve().scheduledOn())
		.time("started_on", (detail) -> detail.solve().startedOn())
		.time("ended_on", (detail) -> detail.solve().endedOn())
		.duration("duration", (detail) -> detail.solve().duration())
		.number("packages", (detail) -> detail.solve().packages())
		.rows("solved_packages", SolveDetail::packages, PACKAGES);

	private SolveViews() {
	}

}
