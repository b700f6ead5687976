package org.condastore.shell.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * libpq's connection parameters, and what they are called by pgjdbc.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">libpq's
 * keywords</a>
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc's properties</a>
 */
final class LibpqKeywords {

	/** Where the database is and who logs in; not for the driver's properties. */
	private static final Set<String> PLACE = Set.of("host", "hostaddr", "port", "dbname", "user", "password",
			"passfile", "service");

	private static final Set<String> SECRET = Set.of("password", "sslpassword");

	/** Those that pgjdbc has under another name, or the same, with the same values. */
	private static final Map<String, String> RENAMED = Map.ofEntries(Map.entry("application_name", "ApplicationName"),
			Map.entry("options", "options"), Map.entry("sslcert", "sslcert"), Map.entry("sslkey", "sslkey"),
			Map.entry("sslpassword", "sslpassword"), Map.entry("channel_binding", "channelBinding"),
			Map.entry("gssencmode", "gssEncMode"), Map.entry("krbsrvname", "kerberosServerName"),
			Map.entry("gsslib", "gsslib"), Map.entry("require_auth", "requireAuth"),
			Map.entry("sslnegotiation", "sslNegotiation"));

	/** Those with values to translate. */
	private static final Set<String> TRANSLATED = Set.of("sslmode", "sslrootcert", "connect_timeout", "keepalives",
			"target_session_attrs", "load_balance_hosts", "fallback_application_name");

	/**
	 * Those that change neither what is reached nor how safely: the shell always talks
	 * UTF-8, and the system's values hold for the rest.
	 */
	private static final Set<String> WITHOUT_EFFECT = Set.of("client_encoding", "keepalives_idle",
			"keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslcompression", "sslsni");

	/** Those that cannot be kept, and whose loss somebody might regret. */
	private static final Set<String> NOT_SUPPORTED = Set.of("sslcrl", "sslcrldir", "sslcertmode", "requirepeer",
			"ssl_min_protocol_version", "ssl_max_protocol_version", "min_protocol_version", "max_protocol_version",
			"replication", "gssdelegation", "scram_client_key", "scram_server_key", "oauth_issuer", "oauth_client_id",
			"oauth_client_secret", "oauth_scope", "sslkeylogfile", "servicefile");

	private static final Map<String, String> SERVER_TYPES = Map.of("any", "any", "read-write", "primary", "primary",
			"primary", "read-only", "secondary", "standby", "secondary", "prefer-standby", "preferSecondary");

	private static final Set<String> SSL_MODES = Set.of("disable", "allow", "prefer", "require", "verify-ca",
			"verify-full");

	/** libpq's environment variables and the keywords for which they are defaults. */
	private static final Map<String, String> VARIABLES = variables();

	private LibpqKeywords() {
	}

	static boolean isKnown(String keyword) {
		return PLACE.contains(keyword) || RENAMED.containsKey(keyword) || TRANSLATED.contains(keyword)
				|| WITHOUT_EFFECT.contains(keyword) || NOT_SUPPORTED.contains(keyword);
	}

	static boolean isSecret(String keyword) {
		return SECRET.contains(keyword);
	}

	static boolean isSslMode(String value) {
		return SSL_MODES.contains(value);
	}

	/** The keywords that the environment sets. */
	static Map<String, String> ofEnvironment(Map<String, String> environment) {
		Map<String, String> keywords = new LinkedHashMap<>();
		VARIABLES.forEach((variable, keyword) -> {
			String value = environment.get(variable);
			if (value != null && !value.isEmpty()) {
				keywords.put(keyword, value);
			}
		});
		return keywords;
	}

	/**
	 * Translates everything but place, login and password.
	 * @param keywords as given or found
	 * @param home where libpq looks for {@code .postgresql}
	 * @param source what to call their origin in a failure
	 * @return pgjdbc's properties
	 * @throws CommandFailure usage, for a value that libpq would refuse or a keyword that
	 * cannot be kept
	 */
	static Map<String, String> driverProperties(Map<String, String> keywords, Path home, String source) {
		Map<String, String> properties = new HashMap<>();
		keywords.forEach((keyword, value) -> {
			if (NOT_SUPPORTED.contains(keyword)) {
				throw CommandFailure.usage("%s has %s, which is not supported here".formatted(source, keyword),
						"leave it out, or use psql");
			}
			String renamed = RENAMED.get(keyword);
			if (renamed != null && !value.isEmpty()) {
				properties.put(renamed, value);
			}
		});
		String fallbackName = keywords.get("fallback_application_name");
		if (fallbackName != null) {
			properties.putIfAbsent("ApplicationName", fallbackName);
		}
		oneOf(keywords, "channel_binding", Set.of("disable", "prefer", "require"), source);
		oneOf(keywords, "gssencmode", Set.of("disable", "prefer", "require"), source);
		oneOf(keywords, "sslnegotiation", Set.of("postgres", "direct"), source);
		addTimeout(keywords.get("connect_timeout"), properties, source);
		addEncryption(keywords, properties, home, source);
		String keepalives = oneOf(keywords, "keepalives", Set.of("0", "1"), source);
		if (keepalives != null) {
			properties.put("tcpKeepAlive", String.valueOf(keepalives.equals("1")));
		}
		String attributes = oneOf(keywords, "target_session_attrs", SERVER_TYPES.keySet(), source);
		if (attributes != null) {
			properties.put("targetServerType", SERVER_TYPES.getOrDefault(attributes, "any"));
		}
		String balance = oneOf(keywords, "load_balance_hosts", Set.of("disable", "random"), source);
		if (balance != null) {
			properties.put("loadBalanceHosts", String.valueOf(balance.equals("random")));
		}
		return properties;
	}

	private static void addTimeout(@Nullable String value, Map<String, String> properties, String source) {
		if (value == null || value.isEmpty()) {
			return;
		}
		if (!value.matches("-?[0-9]{1,6}")) {
			throw CommandFailure.usage("%s has a connect_timeout that is not a number".formatted(source),
					"give it in seconds: connect_timeout=10");
		}
		// libpq: zero or negative waits for ever
		properties.put("connectTimeout", String.valueOf(Math.max(0, Integer.parseInt(value))));
	}

	private static void addEncryption(Map<String, String> keywords, Map<String, String> properties, Path home,
			String source) {
		String mode = oneOf(keywords, "sslmode", SSL_MODES, source);
		String root = keywords.get("sslrootcert");
		if ("system".equals(root)) {
			if (mode != null && !mode.equals("verify-full")) {
				throw CommandFailure.usage("%s has sslrootcert=system with a weak sslmode".formatted(source),
						"use sslmode=verify-full with it");
			}
			properties.put("sslmode", "verify-full");
			properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
			return;
		}
		if (root != null && !root.isEmpty()) {
			properties.put("sslrootcert", root);
		}
		if (mode != null) {
			// libpq verifies the certificate in mode "require" too when there is
			// something
			// to verify it with; pgjdbc does not.
			boolean verifiable = properties.containsKey("sslrootcert")
					|| Files.exists(home.resolve(".postgresql").resolve("root.crt"));
			properties.put("sslmode", (mode.equals("require") && verifiable) ? "verify-ca" : mode);
		}
	}

	private static @Nullable String oneOf(Map<String, String> keywords, String keyword, Set<String> values,
			String source) {
		String value = keywords.get(keyword);
		if (value == null || value.isEmpty()) {
			return null;
		}
		if (!values.contains(value)) {
			throw CommandFailure.usage("%s has a value for %s that does not exist".formatted(source, keyword),
					"it is one of " + String.join(", ", values.stream().sorted().toList()));
		}
		return value;
	}

	private static Map<String, String> variables() {
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put("PGHOST", "host");
		variables.put("PGHOSTADDR", "hostaddr");
		variables.put("PGPORT", "port");
		variables.put("PGDATABASE", "dbname");
		variables.put("PGUSER", "user");
		variables.put("PGPASSWORD", "password");
		variables.put("PGPASSFILE", "passfile");
		variables.put("PGSERVICE", "service");
		variables.put("PGOPTIONS", "options");
		variables.put("PGAPPNAME", "application_name");
		variables.put("PGCONNECT_TIMEOUT", "connect_timeout");
		variables.put("PGSSLMODE", "sslmode");
		variables.put("PGSSLROOTCERT", "sslrootcert");
		variables.put("PGSSLCERT", "sslcert");
		variables.put("PGSSLKEY", "sslkey");
		variables.put("PGSSLNEGOTIATION", "sslnegotiation");
		variables.put("PGSSLCRL", "sslcrl");
		variables.put("PGSSLCRLDIR", "sslcrldir");
		variables.put("PGSSLCERTMODE", "sslcertmode");
		variables.put("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version");
		variables.put("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version");
		variables.put("PGREQUIREPEER", "requirepeer");
		variables.put("PGREQUIREAUTH", "require_auth");
		variables.put("PGCHANNELBINDING", "channel_binding");
		variables.put("PGGSSENCMODE", "gssencmode");
		variables.put("PGKRBSRVNAME", "krbsrvname");
		variables.put("PGGSSLIB", "gsslib");
		variables.put("PGTARGETSESSIONATTRS", "target_session_attrs");
		variables.put("PGLOADBALANCEHOSTS", "load_balance_hosts");
		return variables;
	}

}
