package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a U script that is not built in would lose, as far as its statements show it: the
 * rows of tables that it drops, the values of columns that it drops. What it does to rows
 * itself nobody can count, and it is said that it does.
 */
final class ScriptLosses {

	private static final String NAME = "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))?)";

	private static final Pattern DROP_TABLE = Pattern
		.compile("(?is)\\s*DROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?" + NAME + ".*");

	private static final Pattern ALTER_TABLE = Pattern
		.compile("(?is)\\s*ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?" + NAME + "\\s+(.*)");

	private static final Pattern DROP_COLUMN = Pattern.compile("(?is)DROP\\s+COLUMN\\s+(?:IF\\s+EXISTS\\s+)?" + NAME);

	private static final Pattern CHANGES_ROWS = Pattern.compile("(?is)\\s*(DELETE|UPDATE|TRUNCATE|DO|MERGE|WITH)\\b.*");

	private ScriptLosses() {
	}

	static List<String> of(Script script, Connection connection) throws SQLException {
		List<String> losses = new ArrayList<>();
		for (Script.Statement statement : script.statements()) {
			Matcher dropped = DROP_TABLE.matcher(statement.sql());
			Matcher altered = ALTER_TABLE.matcher(statement.sql());
			if (dropped.matches()) {
				count(connection, dropped.group(1), "*", losses, "%d rows of " + dropped.group(1) + " are deleted");
			}
			else if (altered.matches()) {
				Matcher columns = DROP_COLUMN.matcher(altered.group(2));
				while (columns.find()) {
					count(connection, altered.group(1), columns.group(1), losses,
							"%d rows of " + altered.group(1) + " lose " + columns.group(1));
				}
			}
			else if (CHANGES_ROWS.matcher(statement.sql()).matches()) {
				losses.add("line %d of %s changes rows, which cannot be counted".formatted(statement.line(),
						script.file()));
			}
		}
		return losses;
	}

	private static void count(Connection connection, String table, String what, List<String> losses, String sentence)
			throws SQLException {
		try (PreparedStatement exists = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
			exists.setString(1, table);
			try (ResultSet row = exists.executeQuery()) {
				row.next();
				if (!row.getBoolean(1)) {
					return;
				}
			}
		}
		// Both names are as the script, which is about to run, spells them.
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT count(%s) FROM %s".formatted(what, table))) {
			row.next();
			long rows = row.getLong(1);
			if (rows > 0) {
				losses.add(sentence.formatted(rows));
			}
		}
	}

}
