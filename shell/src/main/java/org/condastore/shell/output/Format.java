package org.condastore.shell.output;

/** How results are written: the values of {@code -o}. */
public enum Format {

	/** Aligned columns for people: ages and sizes readable, fitted to the terminal. */
	TABLE,

	/** One {@code key: value} line per field, a block per row, for people. */
	VERTICAL,

	/** One document: an array for a list, an object for a single thing. */
	JSON,

	/** One JSON object per line. */
	NDJSON,

	/** RFC 4180 with a header line. */
	CSV,

	/** One YAML document: a sequence for a list, a mapping for a single thing. */
	YAML;

	/** Whether it is for people and not for programs: it may leave out and round. */
	public boolean forPeople() {
		return this == TABLE || this == VERTICAL;
	}

}
