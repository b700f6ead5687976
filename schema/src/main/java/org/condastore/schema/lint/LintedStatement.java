package org.condastore.schema.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A statement, with the questions that several rules ask about it. */
final class LintedStatement {

	private static final Set<String> TABLE_CONSTRAINTS = Set.of("constraint", "unique", "primary", "foreign", "check",
			"exclude", "like");

	private static final Set<String> TABLE_KINDS = Set.of("global", "local", "temp", "temporary", "unlogged");

	/**
	 * A column that the statement makes.
	 *
	 * @param table its table
	 * @param ofExistingTable whether the table may have rows
	 * @param name what it is called
	 * @param definition its type, and what follows
	 */
	record NewColumn(String table, boolean ofExistingTable, Token name, Words definition) {

		TypeName type() {
			return TypeName.of(this.definition);
		}

	}

	record Renaming(String from, String to) {
	}

	private final LintedScript script;

	private final int line;

	private final Words words;

	private final Set<String> fresh;

	LintedStatement(LintedScript script, int line, Words words, Set<String> fresh) {
		this.script = script;
		this.line = line;
		this.words = words;
		this.fresh = Set.copyOf(fresh);
	}

	LintedScript script() {
		return this.script;
	}

	int line() {
		return this.line;
	}

	Words words() {
		return this.words;
	}

	/** Whether no statement before this one made the table. */
	boolean isExisting(String table) {
		return !this.fresh.contains(table);
	}

	/** The table of an ALTER TABLE. */
	Optional<String> alteredTable() {
		return alteredName().map(Words.Name::name);
	}

	/** What an ALTER TABLE does, one action each; empty for any other statement. */
	List<Words> actions() {
		return alteredName().map((name) -> {
			int end = this.words.isSymbol(name.end(), '*') ? name.end() + 1 : name.end();
			return this.words.from(end).parts();
		}).orElseGet(List::of);
	}

	/** The actions of an ALTER TABLE on a table that this script did not make. */
	List<Words> actionsOnExisting() {
		return alteredTable().filter(this::isExisting).isPresent() ? actions() : List.of();
	}

	/** The table of a CREATE TABLE, with or without columns. */
	Optional<Words.Name> createdTable() {
		if (!this.words.starts("create")) {
			return Optional.empty();
		}
		int at = 1;
		while (this.words.atAny(at, TABLE_KINDS)) {
			at++;
		}
		if (!this.words.at(at, "table")) {
			return Optional.empty();
		}
		return this.words.name(this.words.after(at + 1, "if", "not", "exists"));
	}

	boolean createsTemporaryTable() {
		return createdTable().isPresent() && (this.words.atAny(1, Set.of("temp", "temporary"))
				|| this.words.atAny(2, Set.of("temp", "temporary")));
	}

	/** A table or materialized view that is new after this statement. */
	Optional<Words.Name> madeTable() {
		if (this.words.starts("create", "materialized", "view")) {
			return this.words.name(this.words.after(3, "if", "not", "exists"));
		}
		return createdTable();
	}

	Optional<Renaming> renamed() {
		return alteredTable().flatMap((table) -> actions().stream()
			.filter((action) -> action.starts("rename", "to"))
			.flatMap((action) -> action.name(2).stream())
			.map((name) -> new Renaming(table, name.name()))
			.findFirst());
	}

	Set<String> droppedTables() {
		Set<String> dropped = new HashSet<>();
		if (this.words.starts("drop", "table")) {
			for (Words part : this.words.from(this.words.after(2, "if", "exists")).parts()) {
				part.name(0).ifPresent((name) -> dropped.add(name.name()));
			}
		}
		return dropped;
	}

	/** The table of a CREATE INDEX. */
	Optional<String> indexedTable() {
		if (!this.words.starts("create", "index") && !this.words.starts("create", "unique", "index")) {
			return Optional.empty();
		}
		int on = this.words.indexOf(0, "on");
		return (on < 0) ? Optional.empty() : this.words.name(this.words.after(on + 1, "only")).map(Words.Name::name);
	}

	boolean isConcurrent() {
		return this.words.starts("create", "index", "concurrently")
				|| this.words.starts("create", "unique", "index", "concurrently")
				|| this.words.starts("drop", "index", "concurrently")
				|| (this.words.starts("reindex") && this.words.has("concurrently"))
				|| (this.words.starts("alter", "table") && this.words.has("detach", "partition")
						&& this.words.has("concurrently"));
	}

	/** Whether PostgreSQL does not run it inside a transaction. */
	boolean refusesTransaction() {
		return isConcurrent() || this.words.starts("vacuum") || this.words.starts("alter", "system")
				|| this.words.starts("create", "database") || this.words.starts("drop", "database")
				|| this.words.starts("create", "tablespace") || this.words.starts("drop", "tablespace");
	}

	/** The columns that it makes, in a new table or an old one. */
	List<NewColumn> newColumns() {
		List<NewColumn> columns = new ArrayList<>();
		createdTable().ifPresent((table) -> {
			for (Words part : this.words.inParentheses(table.end()).parts()) {
				if (!part.atAny(0, TABLE_CONSTRAINTS) && part.size() > 1) {
					columns.add(new NewColumn(table.name(), false, part.get(0), part.from(1)));
				}
			}
		});
		alteredTable().ifPresent((table) -> {
			for (Words action : actions()) {
				if (action.starts("add") && !action.atAny(1, TABLE_CONSTRAINTS)) {
					int name = action.after(action.after(1, "column"), "if", "not", "exists");
					if (name + 1 < action.size()) {
						columns.add(new NewColumn(table, isExisting(table), action.get(name), action.from(name + 1)));
					}
				}
			}
		});
		return columns;
	}

	/** The columns that it adds to a table which may have rows. */
	List<NewColumn> columnsOfExisting() {
		return newColumns().stream().filter(NewColumn::ofExistingTable).toList();
	}

	private Optional<Words.Name> alteredName() {
		if (!this.words.starts("alter", "table")) {
			return Optional.empty();
		}
		return this.words.name(this.words.after(this.words.after(2, "if", "exists"), "only"));
	}

}
