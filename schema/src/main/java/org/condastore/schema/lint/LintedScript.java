package org.condastore.schema.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.condastore.schema.migration.Script;

/** A script with its statements as tokens, and what becomes of its own tables. */
final class LintedScript {

	private final List<LintedStatement> statements = new ArrayList<>();

	private final boolean history;

	private final boolean rollback;

	LintedScript(Script script) {
		this.history = script.revision().isPresent();
		this.rollback = script.file().startsWith("U");
		Set<String> fresh = new HashSet<>();
		Words text = words(Tokenizer.tokens(script.text(), 1));
		int at = 0;
		for (Script.Statement statement : script.statements()) {
			Words own = words(Tokenizer.tokens(statement.sql(), statement.line()));
			if (own.isEmpty()) {
				continue;
			}
			// Flyway miscounts lines when one statement ends and another begins in a
			// line.
			int found = positionIn(text, at, own);
			Words words = (found < 0) ? own : new Words(text.tokens().subList(found, found + own.size()));
			at = (found < 0) ? at : found + own.size();
			LintedStatement linted = new LintedStatement(this, words.line(), words, fresh);
			this.statements.add(linted);
			linted.madeTable().ifPresent((name) -> fresh.add(name.name()));
			linted.renamed().filter((renaming) -> fresh.contains(renaming.from())).ifPresent((renaming) -> {
				fresh.remove(renaming.from());
				fresh.add(renaming.to());
			});
		}
	}

	private static Words words(List<Token> tokens) {
		return new Words(tokens.stream().filter((token) -> !token.isComment()).toList());
	}

	/** Where a statement is in the text: behind semicolons only, or -1. */
	private static int positionIn(Words text, int from, Words statement) {
		int begin = from;
		while (text.isSymbol(begin, ';')) {
			begin++;
		}
		if (begin + statement.size() > text.size()) {
			return -1;
		}
		for (int i = 0; i < statement.size(); i++) {
			Token token = text.get(begin + i);
			if (token.kind() != statement.get(i).kind() || !token.text().equals(statement.get(i).text())) {
				return -1;
			}
		}
		return begin;
	}

	List<LintedStatement> statements() {
		return this.statements;
	}

	List<LintedStatement> after(LintedStatement statement) {
		return this.statements.subList(this.statements.indexOf(statement) + 1, this.statements.size());
	}

	List<LintedStatement> before(LintedStatement statement) {
		return this.statements.subList(0, this.statements.indexOf(statement));
	}

	/** Whether it is one of the versions that conda-store itself went through. */
	boolean isHistory() {
		return this.history;
	}

	boolean isRollback() {
		return this.rollback;
	}

	/** Whether one of its statements keeps all of them out of a transaction. */
	boolean isOutsideTransaction() {
		return this.statements.stream().anyMatch(LintedStatement::refusesTransaction);
	}

	/** What a table is called after the statements that follow. */
	Optional<String> lastNameOf(String table, LintedStatement maker) {
		String name = table;
		for (LintedStatement later : after(maker)) {
			Optional<LintedStatement.Renaming> renaming = later.renamed();
			if (renaming.isPresent() && renaming.get().from().equals(name)) {
				name = renaming.get().to();
			}
			if (later.droppedTables().contains(name)) {
				return Optional.empty();
			}
		}
		return Optional.of(name);
	}

}
