package org.condastore.schema.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How rules about rows find what they object to. */
final class DataRules {

	private DataRules() {
	}

	static void droppedTable(LintedStatement statement, Findings findings) {
		for (String table : statement.droppedTables()) {
			if (statement.isExisting(table) && !OwnTables.contain(table)) {
				findings.add(statement.words().get(0), atMostInRollback(statement));
			}
		}
	}

	static void droppedColumn(LintedStatement statement, Findings findings) {
		String table = statement.alteredTable().orElse("");
		for (Words action : statement.actionsOnExisting()) {
			Optional<String> column = droppedColumn(action);
			if (column.isPresent() && !OwnTables.contain(table, column.get())) {
				findings.add(action.get(0), atMostInRollback(statement));
			}
		}
	}

	static void truncated(LintedStatement statement, Findings findings) {
		if (statement.words().starts("truncate")) {
			int first = statement.words().after(statement.words().after(1, "table"), "only");
			boolean existing = statement.words()
				.from(first)
				.parts()
				.stream()
				.anyMatch((part) -> part.name(part.after(0, "only"))
					.filter((name) -> statement.isExisting(name.name()))
					.isPresent());
			if (existing) {
				findings.add(statement.words().get(0));
			}
		}
	}

	static void cascade(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		if (words.starts("drop") || words.starts("truncate")) {
			findings.addAt(words, words.indexOf(0, "cascade"));
		}
		for (Words action : statement.actions()) {
			if (action.starts("drop")) {
				findings.addAt(action, action.indexOf(0, "cascade"));
			}
		}
	}

	static void ownDropped(LintedStatement statement, Findings findings) {
		for (String table : statement.droppedTables()) {
			if (statement.isExisting(table) && OwnTables.contain(table)) {
				findings.add(statement.words().get(0));
			}
		}
		String table = statement.alteredTable().orElse("");
		for (Words action : statement.actionsOnExisting()) {
			if (droppedColumn(action).filter((column) -> OwnTables.contain(table, column)).isPresent()) {
				findings.add(action.get(0));
			}
		}
	}

	static void ownRenamed(LintedStatement statement, Findings findings) {
		String table = statement.alteredTable().orElse("");
		for (Words action : statement.actionsOnExisting()) {
			if (!action.starts("rename") || action.starts("rename", "constraint")) {
				continue;
			}
			boolean whole = action.starts("rename", "to") && OwnTables.contain(table);
			boolean column = action.name(action.after(1, "column"))
				.filter((name) -> OwnTables.contain(table, name.name()))
				.isPresent();
			if (whole || (column && !action.starts("rename", "to"))) {
				findings.add(action.get(0));
			}
		}
	}

	static void everyRow(LintedStatement statement, Findings findings) {
		for (int change : changes(statement.words())) {
			Words words = statement.words();
			int end = words.closing(change);
			int where = topLevel(words, change, end, "where");
			if (where < 0 && changedTable(words, change).filter(statement::isExisting).isPresent()) {
				findings.add(words.get(change));
			}
		}
	}

	static void withDefinition(LintedStatement statement, Findings findings) {
		if (statement.script().isOutsideTransaction()) {
			return;
		}
		boolean defined = statement.script().statements().stream().anyMatch(DataRules::locksForReaders);
		for (int change : changes(statement.words())) {
			Optional<String> table = changedTable(statement.words(), change);
			if (defined && table.filter((name) -> statement.isExisting(name) && !name.equals("alembic_version"))
				.isPresent()) {
				findings.add(statement.words().get(change));
			}
		}
	}

	/** Whether it takes a lock on an old table for which readers wait. */
	private static boolean locksForReaders(LintedStatement statement) {
		return statement.alteredTable().filter(statement::isExisting).isPresent()
				|| statement.droppedTables().stream().anyMatch(statement::isExisting);
	}

	private static Severity atMostInRollback(LintedStatement statement) {
		return statement.script().isRollback() ? Severity.INFORMATION : Severity.WARNING;
	}

	private static Optional<String> droppedColumn(Words action) {
		if (!action.starts("drop") || action.starts("drop", "constraint")) {
			return Optional.empty();
		}
		return action.name(action.after(action.after(1, "column"), "if", "exists")).map(Words.Name::name);
	}

	/** Where UPDATE and DELETE stand as commands, not as part of another one. */
	private static List<Integer> changes(Words words) {
		if (!words.atAny(0, Set.of("update", "delete", "with"))) {
			return List.of();
		}
		return java.util.stream.IntStream.range(0, words.size())
			.filter((i) -> words.at(i, "update") || words.at(i, "delete", "from"))
			.filter((i) -> i == 0 || words.isSymbol(i - 1, '(') || words.isSymbol(i - 1, ')'))
			.boxed()
			.toList();
	}

	private static Optional<String> changedTable(Words words, int change) {
		int name = words.at(change, "delete") ? change + 2 : change + 1;
		return words.name(words.after(name, "only")).map(Words.Name::name);
	}

	private static int topLevel(Words words, int from, int to, String word) {
		int depth = 0;
		for (int i = from; i < to; i++) {
			depth += words.isSymbol(i, '(') ? 1 : words.isSymbol(i, ')') ? -1 : 0;
			if (depth == 0 && words.at(i, word)) {
				return i;
			}
		}
		return -1;
	}

}
