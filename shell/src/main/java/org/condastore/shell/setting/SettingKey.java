package org.condastore.shell.setting;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.Suggestions;

/**
 * The key of a setting that conda-store knows: what its values are and where it may be
 * set.
 *
 * @param name as stored
 * @param globalOnly whether it counts at the global level alone
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/schema.py">
 * schema.Settings</a>
 */
public record SettingKey(String name, SettingType type, boolean globalOnly) {

	private static final Map<String, SettingKey> KNOWN = new LinkedHashMap<>();

	static {
		Stream.of(global("default_namespace", SettingType.TEXT), global("filesystem_namespace", SettingType.TEXT),
				global("default_uid", SettingType.INTEGER_OR_NULL), global("default_gid", SettingType.INTEGER_OR_NULL),
				global("default_permissions", SettingType.PERMISSIONS_OR_NULL),
				global("storage_threshold", SettingType.INTEGER), global("conda_command", SettingType.TEXT),
				global("conda_platforms", SettingType.TEXTS), global("conda_max_solve_time", SettingType.INTEGER),
				global("conda_indexed_channels", SettingType.TEXTS),
				global("build_artifacts_kept_on_deletion", SettingType.ARTIFACT_TYPES),
				anywhere("conda_solve_platforms", SettingType.TEXTS), anywhere("conda_channel_alias", SettingType.TEXT),
				anywhere("conda_default_channels", SettingType.TEXTS),
				anywhere("conda_allowed_channels", SettingType.TEXTS),
				anywhere("conda_default_packages", SettingType.TEXTS),
				anywhere("conda_required_packages", SettingType.TEXTS),
				anywhere("conda_included_packages", SettingType.TEXTS),
				anywhere("pypi_default_packages", SettingType.TEXTS),
				anywhere("pypi_required_packages", SettingType.TEXTS),
				anywhere("pypi_included_packages", SettingType.TEXTS),
				anywhere("build_artifacts", SettingType.ARTIFACT_TYPES))
			.forEach((key) -> KNOWN.put(key.name(), key));
	}

	/**
	 * Accepts a typed key.
	 * @throws CommandFailure {@code USAGE} if conda-store does not know it
	 */
	public static SettingKey of(String typed) {
		return stored(typed.toLowerCase(Locale.ROOT).replace('-', '_'))
			.orElseThrow(() -> CommandFailure.usage("conda-store has no setting \"%s\"".formatted(typed),
					Suggestions.nearest(typed, KNOWN.keySet())
						.map("did you mean %s?"::formatted)
						.orElseGet(() -> "use one of " + String.join(", ", KNOWN.keySet()))));
	}

	/** A stored key; empty if conda-store does not know it and so ignores it. */
	static Optional<SettingKey> stored(String name) {
		return Optional.ofNullable(KNOWN.get(name));
	}

	/** All keys. */
	public static Collection<SettingKey> all() {
		return List.copyOf(KNOWN.values());
	}

	/** All keys, for completion. */
	public static List<NameSource.Name> names() {
		return all().stream()
			.map((key) -> new NameSource.Name(key.name(), key.type() + (key.globalOnly() ? ", global only" : "")))
			.toList();
	}

	/**
	 * Values that a setting can have, for completion; none where there are too many.
	 * @param name of the setting, as far as it is one
	 */
	public static List<NameSource.Name> values(String name) {
		return stored(name).filter((key) -> key.type() == SettingType.ARTIFACT_TYPES)
			.map((key) -> SettingType.ARTIFACTS.stream().sorted().map((type) -> new NameSource.Name(type, "")).toList())
			.orElse(List.of());
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static SettingKey global(String name, SettingType type) {
		return new SettingKey(name, type, true);
	}

	private static SettingKey anywhere(String name, SettingType type) {
		return new SettingKey(name, type, false);
	}

}
