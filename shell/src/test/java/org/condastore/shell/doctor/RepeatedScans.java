package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.condastore.shell.connection.StoredJson;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks in the plan of a query for what takes time that grows with the square of a
 * table's size: scans of a whole table for each row of another one.
 */
final class RepeatedScans {

	/** These have some thousand rows at most. */
	private static final Set<String> SMALL = Set.of("namespace", "namespace_role_mapping", "namespace_role_mapping_v2",
			"conda_channel", "conda_store_configuration", "worker", "kombu_queue", "alembic_version");

	/** What a scan with the help of an index says. */
	private static final List<String> LOOKUP = List.of("Index Cond", "Recheck Cond", "TID Cond");

	/** This way a greatest or least value is searched for: perhaps through all rows. */
	private static final Pattern ALL_ROWS = Pattern.compile("\\(\\w+ IS NOT NULL\\)");

	private final List<String> found = new ArrayList<>();

	private final String plan;

	private RepeatedScans(String plan) {
		this.plan = plan;
	}

	/**
	 * Those of a query, as the planner would run it.
	 * @return each as a description; empty if there are none
	 */
	static List<String> in(DSLContext sql, String query) {
		String plan = String.valueOf(sql.fetchSingle("EXPLAIN (FORMAT JSON) " + query).get(0));
		RepeatedScans scans = new RepeatedScans(plan);
		List<?> statements = (List<?>) Objects.requireNonNull(StoredJson.read(plan).orElseThrow().value());
		scans.walk(member(statements.get(0), "Plan"), null);
		return scans.found;
	}

	/**
	 * Walks down.
	 * @param cause why it is run for each row of something; null if it is not
	 */
	private void walk(Map<?, ?> node, @Nullable String cause) {
		Object table = node.get("Relation Name");
		if (cause != null && table != null && grows(table.toString()) && !isLookup(node)) {
			this.found.add("%s of %s %s".formatted(node.get("Node Type"), table, cause));
		}
		if (node.get("Plans") instanceof List<?> children) {
			for (Object child : children) {
				walk((Map<?, ?>) child, cause((Map<?, ?>) child, node, cause));
			}
		}
	}

	private @Nullable String cause(Map<?, ?> child, Map<?, ?> parent, @Nullable String cause) {
		Object relationship = child.get("Parent Relationship");
		if ("Nested Loop".equals(parent.get("Node Type")) && "Inner".equals(relationship)) {
			return "for each row of a join";
		}
		// What WITH computes it computes once; a greatest value may be one of each row.
		if ("InitPlan".equals(relationship) && String.valueOf(child.get("Subplan Name")).startsWith("CTE ")) {
			return null;
		}
		if ("SubPlan".equals(relationship)) {
			boolean once = this.plan.contains("hashed " + child.get("Subplan Name"));
			return once ? null : "for each row that is looked at or shown";
		}
		return cause;
	}

	private static boolean isLookup(Map<?, ?> node) {
		return LOOKUP.stream()
			.map(node::get)
			.anyMatch((condition) -> condition != null && !ALL_ROWS.matcher(condition.toString()).matches());
	}

	/** The server's own tables are small, too, and a sequence has one row. */
	private static boolean grows(String table) {
		return !SMALL.contains(table) && !table.startsWith("pg_") && !table.endsWith("_id_seq");
	}

	private static Map<?, ?> member(@Nullable Object object, String name) {
		return (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(object)).get(name));
	}

}
