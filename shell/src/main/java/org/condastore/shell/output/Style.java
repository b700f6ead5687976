package org.condastore.shell.output;

/** The few ways in which our own words are emphasised in a terminal: ECMA-48 SGR. */
enum Style {

	BOLD("1"), RED("1;31");

	private final String code;

	Style(String code) {
		this.code = code;
	}

	/** The text emphasised, or as it is when there are no colours. */
	String on(String text, boolean colour) {
		return colour ? "\u001b[" + this.code + "m" + text + "\u001b[m" : text;
	}

}
