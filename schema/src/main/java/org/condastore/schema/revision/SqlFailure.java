package org.condastore.schema.revision;

import java.sql.SQLException;

/** A statement of a script fails; nothing of the script remains. */
public final class SqlFailure extends RuntimeException {

	private final int line;

	private final String statement;

	SqlFailure(SqlText.Statement statement, SQLException cause) {
		super("line %d: %s".formatted(statement.line(), firstLine(cause)), cause);
		this.line = statement.line();
		this.statement = statement.sql();
	}

	/**
	 * Where the statement begins.
	 * @return the line in the script, from 1
	 */
	public int line() {
		return this.line;
	}

	/**
	 * The statement.
	 * @return its text, without the semicolon
	 */
	public String statement() {
		return this.statement;
	}

	private static String firstLine(SQLException failure) {
		return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
	}

}
