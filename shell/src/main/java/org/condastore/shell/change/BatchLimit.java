package org.condastore.shell.change;

/**
 * How much one of several batches does.
 *
 * @param subjects how many of the things that the change is about
 * @param countsAll whether it counts how many there are in all, as somebody has to who
 * asks about them
 */
record BatchLimit(int subjects, boolean countsAll) {
}
