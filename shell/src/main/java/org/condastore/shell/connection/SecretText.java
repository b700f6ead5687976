package org.condastore.shell.connection;

import java.util.regex.Pattern;

/** Text that an operator typed and that may contain a password, made fit to be shown. */
public final class SecretText {

	private static final String MASK = "***";

	/**
	 * From "://" to the last "@" before the next blank: a password typed without
	 * percent-encoding may itself contain ":", "/", "?" and "@".
	 */
	private static final Pattern USER_INFO = Pattern.compile("(:/{0,2}[^\\s:/@]*:)[^\\s]*(@)");

	/** A value of a parameter whose name says that it is secret, quoted or not. */
	private static final Pattern PARAMETER = Pattern.compile(
			"(?i)((?:pass|password|passwd|pwd|sslpassword|pgpassword)\\s*[=:]\\s*)('(?:[^'\\\\]|\\\\.)*'?|\"(?:[^\"\\\\]|\\\\.)*\"?|[^\\s&]+)");

	private SecretText() {
	}

	/**
	 * Replaces whatever may be a password by {@code ***}. Rather too much than too
	 * little.
	 * @param text a database URL, a connection string, or a line that contains one
	 */
	public static String masked(String text) {
		String masked = USER_INFO.matcher(text).replaceAll("$1" + MASK + "$2");
		return PARAMETER.matcher(masked).replaceAll("$1" + MASK);
	}

}
