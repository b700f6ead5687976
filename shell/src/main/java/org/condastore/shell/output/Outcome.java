package org.condastore.shell.output;

import org.jspecify.annotations.Nullable;

/**
 * What a command came to, for whoever counts.
 *
 * @param rows how many records it listed; of a change, of how many things it was
 * @param written how many rows of tables it wrote
 * @param changeId under which the journal keeps it; null if it does not
 */
public record Outcome(long rows, int written, @Nullable Long changeId) {

}
