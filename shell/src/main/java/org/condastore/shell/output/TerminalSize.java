package org.condastore.shell.output;

/**
 * How much a terminal shows at once.
 *
 * @param columns character cells in a line, at least 1
 * @param rows lines on the screen, at least 1
 */
public record TerminalSize(int columns, int rows) {

	/** What is assumed of a terminal that does not tell: the VT100's size. */
	public static final TerminalSize UNKNOWN = new TerminalSize(80, 24);

	public TerminalSize {
		if (columns < 1 || rows < 1) {
			throw new IllegalArgumentException("not a terminal's size: " + columns + "x" + rows);
		}
	}

}
