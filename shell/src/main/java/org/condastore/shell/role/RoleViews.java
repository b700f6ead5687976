package org.condastore.shell.role;

import java.util.Locale;

import org.condastore.shell.output.View;

/** How roles read. */
final class RoleViews {

	static final View<RoleMapping> LIST = View.<RoleMapping>of("role mappings")
		.number("generation", RoleMapping::generation)
		.number("id", RoleMapping::id)
		.text("holder", RoleMapping::holder)
		.text("entity", RoleMapping::entity)
		.text("target", RoleMapping::target)
		.text("role", RoleMapping::role)
		.text("problem",
				(mapping) -> mapping.problem().map("%s: every request of the holder fails"::formatted).orElse(null));

	/** Everybody who may do something. */
	static final View<RoleExplanation> HOLDERS = View.<RoleExplanation>of("roles")
		.text("holder", RoleExplanation::holder)
		.texts("roles", RoleExplanation::roles)
		.texts("rows", RoleExplanation::deciding)
		.text("problem", RoleExplanation::problem)
		.texts("permissions", RoleExplanation::permissions)
		.notInTable();

	private static final View<RoleExplanation.Row> ROWS = View.<RoleExplanation.Row>of("rows")
		.number("generation", (row) -> row.mapping().generation())
		.number("id", (row) -> row.mapping().id())
		.text("entity", (row) -> row.mapping().entity())
		.text("role", (row) -> row.mapping().role())
		.text("effect", (row) -> row.effect().name().toLowerCase(Locale.ROOT))
		.text("reason", RoleExplanation.Row::reason);

	static final View<RoleExplanation> EXPLANATION = View.<RoleExplanation>of("roles")
		.text("holder", RoleExplanation::holder)
		.text("target", RoleExplanation::target)
		.number("role_mappings_version", (explanation) -> explanation.version().number())
		.texts("roles", RoleExplanation::roles)
		.texts("permissions", RoleExplanation::permissions)
		.text("problem", RoleExplanation::problem)
		.rows("rows", RoleExplanation::rows, ROWS);

	private RoleViews() {
	}

}
