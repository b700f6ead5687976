package org.condastore.shell.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/** At which of conda-store's schema revisions a database is. */
final class SchemaRevision {

	private static final String HEAD = Revisions.head().id();

	/** Tables that conda-store has had at every revision. */
	private static final String CONDA_STORE_TABLES = "'environment', 'specification', 'build', 'namespace'";

	private SchemaRevision() {
	}

	/**
	 * What was found in a database.
	 *
	 * @param revisions what {@code alembic_version} holds; null if there is no such table
	 * @param tables how many tables there are; known only when the revision is not the
	 * newest
	 * @param condaStoreTables how many of conda-store's main four are among them
	 */
	record Found(@Nullable List<String> revisions, int tables, int condaStoreTables) {

		/** The one revision, if there is just one. */
		@Nullable String revision() {
			return (this.revisions != null && this.revisions.size() == 1) ? this.revisions.get(0) : null;
		}

	}

	/**
	 * Looks at {@code alembic_version}, in one statement if the database is at the newest
	 * revision.
	 * @param connection in a transaction in which nothing has run yet: it may be rolled
	 * back
	 */
	static Found read(Connection connection) throws SQLException {
		List<String> revisions = null;
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT version_num FROM alembic_version")) {
			revisions = new ArrayList<>();
			while (rows.next()) {
				revisions.add(rows.getString(1));
			}
		}
		catch (SQLException ex) {
			if (!"42P01".equals(ex.getSQLState())) {
				throw ex;
			}
			connection.rollback();
		}
		return found(connection, revisions);
	}

	/**
	 * The same in a transaction that goes on: what is not there is not asked for.
	 * @param connection in any transaction
	 */
	static Found readWithin(Connection connection) throws SQLException {
		List<String> revisions = null;
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT to_regclass('alembic_version') IS NOT NULL")) {
			row.next();
			if (row.getBoolean(1)) {
				revisions = new ArrayList<>();
			}
		}
		if (revisions != null) {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement
						.executeQuery("SELECT version_num FROM alembic_version ORDER BY version_num")) {
				while (rows.next()) {
					revisions.add(rows.getString(1));
				}
			}
		}
		return found(connection, revisions);
	}

	private static Found found(Connection connection, @Nullable List<String> revisions) throws SQLException {
		if (revisions != null && revisions.equals(List.of(HEAD))) {
			return new Found(revisions, 0, 0);
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE relname IN ("
						+ CONDA_STORE_TABLES + ")) FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
						+ " AND relname <> 'alembic_version' AND pg_catalog.pg_table_is_visible(oid)"
						+ " AND relnamespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace"
						+ " WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')")) {
			row.next();
			return new Found(revisions, row.getInt(1), row.getInt(2));
		}
	}

	/**
	 * Accepts the newest revision only.
	 * @throws CommandFailure precondition, with what the database is and what to do
	 */
	static void requireHead(Found found, ConnectionTarget target) {
		List<String> revisions = found.revisions();
		if (List.of(HEAD).equals(revisions)) {
			return;
		}
		requireTables(found, target);
		String where = target.location();
		if (revisions == null || revisions.isEmpty()) {
			throw withoutRevision(target);
		}
		if (revisions.size() > 1) {
			throw CommandFailure.precondition(
					"%s is at several revisions at once: %s".formatted(where, String.join(", ", revisions)),
					"schema stamp leaves the one that fits the tables");
		}
		String revision = revisions.get(0);
		if (Revisions.WITHDRAWN.equals(revision)) {
			throw CommandFailure.precondition(
					"%s is at revision %s, which conda-store withdrew".formatted(where, revision),
					"migrate brings it back to %s, without losing a row".formatted(HEAD));
		}
		Optional<Revision> known = Revisions.withId(revision);
		if (known.isPresent()) {
			throw CommandFailure.precondition(
					"%s is at conda-store's revision %s (%d of %d), which is too old".formatted(where, revision,
							known.get().version(), Revisions.head().version()),
					"migrate brings it to the newest version; schema status shows the way");
		}
		throw CommandFailure.precondition(
				"%s is at revision %s, which this version does not know".formatted(where, revision),
				"use a newer conda-store-shell; this one works at revision " + HEAD);
	}

	/**
	 * Accepts any revision, and what is none.
	 * @return what {@code alembic_version} holds
	 * @throws CommandFailure precondition, if these are not conda-store's tables, or
	 * there is no {@code alembic_version}
	 */
	static List<String> requireCondaStore(Found found, ConnectionTarget target) {
		List<String> revisions = requireCondaStoreTables(found, target);
		if (found.revisions() == null) {
			throw withoutRevision(target);
		}
		return revisions;
	}

	/**
	 * Accepts any revision, what is none, and that there is no {@code alembic_version}.
	 * @return what {@code alembic_version} holds
	 * @throws CommandFailure precondition, if these are not conda-store's tables
	 */
	static List<String> requireCondaStoreTables(Found found, ConnectionTarget target) {
		List<String> revisions = (found.revisions() != null) ? found.revisions() : List.of();
		if (!revisions.equals(List.of(HEAD))) {
			requireTables(found, target);
		}
		return revisions;
	}

	private static void requireTables(Found found, ConnectionTarget target) {
		String where = target.location();
		boolean condaStores = found.condaStoreTables() > 2;
		if (!condaStores && found.tables() == 0) {
			throw CommandFailure.precondition("%s is empty".formatted(where),
					"migrate creates conda-store's tables; or connect to another database");
		}
		if (!condaStores) {
			throw CommandFailure.precondition("%s is not conda-store's: its tables are missing".formatted(where),
					"connect to conda-store's database; for login %s its tables must be on the search_path"
						.formatted(target.user()));
		}
	}

	private static CommandFailure withoutRevision(ConnectionTarget target) {
		return CommandFailure.precondition(
				"%s has conda-store's tables but no revision in alembic_version".formatted(target.location()),
				"schema status says which revision the tables fit, schema stamp writes it");
	}

}
