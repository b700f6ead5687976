package org.condastore.shell.doctor;

import java.util.function.Consumer;

/**
 * One way to break a random row.
 *
 * @param name ids of the invariants that it breaks, and how
 * @param how chooses rows, breaks them and says what follows from it
 */
record Mutation(String name, Consumer<Mixture> how) {
}
