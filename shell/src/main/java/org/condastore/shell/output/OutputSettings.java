package org.condastore.shell.output;

/**
 * How a session wants its results; {@code set} changes it. A line's own {@code -o} goes
 * over {@link #format()} for that line, see {@link Output#withFormat}.
 */
public final class OutputSettings {

	/** A choice that can be left to the program. */
	public enum Mode {

		/** Whatever suits the terminal and the result. */
		AUTO,

		/** Always, in a terminal. */
		ON,

		/** Never. */
		OFF

	}

	private Format format = Format.TABLE;

	private Mode pager = Mode.AUTO;

	private Mode colour = Mode.AUTO;

	private boolean timing;

	public Format format() {
		return this.format;
	}

	public void format(Format format) {
		this.format = format;
	}

	/** Whether results go through a pager: AUTO means when they exceed the screen. */
	public Mode pager() {
		return this.pager;
	}

	public void pager(Mode pager) {
		this.pager = pager;
	}

	/**
	 * Whether a terminal gets colours. AUTO heeds NO_COLOR and {@code TERM=dumb}.
	 * Whatever is not a terminal never gets any.
	 */
	public Mode colour() {
		return this.colour;
	}

	public void colour(Mode colour) {
		this.colour = colour;
	}

	/** Whether each command ends with a line about the time that it took. */
	public boolean timing() {
		return this.timing;
	}

	public void timing(boolean timing) {
		this.timing = timing;
	}

}
