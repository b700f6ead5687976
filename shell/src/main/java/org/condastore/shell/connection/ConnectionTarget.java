package org.condastore.shell.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Which database to work on and how to log in there. Immutable. The password can only be
 * had by this package, and no text made of a target contains it.
 */
public final class ConnectionTarget {

	private final List<Endpoint> endpoints;

	private final String database;

	private final String user;

	private final @Nullable String password;

	private final Map<String, String> driverProperties;

	private final @Nullable EmbeddedPlace embedded;

	private final @Nullable ProfileName profile;

	private final boolean production;

	private final boolean readOnly;

	private ConnectionTarget(List<Endpoint> endpoints, String database, String user, @Nullable String password,
			Map<String, String> driverProperties, @Nullable EmbeddedPlace embedded, @Nullable ProfileName profile,
			boolean production, boolean readOnly) {
		this.endpoints = List.copyOf(endpoints);
		this.database = database;
		this.user = user;
		this.password = password;
		this.driverProperties = Map.copyOf(driverProperties);
		this.embedded = embedded;
		this.profile = profile;
		this.production = production;
		this.readOnly = readOnly;
	}

	/**
	 * A database on a server that runs already.
	 * @param endpoints at least one; tried in this order
	 * @param password null if none is known
	 * @param driverProperties further connection properties under pgjdbc's names
	 */
	public static ConnectionTarget server(List<Endpoint> endpoints, String database, String user,
			@Nullable String password, Map<String, String> driverProperties) {
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("a server target needs an endpoint");
		}
		return new ConnectionTarget(endpoints, database, user, password, driverProperties, null, null, false, false);
	}

	/**
	 * The shell's own database.
	 * @param directory where its server keeps everything; need not exist yet
	 * @param cache where PostgreSQL's programs are unpacked
	 */
	static ConnectionTarget embedded(Path directory, Path cache) {
		return new ConnectionTarget(List.of(), EmbeddedDatabase.DATABASE, PostgresCluster.USER, null,
				Map.of("sslmode", "disable", "gssEncMode", "disable"), new EmbeddedPlace(directory, cache), null, false,
				false);
	}

	/** The embedded database, now that its server runs. */
	ConnectionTarget at(Endpoint endpoint, String secret) {
		return new ConnectionTarget(List.of(endpoint), this.database, this.user, secret, this.driverProperties,
				this.embedded, this.profile, this.production, this.readOnly);
	}

	/** Another database on the same server. */
	ConnectionTarget in(String otherDatabase) {
		return new ConnectionTarget(this.endpoints, otherDatabase, this.user, this.password, this.driverProperties,
				this.embedded, this.profile, this.production, this.readOnly);
	}

	/** This target, known under the name of a profile. */
	ConnectionTarget withProfile(ProfileName name, boolean markedProduction, boolean markedReadOnly) {
		return new ConnectionTarget(this.endpoints, this.database, this.user, this.password, this.driverProperties,
				this.embedded, name, markedProduction, this.readOnly || markedReadOnly);
	}

	/** This target, with writes refused by the shell and by the server's session. */
	public ConnectionTarget asReadOnly() {
		return new ConnectionTarget(this.endpoints, this.database, this.user, this.password, this.driverProperties,
				this.embedded, this.profile, this.production, true);
	}

	/**
	 * What the prompt calls it: the profile's name, {@code embedded}, or the database.
	 */
	public String name() {
		if (this.profile != null) {
			return this.profile.value();
		}
		return isEmbedded() ? "embedded" : this.database;
	}

	/** Where it is: {@code host:port/database}, or the embedded server's directory. */
	public String location() {
		if (this.embedded != null) {
			return "the embedded database in " + this.embedded.directory();
		}
		return this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(",")) + "/" + this.database;
	}

	/**
	 * Where the server listens; empty for the embedded server, which has a new port at
	 * each start.
	 */
	public List<Endpoint> endpoints() {
		return this.endpoints;
	}

	public String database() {
		return this.database;
	}

	public String user() {
		return this.user;
	}

	/** Whether it is the shell's own server. */
	public boolean isEmbedded() {
		return this.embedded != null;
	}

	/** Where the embedded server keeps its data; empty for any other server. */
	public Optional<Path> embeddedDirectory() {
		return Optional.ofNullable(this.embedded).map(EmbeddedPlace::directory);
	}

	Path cacheDirectory() {
		if (this.embedded == null) {
			throw new IllegalStateException("only the embedded database has programs");
		}
		return this.embedded.cache();
	}

	/** The profile it came from, if it did. */
	public Optional<ProfileName> profile() {
		return Optional.ofNullable(this.profile);
	}

	/** Whether its profile is marked as production. */
	public boolean isProduction() {
		return this.production;
	}

	/** Whether writes are refused. */
	public boolean isReadOnly() {
		return this.readOnly;
	}

	@Nullable String password() {
		return this.password;
	}

	Map<String, String> driverProperties() {
		return this.driverProperties;
	}

	/** A URL for pgjdbc, without user, password and parameters. */
	String driverUrl() {
		return "jdbc:postgresql://" + this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","))
				+ "/" + URLEncoder.encode(this.database, StandardCharsets.UTF_8);
	}

	/** Everything that pgjdbc needs besides the URL, the password included. */
	Properties driverLogin() {
		Properties login = new Properties();
		login.putAll(this.driverProperties);
		login.setProperty("user", this.user);
		// Never absent: pgjdbc would look for a .pgpass of its own, without the rule
		// about the file's permissions.
		login.setProperty("password", (this.password != null) ? this.password : "");
		return login;
	}

	/** Where the embedded database has its data and its programs. */
	private record EmbeddedPlace(Path directory, Path cache) {
	}

	@Override
	public String toString() {
		return isEmbedded() ? location() : this.user + "@" + location();
	}

}
