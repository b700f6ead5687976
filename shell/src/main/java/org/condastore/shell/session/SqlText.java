package org.condastore.shell.session;

/**
 * SQL that somebody typed. A variable in it stands for a value, never for a part of the
 * statement.
 *
 * @param text the statement or expression
 */
public record SqlText(String text) {

	/** Takes what was typed. */
	public static SqlText of(String typed) {
		return new SqlText(typed);
	}

}
