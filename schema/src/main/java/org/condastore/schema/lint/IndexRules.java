package org.condastore.schema.lint;

import java.util.Set;

/**
 * How rules about indexes, and constraints that are indexes, find what they object to.
 */
final class IndexRules {

	private IndexRules() {
	}

	static void notConcurrent(LintedStatement statement, Findings findings) {
		if (!statement.isConcurrent() && statement.indexedTable().filter(statement::isExisting).isPresent()) {
			findings.add(statement.words().get(0));
		}
	}

	static void dropped(LintedStatement statement, Findings findings) {
		if (statement.words().starts("drop", "index") && !statement.isConcurrent()) {
			findings.add(statement.words().get(0));
		}
	}

	static void rebuilt(LintedStatement statement, Findings findings) {
		if (statement.words().starts("reindex") && !statement.isConcurrent()) {
			findings.add(statement.words().get(0));
		}
	}

	static void cannotBeRepeated(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		boolean guarded = words.has("if", "not", "exists") || words.has("if", "exists");
		if (statement.isConcurrent() && !guarded && (words.starts("create") || words.starts("drop"))) {
			findings.add(words.get(0));
		}
	}

	static void mixed(LintedStatement statement, Findings findings) {
		LintedScript script = statement.script();
		if (script.statements().stream().noneMatch(LintedStatement::isConcurrent)) {
			return;
		}
		boolean first = script.before(statement).stream().allMatch(IndexRules::belongsOutside);
		if (first && !belongsOutside(statement)) {
			findings.add(statement.words().get(0));
		}
	}

	static void byConstraint(LintedStatement statement, Findings findings) {
		for (Words action : statement.actionsOnExisting()) {
			if (!action.starts("add") || action.has("using", "index")) {
				continue;
			}
			int kind = action.at(1, "constraint") ? 3 : 1;
			if (action.atAny(kind, Set.of("unique", "primary", "exclude"))) {
				findings.add(action.get(0));
			}
		}
		for (LintedStatement.NewColumn column : statement.columnsOfExisting()) {
			if (column.definition().has("unique") || column.definition().has("primary", "key")) {
				findings.add(column.name());
			}
		}
	}

	private static boolean belongsOutside(LintedStatement statement) {
		return statement.refusesTransaction() || statement.words().starts("set") || statement.words().starts("analyze");
	}

}
