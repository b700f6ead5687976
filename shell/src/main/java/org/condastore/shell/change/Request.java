package org.condastore.shell.change;

/**
 * What a command asks for.
 *
 * @param change in words, such as {@code delete namespace data-science}
 * @param subject the table of what it is about
 * @param plural what its rows are called
 * @param name what is typed to confirm a large change
 * @param destroys whether it takes something away, so that somebody has to confirm it
 */
public record Request(String change, String subject, String plural, String name, boolean destroys) {

	/** Something that can be written again. */
	public static Request write(String change, String subject, String plural) {
		return new Request(change, subject, plural, change, false);
	}

	/**
	 * Something that takes away.
	 * @param name what is typed to confirm a large change
	 */
	public static Request destroy(String change, String subject, String plural, String name) {
		return new Request(change, subject, plural, name, true);
	}

}
