package org.condastore.shell.transfer;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A namespace with what defines its environments, but without what was built: files
 * cannot be moved by rows.
 *
 * @param format {@value #FORMAT}
 * @param exportedOn when it was read
 * @param name of the namespace
 * @param metadata JSON; null if there are none
 * @param roles the role mappings that the namespace holds, and those of generation 2 that
 * others hold on it
 * @param settings of the namespace and of its environments
 * @param specifications those of the builds, each of them once
 * @param environments the live ones
 */
record NamespaceDocument(String format, @Nullable Instant exportedOn, String name, @Nullable String metadata,
		List<Role> roles, List<Setting> settings, List<Specification> specifications, List<Environment> environments) {

	/**
	 * What a file says that holds one; the number grows when older readers would fail.
	 */
	static final String FORMAT = "conda-store namespace 1";

	/**
	 * A role mapping.
	 *
	 * @param generation 1 or 2, conda-store's {@code role_mappings_version}
	 * @param holder the name of the namespace that has the role
	 * @param entity on what: a pattern of names; in generation 2 one namespace, as
	 * {@code name/*}
	 * @param role as stored
	 */
	record Role(int generation, String holder, String entity, String role) {
	}

	/**
	 * A setting.
	 *
	 * @param environment its environment's name; null for the namespace itself
	 * @param key its name, as stored
	 * @param value JSON; null where the row has none
	 */
	record Setting(@Nullable String environment, String key, @Nullable String value) {
	}

	/**
	 * A specification.
	 *
	 * @param sha256 by which conda-store recognises it
	 * @param name of the environments that are built from it
	 * @param isLockfile whether it is a lock file of conda-lock's
	 * @param createdOn null if the row does not say
	 * @param spec JSON
	 */
	record Specification(String sha256, String name, boolean isLockfile, @Nullable Instant createdOn, String spec) {
	}

	/**
	 * An environment.
	 *
	 * @param description null if it has none
	 * @param specification the SHA-256 of that of its current build; null if it has no
	 * current build
	 * @param builds its live builds, the oldest first
	 */
	record Environment(String name, @Nullable String description, @Nullable String specification, List<Build> builds) {
	}

	/**
	 * A build, for the record.
	 *
	 * @param id in the database that it was read from
	 * @param current whether it was the environment's current one
	 * @param specification the SHA-256 of its specification
	 * @param status as stored
	 * @param lockfileKeys where its lock files are in the storage
	 */
	record Build(int id, boolean current, String specification, @Nullable String status, @Nullable Instant scheduledOn,
			@Nullable Instant endedOn, List<String> lockfileKeys) {
	}

}
