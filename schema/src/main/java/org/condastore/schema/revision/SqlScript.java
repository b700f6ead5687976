package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Runs scripts. */
final class SqlScript {

	private SqlScript() {
	}

	/**
	 * Runs a script in one transaction, or statement by statement if it builds an index
	 * concurrently, which is only possible outside transactions.
	 * @throws SqlFailure if a statement fails; what was in the transaction is rolled back
	 * @throws SQLException if the connection itself fails
	 */
	static void run(Connection connection, String script) throws SQLException {
		List<SqlText.Statement> statements = SqlText.statements(script);
		boolean concurrent = statements.stream().anyMatch(SqlScript::isConcurrent);
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(concurrent);
		try {
			run(connection, statements);
			if (!concurrent) {
				connection.commit();
			}
		}
		catch (SqlFailure ex) {
			if (!concurrent) {
				connection.rollback();
			}
			throw ex;
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	private static void run(Connection connection, List<SqlText.Statement> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			// What is in a script is no parameter, also if it looks like one: {d …}, ?.
			statement.setEscapeProcessing(false);
			for (SqlText.Statement next : statements) {
				try {
					statement.execute(next.sql());
				}
				catch (SQLException ex) {
					throw new SqlFailure(next, ex);
				}
			}
		}
	}

	private static boolean isConcurrent(SqlText.Statement statement) {
		return SqlText.tokens(statement.sql())
			.stream()
			.anyMatch((token) -> token.text().equalsIgnoreCase("CONCURRENTLY"));
	}

}
