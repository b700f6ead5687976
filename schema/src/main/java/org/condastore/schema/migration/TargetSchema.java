package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets every script work in the schema that the connection came with. Left alone, Flyway
 * puts the schema of its history table first in {@code search_path} before each script,
 * and scripts that do not name a schema would make their tables there.
 *
 * @param searchPath the schema, quoted where it has to be
 */
record TargetSchema(String searchPath) implements Callback {

	static TargetSchema of(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT quote_ident(current_schema())")) {
			row.next();
			String schema = row.getString(1);
			if (schema == null) {
				throw new FlywayException("no schema of the search_path exists, so there is none to make tables in");
			}
			return new TargetSchema(schema);
		}
		catch (SQLException ex) {
			throw new FlywayException("the database does not say in which schema it makes tables", ex);
		}
	}

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		try (PreparedStatement statement = context.getConnection()
			.prepareStatement("SELECT set_config('search_path', ?, false)")) {
			statement.setString(1, this.searchPath);
			statement.execute();
		}
		catch (SQLException ex) {
			throw new FlywayException("the search_path cannot be set", ex);
		}
	}

	@Override
	public String getCallbackName() {
		return "target schema";
	}

}
