package org.condastore.schema.lint;

import java.util.Optional;

/** How rules about constraints find what they object to. */
final class ConstraintRules {

	private ConstraintRules() {
	}

	static void foreignKey(LintedStatement statement, Findings findings) {
		addedAtOnce(statement, findings, "foreign");
		for (LintedStatement.NewColumn column : statement.columnsOfExisting()) {
			if (column.definition().has("references")) {
				findings.add(column.name());
			}
		}
	}

	static void check(LintedStatement statement, Findings findings) {
		addedAtOnce(statement, findings, "check");
		for (LintedStatement.NewColumn column : statement.columnsOfExisting()) {
			if (column.definition().has("check")) {
				findings.add(column.name());
			}
		}
	}

	static void validatedAtOnce(LintedStatement statement, Findings findings) {
		Optional<String> table = statement.alteredTable();
		if (table.isEmpty() || statement.script().isOutsideTransaction()) {
			return;
		}
		boolean added = statement.script()
			.before(statement)
			.stream()
			.anyMatch((earlier) -> earlier.alteredTable().equals(table)
					&& earlier.actions().stream().anyMatch((action) -> action.has("not", "valid")));
		for (Words action : statement.actionsOnExisting()) {
			if (added && action.starts("validate", "constraint")) {
				findings.add(action.get(0));
			}
		}
	}

	static void notNull(LintedStatement statement, Findings findings) {
		Optional<String> table = statement.alteredTable();
		boolean validated = statement.script()
			.before(statement)
			.stream()
			.anyMatch((earlier) -> earlier.alteredTable().equals(table)
					&& earlier.actions().stream().anyMatch((action) -> action.starts("validate", "constraint")));
		for (Words action : statement.actionsOnExisting()) {
			if (!validated && action.starts("alter") && action.has("set", "not", "null")) {
				findings.add(action.get(0));
			}
		}
	}

	static void status(LintedStatement statement, Findings findings) {
		if (!statement.alteredTable().filter("build"::equals).isPresent()) {
			return;
		}
		for (Words action : statement.actions()) {
			int check = action.indexOf(0, "check");
			boolean named = action.inParentheses(check + 1)
				.tokens()
				.stream()
				.anyMatch((token) -> token.isName() && token.text().equals("status"));
			if (action.starts("add") && check >= 0 && named) {
				findings.add(action.get(0));
			}
		}
	}

	private static void addedAtOnce(LintedStatement statement, Findings findings, String kind) {
		for (Words action : statement.actionsOnExisting()) {
			int at = action.at(1, "constraint") ? 3 : 1;
			if (action.starts("add") && action.at(at, kind) && !action.has("not", "valid")) {
				findings.add(action.get(0));
			}
		}
	}

}
