package org.condastore.shell.connection;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where the shell keeps its files: a directory {@code conda-store-shell} in each of the
 * XDG base directories. None of them is created here.
 *
 * @param home the home directory
 * @param config what the operator writes: {@code profiles.yaml}, migrations
 * @param data the embedded database
 * @param state the history and the log
 * @param cache what can be made again: unpacked programs, class archives
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base
 * Directory Specification</a>
 */
public record Directories(Path home, Path config, Path data, Path state, Path cache) {

	private static final String NAME = "conda-store-shell";

	/**
	 * The directories that an environment names.
	 * @param environment the process's environment; an XDG variable with a relative path
	 * is ignored, as its specification wants
	 */
	public static Directories of(Map<String, String> environment) {
		String named = environment.get("HOME");
		Path home = Path.of((named != null && !named.isEmpty()) ? named : System.getProperty("user.home"));
		return new Directories(home, base(environment.get("XDG_CONFIG_HOME"), home.resolve(".config")),
				base(environment.get("XDG_DATA_HOME"), home.resolve(".local/share")),
				base(environment.get("XDG_STATE_HOME"), home.resolve(".local/state")),
				base(environment.get("XDG_CACHE_HOME"), home.resolve(".cache")));
	}

	/** Where the profiles are. */
	public Path profiles() {
		return this.config.resolve("profiles.yaml");
	}

	/** Where the operator's own migrations are unless something else is said. */
	public Path migrations() {
		return this.config.resolve("migrations");
	}

	/** Where the embedded database is unless {@code --embedded-dir} moves it. */
	public Path embedded() {
		return this.data.resolve("embedded");
	}

	private static Path base(@Nullable String named, Path otherwise) {
		boolean usable = named != null && Path.of(named).isAbsolute();
		return (usable ? Path.of(named) : otherwise).resolve(NAME);
	}

}
