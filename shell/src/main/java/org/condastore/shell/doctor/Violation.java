package org.condastore.shell.doctor;

import org.jspecify.annotations.Nullable;

/**
 * A row that breaks an invariant.
 *
 * @param table its table
 * @param key its key, as {@code row set} takes it
 * @param namespace the namespace that it belongs to; null if to none
 * @param detail what is wrong with it, with the value
 */
record Violation(String table, String key, @Nullable String namespace, String detail) {
}
