package org.condastore.schema.lint;

import java.util.List;
import java.util.Set;

/** How rules about scripts, sessions and names find what they object to. */
final class ScriptRules {

	private static final Set<String> TRANSACTION = Set.of("begin", "commit", "rollback", "end", "abort", "savepoint",
			"release");

	/** What the name of a relation stands behind. */
	private static final Set<String> BEFORE_RELATIONS = Set.of("table", "exists", "only", "into", "from", "update",
			"join", "references", "index", "sequence", "view", "type", "truncate");

	/** Functions that have a FROM of their own. */
	private static final Set<String> FROM_IN_CALL = Set.of("extract", "substring", "trim", "overlay", "position");

	private static final Set<String> SYSTEM_SCHEMAS = Set.of("pg_catalog", "information_schema", "pg_temp");

	/** Where the schema of the shell's own tables is named. */
	private static final String SHELL = "conda_store_shell";

	private ScriptRules() {
	}

	static void unreadable(LintedStatement statement, Findings findings) {
		statement.words()
			.tokens()
			.stream()
			.filter((token) -> token.kind() == Token.Kind.UNENDED)
			.forEach(findings::add);
	}

	static void transaction(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		if (words.atAny(0, TRANSACTION) || words.starts("start", "transaction")
				|| words.starts("prepare", "transaction")) {
			findings.add(words.get(0));
		}
	}

	static void session(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		boolean local = words.starts("set", "local") || words.starts("set", "constraints")
				|| words.starts("set", "transaction");
		boolean call = words.has("set_config") && !words.has("true");
		if ((words.starts("set") && !local) || words.starts("discard") || words.starts("reset") || call) {
			findings.add(words.get(0));
		}
	}

	static void lock(LintedStatement statement, Findings findings) {
		if (statement.words().starts("lock")) {
			findings.add(statement.words().get(0));
		}
	}

	static void rewrite(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		boolean full = words.starts("vacuum", "full") || (words.starts("vacuum") && words.inParentheses(1).has("full"));
		if (full || words.starts("cluster")) {
			findings.add(words.get(0));
		}
		for (Words action : statement.actionsOnExisting()) {
			if (action.starts("set", "logged") || action.starts("set", "unlogged") || action.starts("set", "tablespace")
					|| action.starts("set", "access", "method")) {
				findings.add(action.get(0));
			}
		}
	}

	static void schemaName(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		for (int i = 0; i + 2 < words.size(); i++) {
			boolean qualified = words.get(i).isName() && words.isSymbol(i + 1, '.') && words.get(i + 2).isName()
					&& !words.isSymbol(i - 1, '.');
			String schema = words.get(i).text();
			if (qualified && !SYSTEM_SCHEMAS.contains(schema) && !schema.equals(SHELL)
					&& (schema.equals("public") || isRelation(words, i))) {
				findings.add(words.get(i));
			}
		}
	}

	static void shellSchema(LintedStatement statement, Findings findings) {
		first(statement, findings, SHELL);
	}

	static void alembic(LintedStatement statement, Findings findings) {
		if (!statement.script().isHistory() && !statement.words().starts("select")) {
			first(statement, findings, "alembic_version");
		}
	}

	static void enumValue(LintedStatement statement, Findings findings) {
		if (statement.words().starts("alter", "type")) {
			findings.addAt(statement.words(), statement.words().indexOf(0, "add", "value"));
		}
	}

	static void enumValueUsed(LintedStatement statement, Findings findings) {
		if (statement.script().isOutsideTransaction()) {
			return;
		}
		List<String> added = statement.script()
			.before(statement)
			.stream()
			.map(LintedStatement::words)
			.filter((words) -> words.starts("alter", "type") && words.has("add", "value"))
			.map((words) -> words.after(words.indexOf(0, "add", "value") + 2, "if", "not", "exists") < words.size()
					? words.get(words.after(words.indexOf(0, "add", "value") + 2, "if", "not", "exists")).text() : "")
			.toList();
		if (statement.words().starts("alter", "type")) {
			return;
		}
		statement.words()
			.tokens()
			.stream()
			.filter((token) -> token.kind() == Token.Kind.STRING && added.contains(token.text()))
			.findFirst()
			.ifPresent(findings::add);
	}

	static void code(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		if (words.starts("do") || words.starts("execute") || words.starts("call")) {
			findings.add(words.get(0));
		}
	}

	static void trigger(LintedStatement statement, Findings findings) {
		Words words = statement.words();
		boolean creates = words.starts("create") && words.indexOf(0, "trigger") > 0 && words.indexOf(0, "trigger") < 5;
		int on = words.indexOf(0, "on");
		if (creates && on > 0 && words.name(on + 1).filter((table) -> OwnTables.contain(table.name())).isPresent()) {
			findings.add(words.get(0));
		}
	}

	private static void first(LintedStatement statement, Findings findings, String name) {
		statement.words()
			.tokens()
			.stream()
			.filter((token) -> token.isName() && token.text().equals(name))
			.findFirst()
			.ifPresent(findings::add);
	}

	private static boolean isRelation(Words words, int position) {
		if (words.at(position - 1, "on")) {
			return words.starts("create") && !words.has("select");
		}
		if (!words.atAny(position - 1, BEFORE_RELATIONS)) {
			return false;
		}
		return !words.at(position - 1, "from")
				|| (!words.at(position - 2, "distinct") && !isInsideCall(words, position - 1));
	}

	/** Whether a FROM belongs to a function such as extract. */
	private static boolean isInsideCall(Words words, int from) {
		int depth = 0;
		for (int i = from - 1; i > 0; i--) {
			depth += words.isSymbol(i, ')') ? 1 : words.isSymbol(i, '(') ? -1 : 0;
			if (depth < 0) {
				return words.atAny(i - 1, FROM_IN_CALL);
			}
		}
		return false;
	}

}
