package org.condastore.shell.connection;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the driver and the server report, in the words and exit codes of the shell. The
 * only place that knows SQLSTATEs.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 * codes</a>
 */
public final class DatabaseFailures {

	private static final Pattern PERMISSION_DENIED = Pattern.compile("permission denied for ([a-z ]+?) (\\S+)$");

	/** PostgreSQL's words in English; in another language its message has to do. */
	private static final Pattern LOCKED_ROW = Pattern
		.compile("while [a-z ]*?(index )?tuple \\([0-9]+,[0-9]+\\) in relation \"(.+?)\"");

	private DatabaseFailures() {
	}

	/**
	 * Translates what running our own statements threw.
	 * @param thrown a {@link SQLException}, or anything with one among its causes
	 * @param target the database it came from
	 * @param canceled whether the operator canceled the statement
	 * @return a {@link CommandFailure} if the operator can act on it; otherwise what was
	 * thrown, which is a defect
	 */
	static RuntimeException translate(Exception thrown, ConnectionTarget target, boolean canceled) {
		SQLException sql = sqlExceptionIn(thrown);
		if (sql == null) {
			return unchecked(thrown);
		}
		String state = stateOf(sql);
		return switch (state) {
			case "57014" -> canceled(sql, canceled);
			case "55P03" -> CommandFailure.conflict("somebody else holds a lock that this needs: " + lockedIn(sql),
					"try again; status shows who holds locks", sql);
			case "40001", "40P01" -> CommandFailure.conflict("somebody else changed the same rows: " + messageOf(sql),
					"nothing was changed; try again", sql);
			case "25006" -> CommandFailure.refused("the database accepts no writes here: " + messageOf(sql),
					target.isReadOnly() ? "leave out --read-only, or use a profile that is not marked read-only"
							: "connect to the primary server, not to a standby");
			case "42501" -> denied(sql, target);
			case "42P01", "42703", "42883", "42804" ->
				CommandFailure.precondition("the database is not as its revision says: " + messageOf(sql),
						"conda-store's tables were changed by hand, or the search_path of %s does not lead to them"
							.formatted(target.user()));
			case "22021", "22P05" -> CommandFailure.usage("the database cannot store this text: " + messageOf(sql),
					"leave out NUL and whatever is not Unicode");
			case "P0001" -> CommandFailure.failed("a trigger of the database refuses this: " + messageOf(sql),
					"it is not conda-store's; psql shows it: \\d TABLE", sql);
			case "22023" ->
				CommandFailure.usage("%s does not take a parameter: %s".formatted(target.location(), messageOf(sql)),
						"check the parameters of the address");
			case "28P01", "28000", "3D000", "53300", "57P01", "57P02", "57P03", "57P05", "25P03", "25P04" ->
				unavailable(state, sql, target);
			default -> {
				if (state.startsWith("08")) {
					yield unreachable(sql, target);
				}
				if (state.startsWith("53") || state.startsWith("58")) {
					yield CommandFailure.failed("the server has run out of something: " + messageOf(sql),
							"look at the server's disk, memory and log", sql);
				}
				yield unchecked(thrown);
			}
		};
	}

	/**
	 * Translates what a statement threw that the operator typed: an error in it is the
	 * operator's, not ours.
	 * @param thrown what running the statement threw
	 * @param statement the text as it was sent to the server
	 * @return usage with the server's words and the position, if the statement is wrong;
	 * failed, if it is right and could not be carried out; otherwise {@code thrown}, to
	 * be thrown on
	 */
	public static RuntimeException ofTypedStatement(DataAccessException thrown, String statement) {
		SQLException sql = sqlExceptionIn(thrown);
		if (sql == null) {
			return thrown;
		}
		String state = stateOf(sql);
		if (!(sql instanceof PSQLException server) || server.getServerErrorMessage() == null || notOfStatement(state)) {
			return thrown;
		}
		ServerErrorMessage message = server.getServerErrorMessage();
		String hint = "see the PostgreSQL manual: SQL commands";
		if (message.getHint() != null) {
			hint = message.getHint();
		}
		else if (message.getDetail() != null) {
			hint = message.getDetail();
		}
		String text = messageOf(sql) + place(statement, message.getPosition());
		if (state.startsWith("42") || state.startsWith("0A") || state.startsWith("26")) {
			return CommandFailure.usage(text, hint);
		}
		if (state.equals("08P01")) {
			return CommandFailure.usage("the statement has parameters", "write values instead of $1, $2 and so on");
		}
		if (state.startsWith("25")) {
			return CommandFailure.refused(text, "the transaction is READ ONLY; psql runs what writes");
		}
		return CommandFailure.failed(text, hint, sql);
	}

	/** Whether a failure is about rights, locks, the connection or the server. */
	private static boolean notOfStatement(String state) {
		return switch (state) {
			case "42501", "55P03", "25P03", "25P04" -> true;
			// What is bound does not fit the statement.
			case "08P01" -> false;
			default -> Stream.of("08", "28", "3D", "40", "53", "57").anyMatch(state::startsWith);
		};
	}

	/** The operator interrupted the command. */
	static CommandFailure interrupted() {
		return CommandFailure.interrupted("interrupted", "what it had not finished did not happen");
	}

	/** The time given for something beside the session was not enough. */
	static CommandFailure tooSlow(ConnectionTarget target, long milliseconds) {
		return CommandFailure.conflict("%s did not answer within %d ms".formatted(target.location(), milliseconds),
				"try again", null);
	}

	private static CommandFailure canceled(SQLException sql, boolean canceled) {
		if (canceled) {
			return interrupted();
		}
		if (messageOf(sql).contains("user request")) {
			return CommandFailure.conflict("somebody canceled the query at the server", "try again", sql);
		}
		return CommandFailure.conflict("the query took longer than the server allows: " + messageOf(sql),
				"ask for less, or raise statement_timeout for this login", sql);
	}

	private static CommandFailure denied(SQLException sql, ConnectionTarget target) {
		String message = messageOf(sql);
		Matcher denied = PERMISSION_DENIED.matcher(message);
		String hint = "grant the login %s what it needs, as the owner of conda-store's tables".formatted(target.user());
		if (denied.find()) {
			String kind = denied.group(1);
			String name = denied.group(2);
			String on = switch (kind) {
				case "schema" -> "USAGE ON SCHEMA " + name;
				case "sequence" -> "USAGE, SELECT ON SEQUENCE " + name;
				case "function" -> "EXECUTE ON FUNCTION " + name;
				case "database" -> "CONNECT ON DATABASE " + name;
				default -> "SELECT ON " + name;
			};
			hint = "as the owner of conda-store's tables: GRANT %s TO %s".formatted(on, target.user());
		}
		return CommandFailure.precondition("the login %s may not do this: %s".formatted(target.user(), message), hint);
	}

	private static CommandFailure unavailable(String state, SQLException sql, ConnectionTarget target) {
		String where = target.location();
		return switch (state) {
			case "28P01" -> CommandFailure.unavailable("%s refuses the password of %s".formatted(where, target.user()),
					"put the right one into the URL, PGPASSWORD or ~/.pgpass", sql);
			case "28000" -> CommandFailure.unavailable(
					"%s refuses the login of %s: %s".formatted(where, target.user(), messageOf(sql)),
					"check the user, and the server's pg_hba.conf", sql);
			case "3D000" ->
				CommandFailure.unavailable("there is no database \"%s\" at %s".formatted(target.database(), where),
						"check the database's name in the URL, the profile or PGDATABASE", sql);
			case "53300" -> CommandFailure.unavailable("%s has no free connection: %s".formatted(where, messageOf(sql)),
					"try again later, or raise max_connections", sql);
			case "57P03" -> CommandFailure.unavailable("%s is not ready: %s".formatted(where, messageOf(sql)),
					"try again in a few seconds", sql);
			default -> CommandFailure.unavailable("%s ended the connection: %s".formatted(where, messageOf(sql)),
					"the next command connects again", sql);
		};
	}

	private static CommandFailure unreachable(SQLException sql, ConnectionTarget target) {
		String where = target.location();
		if (causeOf(sql, UnknownHostException.class) != null) {
			return CommandFailure.unavailable("the host of %s is not known".formatted(where),
					"check the host's name in the URL, the profile or PGHOST", sql);
		}
		if (causeOf(sql, SocketTimeoutException.class) != null) {
			return CommandFailure.unavailable("%s does not answer".formatted(where),
					"check host, port and firewall; connect_timeout=SECONDS in the URL waits longer", sql);
		}
		Throwable tls = causeOf(sql, CertificateException.class);
		if (tls == null) {
			tls = causeOf(sql, SSLException.class);
		}
		if (tls != null) {
			return noEncryption(where, String.valueOf(tls.getMessage()), sql);
		}
		if (causeOf(sql, ConnectException.class) != null) {
			return CommandFailure.unavailable("nothing accepts connections at %s".formatted(where),
					"check host and port, and that the server runs and listens on TCP", sql);
		}
		if (causeOf(sql, NoRouteToHostException.class) != null) {
			return CommandFailure.unavailable("there is no route to %s".formatted(where),
					"check host, network and firewall", sql);
		}
		String message = messageOf(sql);
		String lower = message.toLowerCase(Locale.ROOT);
		if (lower.contains("startup parameter")) {
			return CommandFailure.unavailable("%s does not take a connection like this: %s".formatted(where, message),
					"connect to the server itself, not through a connection pooler", sql);
		}
		if (lower.contains("password")) {
			return CommandFailure.unavailable(
					"%s asks for the password of %s and none was given".formatted(where, target.user()),
					"put it into the URL, PGPASSWORD or ~/.pgpass", sql);
		}
		if (lower.contains("ssl")) {
			return noEncryption(where, message, sql);
		}
		if (causeOf(sql, EOFException.class) != null || stateOf(sql).equals("08006") || stateOf(sql).equals("08003")) {
			return CommandFailure.unavailable("the connection to %s broke".formatted(where),
					"the next command connects again", sql);
		}
		return CommandFailure.unavailable("%s cannot be reached: %s".formatted(where, message),
				"check host, port and the server's log", sql);
	}

	private static CommandFailure noEncryption(String where, String why, SQLException sql) {
		return CommandFailure.unavailable("no encrypted connection to %s: %s".formatted(where, firstLine(why)),
				"check sslmode, sslrootcert, sslcert and sslkey", sql);
	}

	/** Line and column of a position in a statement; both count from 1. */
	private static String place(String statement, int position) {
		if (position < 1 || statement.codePointCount(0, statement.length()) < position - 1) {
			return "";
		}
		String before = statement.substring(0, statement.offsetByCodePoints(0, position - 1));
		int lines = (int) before.chars().filter((c) -> c == '\n').count();
		int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
		return (statement.indexOf('\n') < 0) ? " (column %d)".formatted(column)
				: " (line %d, column %d)".formatted(lines + 1, column);
	}

	/** The server's own words without severity, detail and position; or the driver's. */
	private static String messageOf(SQLException sql) {
		if (sql instanceof PSQLException server && server.getServerErrorMessage() != null) {
			String message = server.getServerErrorMessage().getMessage();
			if (message != null) {
				return firstLine(message);
			}
		}
		return firstLine(String.valueOf(sql.getMessage()));
	}

	/** What a wait was for: a row, as far as the server says. */
	private static String lockedIn(SQLException sql) {
		if (sql instanceof PSQLException server && server.getServerErrorMessage() != null) {
			Matcher row = LOCKED_ROW.matcher(String.valueOf(server.getServerErrorMessage().getWhere()));
			if (row.find()) {
				return ((row.group(1) != null) ? "an entry of the index " : "a row of ") + row.group(2);
			}
		}
		return messageOf(sql);
	}

	private static String firstLine(String text) {
		String line = text.lines().findFirst().orElse("");
		return SecretText.masked(line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
	}

	private static String stateOf(SQLException sql) {
		return (sql.getSQLState() != null) ? sql.getSQLState() : "";
	}

	private static @Nullable SQLException sqlExceptionIn(Throwable thrown) {
		return causeOf(thrown, SQLException.class);
	}

	private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < 20; depth++) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
			cause = cause.getCause();
		}
		return null;
	}

	private static RuntimeException unchecked(Exception thrown) {
		return (thrown instanceof RuntimeException runtime) ? runtime : new IllegalStateException(thrown);
	}

}
