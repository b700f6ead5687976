package org.condastore.schema.lint;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** How rules about columns and tables find what they object to. */
final class ColumnRules {

	private static final Set<String> SERIAL = Set.of("serial", "bigserial", "smallserial", "serial2", "serial4",
			"serial8");

	/**
	 * Functions that say the same for all rows of one statement, so no row is written.
	 */
	private static final Set<String> NOT_VOLATILE = Set.of("now", "transaction_timestamp", "statement_timestamp",
			"current_timestamp", "localtimestamp", "localtime", "current_time", "timezone", "lower", "upper", "md5",
			"date_trunc", "make_interval", "to_timestamp", "coalesce", "concat");

	/** Types that are written like a call. */
	private static final Set<String> TYPES = Set.of("varchar", "char", "character", "varying", "bpchar", "numeric",
			"decimal", "timestamp", "timestamptz", "time", "timetz", "interval", "bit", "float");

	private static final Set<String> CONSTRAINTS = Set.of("not", "null", "check", "unique", "primary", "references",
			"constraint", "generated", "collate");

	private ColumnRules() {
	}

	static void withoutDefault(LintedStatement statement, Findings findings) {
		for (LintedStatement.NewColumn column : statement.columnsOfExisting()) {
			Words definition = column.definition();
			boolean filled = definition.has("default") || definition.has("generated")
					|| SERIAL.contains(column.type().name());
			if (definition.has("not", "null") && !filled) {
				findings.add(column.name());
			}
		}
	}

	static void rewriting(LintedStatement statement, Findings findings) {
		for (LintedStatement.NewColumn column : statement.columnsOfExisting()) {
			if (column.definition().has("generated") || SERIAL.contains(column.type().name())
					|| hasVolatileDefault(column.definition())) {
				findings.add(column.name());
			}
		}
	}

	static void type(LintedStatement statement, Findings findings) {
		String table = statement.alteredTable().orElse("");
		for (Words action : statement.actionsOnExisting()) {
			newType(action).ifPresent((change) -> {
				boolean explained = isJson(table, change) || isTimeZone(table, change);
				boolean kept = OwnTables.keepsValues(table, change.column(), change.type()) && !action.has("using");
				if (!explained && !kept) {
					findings.add(action.get(0),
							mayKeepValues(table, change, action) ? Severity.WARNING : Severity.ERROR);
				}
			});
		}
	}

	static void json(LintedStatement statement, Findings findings) {
		typeChange(statement, findings, (change) -> isJson(statement.alteredTable().orElse(""), change));
	}

	static void timeZone(LintedStatement statement, Findings findings) {
		typeChange(statement, findings, (change) -> isTimeZone(statement.alteredTable().orElse(""), change));
	}

	static void serial(LintedStatement statement, Findings findings) {
		newColumn(statement, findings, (type) -> SERIAL.contains(type.name()));
	}

	static void padded(LintedStatement statement, Findings findings) {
		newColumn(statement, findings, (type) -> type.name().equals("char"));
	}

	static void newTimeZone(LintedStatement statement, Findings findings) {
		newColumn(statement, findings, (type) -> type.name().equals("timestamptz"));
	}

	static void withoutKey(LintedStatement statement, Findings findings) {
		Optional<Words.Name> created = statement.createdTable();
		Words words = statement.words();
		if (created.isEmpty() || statement.createsTemporaryTable() || words.has("primary", "key")
				|| words.has("partition", "of") || words.has("including", "all") || words.has("including", "indexes")) {
			return;
		}
		Optional<String> kept = statement.script().lastNameOf(created.get().name(), statement);
		boolean added = statement.script()
			.after(statement)
			.stream()
			.filter((later) -> later.alteredTable()
				.filter((table) -> table.equals(created.get().name()) || kept.filter(table::equals).isPresent())
				.isPresent())
			.anyMatch((later) -> later.words().has("primary", "key"));
		if (kept.isPresent() && !added) {
			findings.add(words.get(0));
		}
	}

	static void repeated(LintedStatement statement, Findings findings) {
		Optional<String> table = statement.alteredTable().filter(statement::isExisting);
		if (table.isEmpty() || !canBeCombined(statement)) {
			return;
		}
		long earlier = statement.script()
			.before(statement)
			.stream()
			.filter((other) -> other.alteredTable().equals(table) && canBeCombined(other))
			.count();
		if (earlier == 1) {
			findings.add(statement.words().get(0));
		}
	}

	private static boolean canBeCombined(LintedStatement statement) {
		return statement.actions()
			.stream()
			.noneMatch((action) -> action.starts("validate") || action.starts("rename") || action.starts("detach")
					|| action.starts("attach") || action.starts("set", "schema"));
	}

	private record TypeChange(String column, TypeName type) {
	}

	private static Optional<TypeChange> newType(Words action) {
		if (!action.starts("alter")) {
			return Optional.empty();
		}
		return action.name(action.after(1, "column")).flatMap((column) -> {
			int type = action.after(column.end(), "set", "data");
			return action.at(type, "type")
					? Optional.of(new TypeChange(column.name(), TypeName.of(action.from(type + 1)))) : Optional.empty();
		});
	}

	private static void typeChange(LintedStatement statement, Findings findings, Predicate<TypeChange> objects) {
		for (Words action : statement.actionsOnExisting()) {
			if (newType(action).filter(objects).isPresent()) {
				findings.add(action.get(0));
			}
		}
	}

	private static void newColumn(LintedStatement statement, Findings findings, Predicate<TypeName> objects) {
		for (LintedStatement.NewColumn column : statement.newColumns()) {
			if (objects.test(column.type())) {
				findings.add(column.name());
			}
		}
	}

	private static boolean isJson(String table, TypeChange change) {
		return change.type().name().equals("jsonb") && OwnTables.contain(table, change.column());
	}

	private static boolean isTimeZone(String table, TypeChange change) {
		return change.type().name().equals("timestamptz") && OwnTables.contain(table, change.column());
	}

	/**
	 * Of a table that is not conda-store's, only the script's author knows the old type.
	 */
	private static boolean mayKeepValues(String table, TypeChange change, Words action) {
		return !OwnTables.contain(table, change.column()) && !action.has("using")
				&& Set.of("text", "varchar").contains(change.type().name());
	}

	private static boolean hasVolatileDefault(Words definition) {
		int begin = definition.indexOf(0, "default");
		if (begin < 0) {
			return false;
		}
		for (int i = begin + 1; i < definition.size() && !definition.atAny(i, CONSTRAINTS); i++) {
			boolean call = definition.get(i).isName() && definition.isSymbol(i + 1, '(');
			if (call && !NOT_VOLATILE.contains(definition.get(i).text()) && !TYPES.contains(definition.get(i).text())) {
				return true;
			}
		}
		return false;
	}

}
