package org.condastore.shell.output;

/**
 * What results are laid out for.
 *
 * @param terminal whether the text goes to a screen: nothing may reach it raw
 * @param columns cells in a line, or {@link TextTable#UNLIMITED}
 * @param rows lines of the screen, {@link Integer#MAX_VALUE} if nothing scrolls away
 * @param colour whether headings may be emphasised
 */
record Medium(boolean terminal, int columns, int rows, boolean colour) {

	/** A file or another program. */
	static final Medium PIPE = new Medium(false, TextTable.UNLIMITED, Integer.MAX_VALUE, false);

}
