package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Flyway's history table, which we read and write ourselves: Flyway writes it on another
 * connection than the one on which a script runs, so that a crash between the two commits
 * leaves a script that was applied and is not in the history (Flyway 12.4). The table and
 * its rows are as Flyway makes them.
 *
 * <p>
 * A second table keeps what Flyway's has no column for: who typed it, and why.
 */
final class History {

	private static final String TABLE = Migration.HISTORY_SCHEMA + ".flyway_schema_history";

	private static final String NOTES = Migration.HISTORY_SCHEMA + ".schema_history_note";

	private static final String[] TABLES = { """
			CREATE TABLE %s (
			    installed_rank integer NOT NULL,
			    version varchar(50),
			    description varchar(200) NOT NULL,
			    type varchar(20) NOT NULL,
			    script varchar(1000) NOT NULL,
			    checksum integer,
			    installed_by varchar(100) NOT NULL,
			    installed_on timestamp NOT NULL DEFAULT now(),
			    execution_time integer NOT NULL,
			    success boolean NOT NULL,
			    CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank)
			)""".formatted(TABLE), "CREATE INDEX flyway_schema_history_s_idx ON %s (success)".formatted(TABLE), };

	private static final String NOTES_TABLE = """
			CREATE TABLE IF NOT EXISTS %s (
			    installed_rank integer PRIMARY KEY,
			    operating_system_user text,
			    reason text
			)""".formatted(NOTES);

	private final Connection connection;

	History(Connection connection) {
		this.connection = connection;
	}

	boolean exists() throws SQLException {
		return exists(TABLE);
	}

	/**
	 * All rows, in the order in which they were written.
	 * @return nothing if there is no history
	 */
	List<HistoryRow> rows() throws SQLException {
		if (!exists()) {
			return List.of();
		}
		String notes = exists(NOTES)
				? "LEFT JOIN (SELECT installed_rank AS rank, operating_system_user, reason FROM %s) n ON n.rank = h.installed_rank"
					.formatted(NOTES)
				: "CROSS JOIN (SELECT null::text AS operating_system_user, null::text AS reason) n";
		List<HistoryRow> rows = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement
					.executeQuery("SELECT installed_rank, version, description, type, script, checksum,"
							+ " installed_by, installed_on AT TIME ZONE current_setting('TimeZone'), execution_time, success,"
							+ " operating_system_user, reason FROM " + TABLE + " h " + notes
							+ " ORDER BY installed_rank")) {
			while (row.next()) {
				int checksum = row.getInt(6);
				Integer known = row.wasNull() ? null : checksum;
				Timestamp installedOn = row.getTimestamp(8);
				rows.add(new HistoryRow(row.getInt(1), row.getString(2), row.getString(3), row.getString(4),
						row.getString(5), known, row.getString(7), installedOn.toInstant(),
						Duration.ofMillis(row.getInt(9)), row.getBoolean(10), row.getString(11), row.getString(12)));
			}
		}
		return rows;
	}

	/**
	 * The rows of the versions that are applied, in the order in which they were.
	 * @param rows all rows
	 */
	static Map<MigrationVersion, HistoryRow> applied(List<HistoryRow> rows) {
		Map<MigrationVersion, HistoryRow> applied = new LinkedHashMap<>();
		for (HistoryRow row : rows) {
			if (row.version() == null) {
				continue;
			}
			MigrationVersion version = MigrationVersion.fromVersion(row.version());
			applied.remove(version);
			if (row.success() && !row.type().equals(HistoryRow.ROLLED_BACK)) {
				applied.put(version, row);
			}
		}
		return applied;
	}

	/**
	 * Makes the schema and its tables as far as they are missing.
	 * @throws SchemaFailure {@code PRECONDITION} if the login may not make a schema
	 */
	void create() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			if (!schemaExists()) {
				requireMayCreateSchema(statement);
				statement.execute("CREATE SCHEMA " + Migration.HISTORY_SCHEMA);
			}
			if (!exists()) {
				for (String table : TABLES) {
					statement.execute(table);
				}
			}
			if (!exists(NOTES)) {
				statement.execute(NOTES_TABLE);
			}
		}
	}

	/** Adds a row; it is kept when the caller's transaction commits. */
	void add(Script script, String type, Duration took, Author author) throws SQLException {
		int rank;
		try (PreparedStatement statement = this.connection.prepareStatement("INSERT INTO " + TABLE
				+ " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
				+ " SELECT coalesce(max(installed_rank), 0) + 1, ?, ?, ?, ?, ?, current_user, ?, true FROM " + TABLE
				+ " RETURNING installed_rank")) {
			statement.setString(1, script.version().getVersion());
			statement.setString(2, script.description());
			statement.setString(3, type);
			statement.setString(4, script.file());
			statement.setInt(5, script.checksum());
			statement.setInt(6, (int) Math.min(took.toMillis(), Integer.MAX_VALUE));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				rank = row.getInt(1);
			}
		}
		try (PreparedStatement statement = this.connection.prepareStatement(
				"INSERT INTO " + NOTES + " (installed_rank, operating_system_user, reason) VALUES (?, ?, ?)"
						+ " ON CONFLICT (installed_rank) DO UPDATE SET operating_system_user ="
						+ " excluded.operating_system_user, reason = excluded.reason")) {
			statement.setInt(1, rank);
			statement.setString(2, author.operatingSystemUser());
			statement.setString(3, author.reason());
			statement.execute();
		}
	}

	/**
	 * Who changes the schema.
	 *
	 * @param operatingSystemUser the name of the login on this machine, if known
	 * @param reason why, if they say so
	 */
	public record Author(@Nullable String operatingSystemUser, @Nullable String reason) {

		static Author current(@Nullable String reason) {
			return new Author(System.getProperty("user.name"), reason);
		}

	}

	private void requireMayCreateSchema(Statement statement) throws SQLException {
		try (ResultSet row = statement
			.executeQuery("SELECT has_database_privilege(current_database(), 'CREATE'), quote_ident(current_user)")) {
			row.next();
			if (!row.getBoolean(1)) {
				throw SchemaFailure.precondition(
						"the login %s may not create the schema %s, which holds the history".formatted(row.getString(2),
								Migration.HISTORY_SCHEMA),
						"as the owner of the database: CREATE SCHEMA %s AUTHORIZATION %s"
							.formatted(Migration.HISTORY_SCHEMA, row.getString(2)));
			}
		}
	}

	private boolean schemaExists() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement
					.executeQuery("SELECT to_regnamespace('%s') IS NOT NULL".formatted(Migration.HISTORY_SCHEMA))) {
			row.next();
			return row.getBoolean(1);
		}
	}

	private boolean exists(String table) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT to_regclass('%s') IS NOT NULL".formatted(table))) {
			row.next();
			return row.getBoolean(1);
		}
	}

}
