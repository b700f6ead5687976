package org.condastore.shell.listing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import org.jooq.Configuration;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record22;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query as {@code COPY … TO STDOUT} sends them: without a pause, and one at
 * a time in memory. The server goes on while a row is written here, and may use several
 * processes, neither of which it does for a cursor; and reading a row takes a quarter of
 * the time that it takes through a result set and a record of its own.
 *
 * <p>
 * The connection can do nothing else before the last row is read or this is closed.
 *
 * @param <R> the query's records: all rows come in the same one, which changes
 */
final class CopiedRows<R extends Record> implements Iterator<R>, AutoCloseable {

	private final Configuration configuration;

	private final Connection connection;

	private final CopyOut copy;

	private final CopiedValue[] columns;

	private final @Nullable Object[] values;

	private final R record;

	/** Sets the values of a record. */
	private final MethodHandle fill;

	private byte @Nullable [] next;

	private CopiedRows(Select<R> query, Configuration configuration, Connection connection, List<CopiedValue> columns)
			throws SQLException {
		this.configuration = configuration;
		this.connection = connection;
		this.columns = columns.toArray(CopiedValue[]::new);
		this.values = new @Nullable Object[this.columns.length];
		this.record = newRecord(query, configuration);
		this.fill = fill(this.columns.length);
		String sql = "COPY (%s) TO STDOUT".formatted(configuration.dsl().renderInlined(query));
		this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
		this.next = this.copy.readFromCopy();
	}

	/**
	 * Begins to read.
	 * @return empty if the query cannot be sent like this, or selects something that is
	 * not read here: {@link CopiedValue} says what is
	 */
	static <R extends Record> Optional<CopiedRows<R>> of(Select<R> query, Configuration configuration) {
		List<CopiedValue> columns = new ArrayList<>();
		for (Field<?> field : query.fields()) {
			CopiedValue.of(field.getType()).ifPresent(columns::add);
		}
		if (columns.size() < query.fields().length || columns.size() > Record22.class.getTypeParameters().length) {
			return Optional.empty();
		}
		Connection connection = configuration.connectionProvider().acquire();
		if (connection == null) {
			return Optional.empty();
		}
		boolean reading = false;
		try {
			// COPY takes no parameters, and jOOQ quotes what it writes into the statement
			// for servers where a backslash is an ordinary character.
			if ("on".equals(connection.unwrap(PGConnection.class).getParameterStatus("standard_conforming_strings"))) {
				CopiedRows<R> rows = new CopiedRows<>(query, configuration, connection, columns);
				reading = true;
				return Optional.of(rows);
			}
			return Optional.empty();
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
		finally {
			if (!reading) {
				configuration.connectionProvider().release(connection);
			}
		}
	}

	@Override
	public boolean hasNext() {
		return this.next != null;
	}

	@Override
	public R next() {
		byte[] row = this.next;
		if (row == null) {
			throw new NoSuchElementException();
		}
		CopiedValue.read(row, this.columns, this.values);
		try {
			this.fill.invokeExact((Record) this.record, this.values);
			this.next = this.copy.readFromCopy();
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		return this.record;
	}

	/**
	 * Reads to the end what nobody wants any more, so that the transaction can go on. A
	 * cancel would abort it, and could hit the statement after this one.
	 */
	@Override
	public void close() {
		this.next = null;
		try {
			while (this.copy.isActive() && this.copy.readFromCopy() != null) {
				// on to the end
			}
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
		finally {
			this.configuration.connectionProvider().release(this.connection);
		}
	}

	private static DataAccessException failure(SQLException cause) {
		return new DataAccessException("COPY failed", cause);
	}

	@SuppressWarnings("unchecked")
	private static <R extends Record> R newRecord(Select<R> query, Configuration configuration) {
		return (R) configuration.dsl().newRecord(query.fields());
	}

	/**
	 * The method {@link Record1#values values} of the record with that many fields: the
	 * only one that sets all values at once and does nothing else.
	 */
	private static MethodHandle fill(int fields) {
		try {
			Class<?> type = Class.forName("org.jooq.Record" + fields);
			return MethodHandles.publicLookup()
				.findVirtual(type, "values", MethodType.methodType(type, Collections.nCopies(fields, Object.class)))
				.asSpreader(Object[].class, fields)
				.asType(MethodType.methodType(void.class, Record.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("jOOQ has no record of %d fields".formatted(fields), ex);
		}
	}

}
