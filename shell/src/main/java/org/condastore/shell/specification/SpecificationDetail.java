package org.condastore.shell.specification;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one specification.
 *
 * @param hash whether the stored document still has the stored hash
 * @param computedSha256 the hash of the stored document; null where it cannot be computed
 * @param builds how many live builds were made from it
 * @param deletedBuilds how many builds made from it are marked as deleted
 * @param environments those that have builds of it, live or deleted
 * @param newestBuilds the newest ones, live or deleted
 * @param spec JSON as stored
 */
record SpecificationDetail(int id, String name, String sha256, HashCheck hash, @Nullable String computedSha256,
		@Nullable Instant createdOn, boolean isLockfile, int builds, int deletedBuilds, int solves,
		List<EnvironmentUse> environments, List<BuildUse> newestBuilds, String spec) {

	/** How {@code sha256} compares with the document. */
	enum HashCheck {

		MATCHES,

		/** The document was edited after it was stored. */
		DIFFERS,

		/** A lockfile, or a document that cannot be read. */
		NOT_VERIFIED

	}

	/**
	 * An environment with builds of the specification.
	 *
	 * @param namespace the name of its namespace, which may be NULL
	 * @param current whether its current build is one of them
	 * @param builds how many of them are live
	 */
	record EnvironmentUse(@Nullable String namespace, String environment, boolean current, int builds,
			@Nullable Instant deletedOn) {
	}

	/** A build of the specification. */
	record BuildUse(int id, @Nullable String namespace, String environment, @Nullable String status,
			@Nullable Instant scheduledOn, @Nullable Instant deletedOn) {
	}

}
