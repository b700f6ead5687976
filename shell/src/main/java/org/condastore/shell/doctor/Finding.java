package org.condastore.shell.doctor;

/**
 * An invariant that does not hold.
 *
 * @param found where
 */
record Finding(Invariant invariant, Findings found) {
}
