package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_service.conf}: named groups of connection parameters.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">The
 * connection service file</a>
 */
final class ServiceFile {

	/** Where Debian's and Fedora's libpq look when PGSYSCONFDIR says nothing. */
	private static final List<String> SYSTEM = List.of("/etc/postgresql-common", "/etc/sysconfig/pgsql");

	private ServiceFile() {
	}

	/**
	 * The parameters of a service: of the user's file, else of the system's.
	 * @throws CommandFailure usage, if no file defines it or its definition is wrong
	 */
	static Map<String, String> parameters(String service, Map<String, String> environment, Path home) {
		List<Path> files = files(environment, home);
		for (Path file : files) {
			if (Files.exists(file)) {
				Map<String, String> found = read(file, service);
				if (found != null) {
					return found;
				}
			}
		}
		throw CommandFailure.usage("there is no service \"%s\"".formatted(SecretText.masked(service)),
				"services are defined in %s"
					.formatted(files.stream().map(Path::toString).collect(Collectors.joining(", "))));
	}

	private static List<Path> files(Map<String, String> environment, Path home) {
		List<Path> files = new ArrayList<>();
		String named = environment.get("PGSERVICEFILE");
		files.add((named != null && !named.isEmpty()) ? Path.of(named) : home.resolve(".pg_service.conf"));
		String system = environment.get("PGSYSCONFDIR");
		if (system != null && !system.isEmpty()) {
			files.add(Path.of(system, "pg_service.conf"));
		}
		else {
			SYSTEM.forEach((directory) -> files.add(Path.of(directory, "pg_service.conf")));
		}
		return files;
	}

	private static @Nullable Map<String, String> read(Path file, String service) {
		List<String> lines;
		try {
			lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw CommandFailure.usage("%s cannot be read".formatted(file), "check its permissions");
		}
		Map<String, String> parameters = null;
		for (int number = 1; number <= lines.size(); number++) {
			String line = lines.get(number - 1).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			if (line.startsWith("[")) {
				if (parameters != null) {
					return parameters;
				}
				if (line.equals("[" + service + "]")) {
					parameters = new LinkedHashMap<>();
				}
				continue;
			}
			if (parameters != null) {
				readParameter(line, parameters, file + ":" + number);
			}
		}
		return parameters;
	}

	private static void readParameter(String line, Map<String, String> parameters, String place) {
		int equals = line.indexOf('=');
		if (equals < 0) {
			throw CommandFailure.usage("%s: a line without an =".formatted(place), "write keyword=value");
		}
		String keyword = line.substring(0, equals).strip();
		if (keyword.equals("service") || !LibpqKeywords.isKnown(keyword)) {
			throw CommandFailure.usage("%s: unknown parameter".formatted(place),
					"parameters are libpq's: host, port, dbname, user, sslmode …");
		}
		// libpq: the first one counts
		parameters.putIfAbsent(keyword, line.substring(equals + 1).strip());
	}

}
