package org.condastore.shell.build;

import org.jspecify.annotations.Nullable;

/**
 * Where a build stands.
 *
 * @param status as stored, which may be one that nobody knows
 */
record BuildState(int id, @Nullable String status) {
}
