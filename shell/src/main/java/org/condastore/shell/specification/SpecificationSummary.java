package org.condastore.shell.specification;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A specification and how much it is used.
 *
 * @param sha256 by which conda-store recognises it
 * @param builds how many live builds were made from it
 */
record SpecificationSummary(int id, String name, String sha256, @Nullable Instant createdOn, boolean isLockfile,
		int builds) {
}
