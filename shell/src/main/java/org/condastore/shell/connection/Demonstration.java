package org.condastore.shell.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.condastore.schema.migration.Migration;

/**
 * What a new embedded database holds: conda-store's tables at their newest version, and a
 * few teams, environments and builds in every state to try commands on.
 */
final class Demonstration implements EmbeddedDatabase.Content {

	private static final String SCRIPT = "demonstration.sql";

	@Override
	public void fill(DataSource empty) throws SQLException {
		new Migration(empty).migrate();
		try (Connection connection = empty.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute(script());
			connection.commit();
		}
	}

	private static String script() {
		try (InputStream script = Demonstration.class.getResourceAsStream(SCRIPT)) {
			if (script == null) {
				throw new IllegalStateException("there is no resource " + SCRIPT);
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
