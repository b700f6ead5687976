package org.condastore.shell.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

import org.condastore.shell.connection.DatabaseFailures;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Rows;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Runs statements that somebody typed. They go to the server as they are, past jOOQ and
 * JDBC, which would give a meaning of their own to question marks and braces.
 */
public final class SqlRepository {

	/** Enough that the round trips do not count, few enough for any memory. */
	private static final int FETCH_SIZE = 1_000;

	private final DSLContext db;

	public SqlRepository(DSLContext db) {
		this.db = db;
	}

	/**
	 * Runs one statement that reads, and takes back whatever it did to the session.
	 *
	 * <p>
	 * It runs inside of a savepoint: a subtransaction of a READ ONLY transaction cannot
	 * be made READ WRITE by anything, and rolling it back undoes settings that a function
	 * changed and what a server before PostgreSQL 16 lets large objects do even then.
	 * @param typed the statement
	 * @param use takes the result, whose rows come from the server as they are iterated
	 * @throws org.condastore.shell.failure.CommandFailure usage, if it is no statement or
	 * a wrong one; refused, if it does more than read
	 */
	void query(String typed, Consumer<StatementResult> use) {
		this.db.connection((connection) -> {
			String standardStrings = connection.unwrap(PGConnection.class)
				.getParameterStatus("standard_conforming_strings");
			TypedStatement statement = TypedStatement.of(typed, !"off".equals(standardStrings));
			Savepoint before = connection.setSavepoint();
			try {
				run(connection, statement, use);
			}
			catch (DataAccessException ex) {
				throw DatabaseFailures.ofTypedStatement(ex, statement.text());
			}
			connection.rollback(before);
		});
	}

	/**
	 * Whether a condition holds.
	 * @param typed an expression, or a statement that gives one truth value
	 * @throws CommandFailure usage, if it is neither
	 */
	public boolean holds(String typed) {
		boolean[] holds = { false };
		// The line feed ends a comment.
		query(TypedStatement.isQuery(typed) ? typed : "SELECT (" + typed + "\n)", (result) -> {
			Iterator<@Nullable String[]> rows = result.rows().iterator();
			@Nullable String[] row = rows.hasNext() ? rows.next() : null;
			boolean truth = row != null && row.length == 1 && result.columns().get(0).type().equals("bool");
			if (row == null || !truth || rows.hasNext()) {
				throw CommandFailure.usage("this is not one truth value: %s".formatted(typed),
						"assert \"(SELECT count(*) FROM build WHERE status = 'BUILDING') = 0\"");
			}
			holds[0] = "t".equals(row[0]);
		});
		return holds[0];
	}

	private static void run(Connection connection, TypedStatement typed, Consumer<StatementResult> use) {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.setFetchSize(FETCH_SIZE);
			try (ResultSet result = statement.executeQuery(typed.text())) {
				List<ResultColumn> columns = columns(result.getMetaData());
				use.accept(new StatementResult(columns, new ResultRows(result, columns.size())));
			}
		}
		catch (SQLException ex) {
			throw new DataAccessException("a typed statement", ex);
		}
	}

	/** A second column of a name is called {@code name_2}: JSON has each key once. */
	private static List<ResultColumn> columns(ResultSetMetaData found) throws SQLException {
		Set<String> names = new HashSet<>();
		for (int i = 1; i <= found.getColumnCount(); i++) {
			names.add(found.getColumnLabel(i));
		}
		Set<String> taken = new HashSet<>();
		List<ResultColumn> columns = new ArrayList<>();
		for (int i = 1; i <= found.getColumnCount(); i++) {
			String label = found.getColumnLabel(i);
			String key = label;
			for (int n = 2; !taken.add(key); n++) {
				key = names.contains(label + "_" + n) ? label : label + "_" + n;
			}
			columns.add(new ResultColumn(key, found.getColumnTypeName(i)));
		}
		return List.copyOf(columns);
	}

	/** The rows of a result, which can be read once. */
	private record ResultRows(ResultSet result, int width) implements Rows<@Nullable String[]> {

		@Override
		public Iterator<@Nullable String[]> iterator() {
			try {
				return new ResultIterator(this.result, this.width);
			}
			catch (SQLException ex) {
				throw new DataAccessException("the first row of a typed statement", ex);
			}
		}

		@Override
		public boolean cut() {
			return false;
		}

	}

	private static final class ResultIterator implements Iterator<@Nullable String[]> {

		private final ResultSet result;

		private final int width;

		private boolean more;

		ResultIterator(ResultSet result, int width) throws SQLException {
			this.result = result;
			this.width = width;
			this.more = result.next();
		}

		@Override
		public boolean hasNext() {
			return this.more;
		}

		@Override
		public @Nullable String[] next() {
			if (!this.more) {
				throw new NoSuchElementException();
			}
			try {
				@Nullable String[] row = new String[this.width];
				for (int i = 0; i < this.width; i++) {
					row[i] = this.result.getString(i + 1);
				}
				this.more = this.result.next();
				return row;
			}
			catch (SQLException ex) {
				throw new DataAccessException("the next row of a typed statement", ex);
			}
		}

	}

}
