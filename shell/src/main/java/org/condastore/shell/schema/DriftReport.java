package org.condastore.shell.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a database's tables are not what its version should look like.
 *
 * @param version the version that it claims; null if none
 * @param differences what would have to be done, one line each; empty if nothing
 * @param sql the statements that would do it; null if there is nothing to do
 */
record DriftReport(@Nullable String version, List<String> differences, @Nullable String sql) {

}
