package org.condastore.shell.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Reads the forms in which operators have the address of a database:
 * <ul>
 * <li>SQLAlchemy:
 * {@code postgresql+psycopg2://user:password@host:5432/database?sslmode=require}, with
 * any driver's name</li>
 * <li>libpq: {@code postgresql://} and {@code postgres://} with several hosts, and
 * {@code host=… dbname=…}</li>
 * <li>JDBC: {@code jdbc:postgresql://host:5432/database?user=…&password=…}</li>
 * </ul>
 *
 * <p>
 * A failure never quotes from the text, apart from the scheme and from names that cannot
 * be part of a password: a password that is not percent-encoded spreads over whatever
 * follows it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq
 * connection strings</a>
 * @see <a href=
 * "https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls">SQLAlchemy database
 * URLs</a>
 */
final class ConnectionString {

	/** In the order in which a URL is recognised. */
	private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://?(.*)", Pattern.DOTALL);

	private static final Pattern SQLALCHEMY = Pattern.compile("postgres(ql)?\\+[a-z0-9_]+");

	private static final Pattern JDBC = Pattern.compile("(?i)jdbc:postgresql:(.*)", Pattern.DOTALL);

	/** pgjdbc's timeouts. */
	private static final Set<String> SECONDS = Set.of("connectTimeout", "socketTimeout", "loginTimeout",
			"cancelSignalTimeout");

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");

	private static final String FORMS = "use postgresql://user@host:5432/database, jdbc:postgresql://…,"
			+ " service=NAME or a profile's name";

	private static final String ENCODE = "in a URL the password is percent-encoded: @ is %40, / is %2F, : is %3A,"
			+ " ? is %3F, & is %26, % is %25";

	/** What the text is called in failures, such as {@code --db}. */
	private final String source;

	private final ConnectionParameters parameters = new ConnectionParameters();

	/**
	 * Whether the names of parameters may be quoted: not where they may be a part of a
	 * password that is not percent-encoded.
	 */
	private boolean namesQuotable = true;

	private boolean hostsInQuery;

	private ConnectionString(String source) {
		this.source = source;
	}

	/** Whether a text that somebody typed can only be meant as a connection string. */
	static boolean looksLikeOne(String typed) {
		return typed.contains("://") || typed.contains("=") || typed.startsWith("jdbc:");
	}

	/**
	 * Reads a connection string.
	 * @param text in any of the forms
	 * @param source what to call it in a failure
	 * @throws CommandFailure usage, if it is none of the forms
	 */
	static ConnectionParameters parse(String text, String source) {
		ConnectionString string = new ConnectionString(source);
		string.read(text.strip());
		// libpq: an empty host or port is one that is not given.
		string.parameters.keywords()
			.entrySet()
			.removeIf((entry) -> Set.of("host", "port").contains(entry.getKey()) && entry.getValue().matches(",*"));
		return string.parameters;
	}

	private void read(String text) {
		Matcher jdbc = JDBC.matcher(text);
		if (jdbc.matches()) {
			readJdbc(jdbc.group(1));
			return;
		}
		Matcher url = SCHEME.matcher(text);
		if (!url.matches()) {
			if (text.contains("=")) {
				readKeywords(text);
				return;
			}
			throw CommandFailure.usage("%s is not the address of a database".formatted(this.source), FORMS);
		}
		String scheme = url.group(1).toLowerCase(Locale.ROOT);
		boolean sqlAlchemy = SQLALCHEMY.matcher(scheme).matches();
		if (!sqlAlchemy && !scheme.equals("postgresql") && !scheme.equals("postgres")) {
			throw otherDatabase(scheme);
		}
		if (!text.startsWith("://", scheme.length())) {
			throw CommandFailure.usage("%s has no // after the scheme".formatted(this.source), FORMS);
		}
		readUrl(text.substring(scheme.length() + 3), sqlAlchemy ? Dialect.SQLALCHEMY : Dialect.LIBPQ);
	}

	private CommandFailure otherDatabase(String scheme) {
		if (scheme.startsWith("sqlite") || scheme.startsWith("mysql") || scheme.startsWith("mariadb")) {
			return CommandFailure.usage("%s is a %s address; the shell works on PostgreSQL only".formatted(this.source,
					scheme.startsWith("sqlite") ? "SQLite" : "MySQL"), FORMS);
		}
		return CommandFailure.usage("%s has a scheme that is not PostgreSQL's: %s".formatted(this.source,
				IDENTIFIER.matcher(scheme).matches() ? scheme : "***"), FORMS);
	}

	/** How far the forms of URLs differ. */
	private enum Dialect {

		/** Strict percent-encoding; a slash ends the authority. */
		LIBPQ,

		/**
		 * Lenient percent-encoding; the password ends at the first @ and may contain a
		 * slash; a plus in the query is a blank.
		 */
		SQLALCHEMY,

		/** Parameters have pgjdbc's names; a plus in the query is a blank. */
		JDBC

	}

	private void readJdbc(String rest) {
		if (rest.startsWith("//")) {
			readUrl(rest.substring(2), Dialect.JDBC);
			return;
		}
		int query = rest.indexOf('?');
		String database = (query < 0) ? rest : rest.substring(0, query);
		if (!database.isEmpty()) {
			readDatabase(database, Dialect.JDBC);
		}
		if (query >= 0) {
			readQuery(rest.substring(query + 1), Dialect.JDBC);
		}
	}

	/** Reads what follows "://". */
	private void readUrl(String rest, Dialect dialect) {
		int at = rest.indexOf('@');
		if (at >= 0) {
			int slash = rest.indexOf('/');
			int colon = rest.indexOf(':');
			boolean withPassword = colon >= 0 && colon < at;
			boolean slashInPassword = dialect == Dialect.SQLALCHEMY && withPassword && slash > colon;
			if (slash < 0 || at < slash || slashInPassword) {
				readLogin(rest.substring(0, at), dialect);
				rest = rest.substring(at + 1);
			}
		}
		int query = rest.indexOf('?');
		String address = (query < 0) ? rest : rest.substring(0, query);
		if (address.indexOf('@') >= 0) {
			throw CommandFailure.usage("%s has more than one @, or one in the wrong place".formatted(this.source),
					ENCODE);
		}
		int slash = address.indexOf('/');
		String hosts = (slash < 0) ? address : address.substring(0, slash);
		if (!hosts.isEmpty()) {
			readHosts(hosts, dialect);
		}
		if (slash >= 0 && slash + 1 < address.length()) {
			readDatabase(address.substring(slash + 1), dialect);
		}
		if (query >= 0) {
			String parameters = rest.substring(query + 1);
			this.namesQuotable = this.parameters.get("password") == null || parameters.indexOf('@') < 0;
			readQuery(parameters, dialect);
		}
	}

	private void readLogin(String login, Dialect dialect) {
		int colon = login.indexOf(':');
		String user = (colon < 0) ? login : login.substring(0, colon);
		if (!user.isEmpty()) {
			this.parameters.put("user", decode(user, dialect, false));
		}
		if (colon >= 0) {
			this.parameters.put("password", decode(login.substring(colon + 1), dialect, false));
		}
	}

	private void readDatabase(String encoded, Dialect dialect) {
		this.parameters.put("dbname", decode(encoded, dialect, dialect == Dialect.JDBC));
	}

	private void readHosts(String hosts, Dialect dialect) {
		for (String one : hosts.split(",", -1)) {
			readHost(one, dialect);
		}
	}

	/**
	 * One {@code host}, {@code host:port}, {@code [address]} or {@code [address]:port}.
	 */
	private void readHost(String one, Dialect dialect) {
		String host;
		String port;
		if (one.startsWith("[")) {
			int end = one.indexOf(']');
			if (end < 0 || (end + 1 < one.length() && one.charAt(end + 1) != ':')) {
				throw CommandFailure.usage("%s has an IPv6 address that does not end in ]".formatted(this.source),
						"write it as [::1]:5432");
			}
			host = one.substring(1, end);
			port = (end + 1 < one.length()) ? one.substring(end + 2) : "";
		}
		else {
			int colon = one.indexOf(':');
			host = (colon < 0) ? one : one.substring(0, colon);
			port = (colon < 0) ? "" : one.substring(colon + 1);
			if (port.indexOf(':') >= 0) {
				throw CommandFailure.usage("%s has a host with more than one colon".formatted(this.source),
						"an IPv6 address stands in brackets: [::1]:5432; " + ENCODE);
			}
		}
		this.parameters.append("host", decode(host, dialect, false));
		this.parameters.append("port", port);
	}

	private void readQuery(String query, Dialect dialect) {
		for (String pair : query.split("&", -1)) {
			if (pair.isEmpty()) {
				continue;
			}
			int equals = pair.indexOf('=');
			if (equals < 0) {
				throw unknown(null, "has a parameter without a value");
			}
			boolean plus = dialect != Dialect.LIBPQ;
			String name = decode(pair.substring(0, equals), dialect, plus);
			String value = decode(pair.substring(equals + 1), dialect, plus);
			accept(name, value, dialect);
		}
	}

	private void accept(String name, String value, Dialect dialect) {
		if (name.equals("host") && dialect == Dialect.SQLALCHEMY && !value.startsWith("/")) {
			if (!this.hostsInQuery) {
				this.hostsInQuery = true;
				this.parameters.keywords().keySet().removeAll(Set.of("host", "port"));
			}
			readHosts(value, dialect);
			return;
		}
		if (dialect == Dialect.SQLALCHEMY && name.equals("ssl")) {
			// asyncpg's name for sslmode
			this.parameters.put("sslmode", LibpqKeywords.isSslMode(value) ? value : "require");
			return;
		}
		if (LibpqKeywords.isKnown(name)) {
			put(name, value);
			return;
		}
		if (dialect == Dialect.LIBPQ && name.equals("ssl") && value.equals("true")) {
			// As libpq takes it, for JDBC's sake.
			this.parameters.put("sslmode", "require");
			return;
		}
		if (dialect == Dialect.JDBC) {
			switch (name) {
				case "PGHOST" -> put("host", value);
				case "PGPORT" -> put("port", value);
				case "PGDBNAME" -> put("dbname", value);
				default -> {
					if (PGProperty.forName(name) == null) {
						throw unknown(name, "has an unknown parameter");
					}
					if (SECONDS.contains(name) && !value.matches("[0-9]{1,6}")) {
						throw CommandFailure.usage("%s has a %s that is not a number".formatted(this.source, name),
								"give it in seconds");
					}
					this.namesQuotable &= !name.toLowerCase(Locale.ROOT).contains("password");
					this.parameters.driverProperties().put(name, value);
				}
			}
			return;
		}
		throw unknown(name, "has an unknown parameter");
	}

	private void put(String keyword, String value) {
		if (LibpqKeywords.isSecret(keyword)) {
			this.namesQuotable = false;
		}
		this.parameters.put(keyword, value);
	}

	private CommandFailure unknown(@Nullable String name, String what) {
		if (name == null || !this.namesQuotable || !IDENTIFIER.matcher(name).matches()) {
			return CommandFailure.usage("%s %s".formatted(this.source, what), ENCODE);
		}
		return CommandFailure.usage("%s %s: %s".formatted(this.source, what, name),
				"parameters are libpq's: sslmode, sslrootcert, connect_timeout, application_name, options …");
	}

	/** Reads {@code keyword = value} pairs as libpq does: quotes, backslashes, blanks. */
	private void readKeywords(String text) {
		int position = 0;
		while (true) {
			position = skipBlanks(text, position);
			if (position == text.length()) {
				return;
			}
			int start = position;
			while (position < text.length() && text.charAt(position) != '='
					&& !Character.isWhitespace(text.charAt(position))) {
				position++;
			}
			String keyword = text.substring(start, position);
			position = skipBlanks(text, position);
			if (position == text.length() || text.charAt(position) != '=') {
				throw CommandFailure.usage("%s has a word without an =".formatted(this.source),
						"write keyword=value; a value with blanks stands in single quotes: password='two words'");
			}
			position = skipBlanks(text, position + 1);
			StringBuilder value = new StringBuilder();
			position = readValue(text, position, value);
			if (!LibpqKeywords.isKnown(keyword)) {
				throw unknownKeyword(keyword);
			}
			put(keyword, value.toString());
		}
	}

	private CommandFailure unknownKeyword(String keyword) {
		boolean showable = this.namesQuotable && IDENTIFIER.matcher(keyword).matches();
		return CommandFailure.usage(
				"%s has an unknown parameter%s".formatted(this.source, showable ? ": " + keyword : ""),
				"parameters are libpq's: host, port, dbname, user, password, sslmode …; a value with blanks stands in"
						+ " single quotes");
	}

	private int readValue(String text, int start, StringBuilder value) {
		int position = start;
		boolean quoted = position < text.length() && text.charAt(position) == '\'';
		if (quoted) {
			position++;
		}
		while (position < text.length()) {
			char c = text.charAt(position);
			if (quoted ? c == '\'' : Character.isWhitespace(c)) {
				return position + 1;
			}
			if (c == '\\' && position + 1 < text.length()) {
				position++;
				c = text.charAt(position);
			}
			value.append(c);
			position++;
		}
		if (quoted) {
			throw CommandFailure.usage("%s has a quote that does not end".formatted(this.source),
					"inside of single quotes, write \\' for a quote and \\\\ for a backslash");
		}
		return position;
	}

	private static int skipBlanks(String text, int start) {
		int position = start;
		while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
			position++;
		}
		return position;
	}

	/** Undoes percent-encoding of UTF-8. */
	private String decode(String encoded, Dialect dialect, boolean plusIsBlank) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
		byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < raw.length; i++) {
			if (raw[i] == '%') {
				int value = (i + 2 < raw.length) ? hex(raw[i + 1]) * 16 + hex(raw[i + 2]) : -1;
				boolean valid = i + 2 < raw.length && hex(raw[i + 1]) >= 0 && hex(raw[i + 2]) >= 0;
				if (valid && value != 0) {
					bytes.write(value);
					i += 2;
					continue;
				}
				if (valid || dialect != Dialect.SQLALCHEMY) {
					throw CommandFailure.usage("%s has a %% that is not followed by two hexadecimal digits, or %%00"
						.formatted(this.source), ENCODE);
				}
			}
			bytes.write((plusIsBlank && raw[i] == '+') ? ' ' : raw[i]);
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw CommandFailure.usage("%s has percent-encoded bytes that are not UTF-8".formatted(this.source),
					ENCODE);
		}
	}

	private static int hex(byte digit) {
		return Character.digit((char) digit, 16);
	}

	/** Splits a list of hosts or ports; an empty text is one empty element. */
	static List<String> list(@Nullable String text) {
		List<String> parts = new ArrayList<>();
		for (String part : ((text != null) ? text : "").split(",", -1)) {
			parts.add(part.strip());
		}
		return parts;
	}

}
