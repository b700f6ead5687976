package org.condastore.schema.revision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs scripts. */
final class SqlScript {

	private SqlScript() {
	}

	/**
	 * Runs a script in one transaction.
	 * @throws SqlFailure if a statement fails; everything is rolled back
	 * @throws SQLException if the connection itself fails
	 */
	static void run(Connection connection, String script) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			// What is in a script is no parameter, also if it looks like one: {d …}, ?.
			statement.setEscapeProcessing(false);
			for (SqlText.Statement next : SqlText.statements(script)) {
				try {
					statement.execute(next.sql());
				}
				catch (SQLException ex) {
					throw new SqlFailure(next, ex);
				}
			}
			connection.commit();
		}
		finally {
			// After a commit there is nothing left to roll back.
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
	}

}
