package org.condastore.shell.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.jspecify.annotations.Nullable;

/**
 * Where a setting is set: for everything, for a namespace, or for an environment.
 *
 * @param namespace null at the global level
 * @param environment null at the global level and at that of a namespace
 */
public record SettingLevel(@Nullable String namespace, @Nullable String environment) {

	/** What the prefixes of all settings begin with. */
	static final String ROOT = "setting";

	static final SettingLevel GLOBAL = new SettingLevel(null, null);

	/**
	 * The level that two options name.
	 * @throws CommandFailure {@code USAGE} if both are given
	 */
	public static SettingLevel of(@Nullable NamespaceName namespace, @Nullable EnvironmentName environment) {
		if (namespace != null && environment != null) {
			throw CommandFailure.usage("--namespace and --environment exclude each other",
					"--environment %s names its namespace too".formatted(environment));
		}
		if (environment != null) {
			return new SettingLevel(environment.namespace().value(), environment.name());
		}
		return (namespace != null) ? new SettingLevel(namespace.value(), null) : GLOBAL;
	}

	/** The level of a stored prefix; empty if conda-store never looks there. */
	public static Optional<SettingLevel> stored(String prefix) {
		List<String> parts = List.of(prefix.split("/", -1));
		if (!parts.get(0).equals(ROOT) || parts.size() > 3 || parts.contains("")) {
			return Optional.empty();
		}
		return Optional
			.of(new SettingLevel((parts.size() > 1) ? parts.get(1) : null, (parts.size() > 2) ? parts.get(2) : null));
	}

	/** Whether it is the level of everything. */
	boolean isGlobal() {
		return this.namespace == null;
	}

	/** The name of the namespace or environment; empty at the global level. */
	String name() {
		return prefix().substring(Math.min(prefix().length(), ROOT.length() + 1));
	}

	/** As it is stored. */
	public String prefix() {
		StringBuilder prefix = new StringBuilder(ROOT);
		if (this.namespace != null) {
			prefix.append('/').append(this.namespace);
		}
		if (this.environment != null) {
			prefix.append('/').append(this.environment);
		}
		return prefix.toString();
	}

	/** This level and those above it, in the order in which conda-store applies them. */
	List<SettingLevel> path() {
		List<SettingLevel> path = new ArrayList<>(List.of(GLOBAL));
		if (this.namespace != null) {
			path.add(new SettingLevel(this.namespace, null));
		}
		if (this.environment != null) {
			path.add(this);
		}
		return path;
	}

	/** What it is called: global, namespace or environment. */
	String kind() {
		if (this.environment != null) {
			return "environment";
		}
		return (this.namespace != null) ? "namespace" : "global";
	}

}
