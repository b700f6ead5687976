package org.condastore.shell.environment;

import java.util.function.Function;

import org.condastore.shell.environment.EnvironmentDetail.CurrentSpecification;
import org.condastore.shell.environment.EnvironmentDetail.StatusCount;
import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;

/** How environments read. */
final class EnvironmentViews {

	static final View<EnvironmentSummary> LIST = View.<EnvironmentSummary>of("environments")
		.number("id", EnvironmentSummary::id)
		.text("namespace", EnvironmentSummary::namespace)
		.text("name", EnvironmentSummary::name)
		.number("current_build_id", EnvironmentSummary::currentBuildId)
		.text("current_build_status", EnvironmentSummary::currentBuildStatus)
		.number("builds", EnvironmentSummary::builds)
		.bytes("size", EnvironmentSummary::size)
		.time("deleted_on", EnvironmentSummary::deletedOn)
		.text("description", EnvironmentSummary::description)
		.notInTable();

	private static final View<StatusCount> STATUSES = View.<StatusCount>of("builds")
		.text("status", StatusCount::status)
		.number("builds", StatusCount::builds)
		.bytes("size", StatusCount::size);

	static final View<EnvironmentDetail> SHOW = View.<EnvironmentDetail>of("environments")
		.number("id", (environment) -> environment.summary().id())
		.text("namespace", (environment) -> environment.summary().namespace())
		.text("name", (environment) -> environment.summary().name())
		.number("current_build_id", (environment) -> environment.summary().currentBuildId())
		.text("current_build_status", (environment) -> environment.summary().currentBuildStatus())
		.text("specification", ofSpecification(CurrentSpecification::name))
		.number("specification_id", (environment) -> specificationId(environment))
		.digest("specification_sha256", ofSpecification(CurrentSpecification::sha256))
		.number("builds", (environment) -> environment.summary().builds())
		.number("deleted_builds", EnvironmentDetail::deletedBuilds)
		.bytes("size", (environment) -> environment.summary().size())
		.rows("statuses", EnvironmentDetail::statuses, STATUSES)
		.time("last_build_on", EnvironmentDetail::lastBuildOn)
		.time("deleted_on", (environment) -> environment.summary().deletedOn())
		.text("description", (environment) -> environment.summary().description());

	private EnvironmentViews() {
	}

	private static @Nullable Integer specificationId(EnvironmentDetail environment) {
		CurrentSpecification specification = environment.specification();
		return (specification != null) ? specification.id() : null;
	}

	private static Function<EnvironmentDetail, @Nullable Object> ofSpecification(
			Function<CurrentSpecification, String> text) {
		return (environment) -> {
			CurrentSpecification specification = environment.specification();
			return (specification != null) ? text.apply(specification) : null;
		};
	}

}
