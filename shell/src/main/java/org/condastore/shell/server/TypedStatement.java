package org.condastore.shell.server;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.postgresql.core.Parser;

/**
 * A statement that somebody typed and that only reads.
 *
 * @param text as it goes to the server: without a semicolon at its end
 */
record TypedStatement(String text) {

	private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "(");

	/**
	 * What PostgreSQL has besides. Most of it a READ ONLY transaction refuses too, but
	 * not what ends the transaction or outlives it, nor REINDEX, LISTEN or COPY to a file
	 * of the server.
	 */
	private static final Set<String> OTHERS = Set.of("ABORT", "ALTER", "ANALYSE", "ANALYZE", "BEGIN", "CALL",
			"CHECKPOINT", "CLOSE", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE", "DEALLOCATE", "DECLARE", "DELETE",
			"DISCARD", "DO", "DROP", "END", "EXECUTE", "FETCH", "GRANT", "IMPORT", "INSERT", "LISTEN", "LOAD", "LOCK",
			"MERGE", "MOVE", "NOTIFY", "PREPARE", "REASSIGN", "REFRESH", "REINDEX", "RELEASE", "REPACK", "RESET",
			"REVOKE", "ROLLBACK", "SAVEPOINT", "SECURITY", "SET", "START", "TRUNCATE", "UNLISTEN", "UPDATE", "VACUUM",
			"WAIT");

	/**
	 * Takes what was typed.
	 * @param typed may end in a semicolon
	 * @param standardStrings the server's {@code standard_conforming_strings}: whether a
	 * backslash in a plain string is just a backslash
	 * @throws CommandFailure usage, if it is not exactly one statement; refused, if it is
	 * one that does more than read. What is not SQL at all is left to the server, who
	 * says where it goes wrong.
	 */
	static TypedStatement of(String typed, boolean standardStrings) {
		List<String> statements = split(typed, standardStrings);
		if (statements.isEmpty()) {
			throw CommandFailure.usage("there is no statement",
					"type it in quotes: sql \"SELECT count(*) FROM build\"");
		}
		if (statements.size() > 1) {
			throw CommandFailure.usage("these are %d statements".formatted(statements.size()),
					"sql takes one; a semicolon may only stand at its end");
		}
		String first = firstWord(statements.get(0)).toUpperCase(Locale.ROOT);
		if (!READING.contains(first) && OTHERS.contains(first)) {
			throw CommandFailure.refused("sql only reads, and %s does more".formatted(first),
					"use SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN; psql runs everything else");
		}
		return new TypedStatement(statements.get(0));
	}

	/** Whether something begins as a query does, and not as an expression. */
	static boolean isQuery(String typed) {
		return Set.of("SELECT", "WITH", "VALUES", "TABLE").contains(firstWord(typed).toUpperCase(Locale.ROOT));
	}

	/**
	 * The driver would run several statements one after the other. Asked is its own
	 * parser, so that what is counted here is what it would send; it knows strings,
	 * quoted names, dollar quotes and comments.
	 */
	private static List<String> split(String typed, boolean standardStrings) {
		try {
			return Parser.parseJdbcSql(typed, standardStrings, false, true, false, false)
				.stream()
				.map((statement) -> statement.nativeSql)
				.filter((statement) -> !firstWord(statement).isEmpty())
				.toList();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("only JDBC's placeholders and escapes can be malformed", ex);
		}
	}

	/**
	 * The letters after blanks and comments, or one other character; empty at the end.
	 */
	private static String firstWord(String statement) {
		char[] text = statement.toCharArray();
		int i = 0;
		while (i < text.length) {
			if (statement.startsWith("--", i)) {
				i = Parser.parseLineComment(text, i) + 1;
			}
			else if (statement.startsWith("/*", i)) {
				i = Parser.parseBlockComment(text, i) + 1;
			}
			else if (Character.isWhitespace(text[i])) {
				i++;
			}
			else {
				int end = i;
				while (end < text.length && Character.isLetter(text[end])) {
					end++;
				}
				return statement.substring(i, Math.max(end, i + 1));
			}
		}
		return "";
	}

}
