package org.condastore.shell.connection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which database is meant: {@code --db}, {@code --profile},
 * {@code CONDA_STORE_SHELL_DB}, {@code CONDA_STORE_DATABASE_URL}, libpq's variables, the
 * embedded default, in this order. What a connection string leaves open is taken from its
 * service, then from libpq's variables, then from libpq's defaults.
 *
 * <p>
 * Reads profiles, service and password files, and connects to nothing.
 */
public final class TargetResolver {

	/**
	 * The variables that name a server or a database: with one of them set the embedded
	 * default is not meant. A password or an SSL mode alone names nothing.
	 */
	private static final List<String> PLACE_VARIABLES = List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE",
			"PGSERVICE");

	private static final String EMBEDDED = "embedded";

	private static final int DEFAULT_PORT = 5432;

	private static final Set<String> FORBIDDEN_IN_HOST = Set.of("@", "/", "?", "=", "&", " ", "#", "\\", "[", "]", "\"",
			"'", "\n", "\t");

	private final DatabaseOptions options;

	private final Map<String, String> environment;

	private final Directories directories;

	private final String operatingSystemUser;

	private final List<String> notes = new ArrayList<>();

	/** Resolves for the user who runs this process. */
	public TargetResolver(DatabaseOptions options, Map<String, String> environment, Directories directories) {
		this(options, environment, directories, System.getProperty("user.name"));
	}

	TargetResolver(DatabaseOptions options, Map<String, String> environment, Directories directories,
			String operatingSystemUser) {
		this.options = options;
		this.environment = Map.copyOf(environment);
		this.directories = directories;
		this.operatingSystemUser = operatingSystemUser;
	}

	/** Where programs are unpacked. */
	public Path cache() {
		return this.directories.cache();
	}

	/** Where the operator's own migrations are; there need not be such a directory. */
	public Path migrations() {
		String named = this.environment.get("CONDA_STORE_SHELL_MIGRATIONS");
		return (named != null && !named.isEmpty()) ? Path.of(named) : this.directories.migrations();
	}

	/**
	 * The database that the session begins with.
	 * @throws CommandFailure usage, if what was given cannot be understood
	 */
	public ConnectionTarget initial() {
		ConnectionTarget target = withOptions(find());
		if (this.options.embeddedDirectory() != null && !target.isEmbedded()) {
			this.notes.add("--embedded-dir has no effect: the database is " + target.location());
		}
		return target;
	}

	/**
	 * The database that somebody names in the running session.
	 * @param typed a connection string, the name of a profile, or {@code embedded}
	 * @throws CommandFailure usage, if it is none of them
	 */
	public ConnectionTarget named(String typed) {
		if (ConnectionString.looksLikeOne(typed)) {
			return withOptions(ofText(typed, "the address"));
		}
		ProfileName name = ProfileName.of(typed);
		Profiles profiles = profiles();
		if (typed.equals(EMBEDDED) && profiles.find(name).isEmpty()) {
			return withOptions(embedded());
		}
		return withOptions(ofProfile(profiles.get(name), profiles));
	}

	/**
	 * The operator's profiles, as the file has them now.
	 * @throws CommandFailure usage, with file and line, if the file is wrong
	 */
	public Profiles profiles() {
		return Profiles.read(this.directories.profiles());
	}

	/** Remarks on what was found, each of them once: the caller prints them. */
	public List<String> takeNotes() {
		List<String> taken = List.copyOf(this.notes);
		this.notes.clear();
		return taken;
	}

	private ConnectionTarget find() {
		if (this.options.url() != null) {
			return ofText(this.options.url(), "--db");
		}
		if (this.options.profile() != null) {
			Profiles profiles = profiles();
			return ofProfile(profiles.get(ProfileName.of(this.options.profile())), profiles);
		}
		for (String variable : List.of("CONDA_STORE_SHELL_DB", "CONDA_STORE_DATABASE_URL")) {
			String value = this.environment.get(variable);
			if (value != null && !value.isBlank()) {
				return ofText(value, variable);
			}
		}
		for (String variable : PLACE_VARIABLES) {
			String value = this.environment.get(variable);
			if (value != null && !value.isEmpty()) {
				return ofParameters(new ConnectionParameters(), variable);
			}
		}
		return embedded();
	}

	private ConnectionTarget withOptions(ConnectionTarget target) {
		return this.options.readOnly() ? target.asReadOnly() : target;
	}

	private ConnectionTarget embedded() {
		Path directory = (this.options.embeddedDirectory() != null) ? this.options.embeddedDirectory()
				: this.directories.embedded();
		return ConnectionTarget.embedded(directory.toAbsolutePath().normalize(), this.directories.cache());
	}

	private ConnectionTarget ofProfile(Profile profile, Profiles profiles) {
		ConnectionTarget target = ofText(profile.url(), "the url of profile " + profile.name());
		boolean holdsPassword = ConnectionString.parse(profile.url(), "").get("password") != null;
		if (holdsPassword && PasswordFile.isOpenToOthers(profiles.file())) {
			this.notes.add("%s holds a password and others can read it; chmod 600 makes it private"
				.formatted(profiles.file()));
		}
		return target.withProfile(profile.name(), profile.production(), profile.readOnly());
	}

	private ConnectionTarget ofText(String text, String source) {
		return ofParameters(ConnectionString.parse(text, source), source);
	}

	private ConnectionTarget ofParameters(ConnectionParameters parameters, String source) {
		Map<String, String> defaults = LibpqKeywords.ofEnvironment(this.environment);
		String service = firstOf(parameters.get("service"), defaults.get("service"));
		if (service != null) {
			Map<String, String> ofService = ServiceFile.parameters(service, this.environment, this.directories.home());
			parameters.addDefaults(ofService);
		}
		if (parameters.get("host") != null) {
			// A host that is given is not to be overruled by an address in the
			// environment.
			defaults.remove("hostaddr");
		}
		parameters.addDefaults(defaults);
		String user = firstOf(parameters.get("user"), parameters.driverProperties().remove("user"),
				this.operatingSystemUser);
		String database = firstOf(parameters.get("dbname"), user);
		if (user == null || database == null) {
			throw CommandFailure.usage("%s names no user".formatted(source),
					"add the user to the address, or set PGUSER");
		}
		if (ConnectionString.looksLikeOne(database)) {
			throw CommandFailure.usage("%s has an address where a database's name belongs".formatted(source),
					"give the address alone, with --db");
		}
		List<Endpoint> endpoints = endpoints(parameters, source);
		Map<String, String> properties = new LinkedHashMap<>(
				LibpqKeywords.driverProperties(parameters.keywords(), this.directories.home(), source));
		properties.putAll(parameters.driverProperties());
		String password = firstOf(parameters.get("password"), properties.remove("password"));
		if (password == null) {
			Path file = passwordFile(parameters.get("passfile"));
			password = PasswordFile.find(file, endpoints, database, user, this.notes::add).orElse(null);
		}
		return ConnectionTarget.server(endpoints, database, user, password, properties);
	}

	private Path passwordFile(@Nullable String named) {
		return (named != null && !named.isEmpty()) ? Path.of(named) : this.directories.home().resolve(".pgpass");
	}

	/** Pairs hosts and ports: as many ports as hosts, or one for all. */
	private List<Endpoint> endpoints(ConnectionParameters parameters, String source) {
		String address = firstOf(parameters.get("hostaddr"));
		List<String> hosts = ConnectionString.list((address != null) ? address : parameters.get("host"));
		List<String> ports = ConnectionString.list(parameters.get("port"));
		if (ports.size() != 1 && ports.size() != hosts.size()) {
			throw CommandFailure.usage("%s has %d hosts and %d ports".formatted(source, hosts.size(), ports.size()),
					"give one port for all hosts, or one for each");
		}
		List<Endpoint> endpoints = new ArrayList<>();
		for (int i = 0; i < hosts.size(); i++) {
			String host = hosts.get(i);
			if (host.startsWith("/") || host.startsWith("@")) {
				throw CommandFailure.usage(
						"%s means a Unix-domain socket, and the shell connects over TCP only".formatted(source),
						"use host=localhost; the server's pg_hba.conf needs a \"host\" line for this login");
			}
			if (FORBIDDEN_IN_HOST.stream().anyMatch(host::contains)) {
				throw CommandFailure.usage("%s has a host that cannot be one".formatted(source),
						"use a name, an IPv4 address, or an IPv6 address in brackets");
			}
			String port = ports.get((ports.size() == 1) ? 0 : i);
			endpoints.add(new Endpoint(host.isEmpty() ? "localhost" : host, port(port, source)));
		}
		return endpoints;
	}

	private static int port(String text, String source) {
		if (text.isEmpty()) {
			return DEFAULT_PORT;
		}
		if (text.matches("[0-9]{1,5}")) {
			int port = Integer.parseInt(text);
			if (port >= 1 && port <= 65535) {
				return port;
			}
		}
		throw CommandFailure.usage("%s has a port that is not a number from 1 to 65535".formatted(source),
				"write host:5432; in a URL the password is percent-encoded: / is %2F, : is %3A, @ is %40");
	}

	private static @Nullable String firstOf(@Nullable String... candidates) {
		for (String candidate : candidates) {
			if (candidate != null && !candidate.isEmpty()) {
				return candidate;
			}
		}
		return null;
	}

}
