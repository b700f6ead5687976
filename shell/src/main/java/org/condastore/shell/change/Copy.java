package org.condastore.shell.change;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.exception.DataAccessException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * Many rows to and from the server, as {@link Tuples} keep them: nothing is decoded on
 * the way.
 */
final class Copy {

	private final DSLContext sql;

	Copy(DSLContext sql) {
		this.sql = sql;
	}

	/**
	 * The rows that a statement gives: a query, or one that writes and returns.
	 * @param rows takes each of them, encoded, with the line feed at its end
	 */
	void out(Query statement, Consumer<byte[]> rows) {
		// COPY takes no parameters: jOOQ quotes the values.
		String text = "COPY (%s) TO STDOUT".formatted(this.sql.renderInlined(statement));
		run((connection) -> {
			if (!"on".equals(connection.getParameterStatus("standard_conforming_strings"))) {
				throw new IllegalStateException("quoted for servers where a backslash is an ordinary character");
			}
			CopyOut copy = connection.getCopyAPI().copyOut(text);
			try {
				for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
					rows.accept(row);
				}
			}
			finally {
				// The connection does nothing else before the last row was read.
				while (copy.isActive() && copy.readFromCopy() != null) {
					// on to the end
				}
			}
		});
	}

	/**
	 * Inserts rows.
	 * @param target the table and its columns, quoted
	 */
	void in(String target, Tuples tuples) {
		run((connection) -> {
			CopyIn copy = connection.getCopyAPI().copyIn("COPY %s FROM STDIN".formatted(target));
			try {
				for (int chunk = 0; chunk < tuples.chunks(); chunk++) {
					byte[] bytes = tuples.bytes(chunk);
					copy.writeToCopy(bytes, 0, bytes.length);
				}
				copy.endCopy();
			}
			finally {
				if (copy.isActive()) {
					copy.cancelCopy();
				}
			}
		});
	}

	private interface Copying {

		void run(PGConnection connection) throws SQLException;

	}

	private void run(Copying copying) {
		Connection connection = this.sql.configuration().connectionProvider().acquire();
		if (connection == null) {
			throw new IllegalStateException("no connection");
		}
		try {
			copying.run(connection.unwrap(PGConnection.class));
		}
		catch (SQLException ex) {
			throw new DataAccessException("COPY failed", ex);
		}
		finally {
			this.sql.configuration().connectionProvider().release(connection);
		}
	}

}
