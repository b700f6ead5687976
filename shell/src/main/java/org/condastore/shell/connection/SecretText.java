package org.condastore.shell.connection;

import java.util.regex.Pattern;

/** Text that an operator typed and that may contain a password, made fit to be shown. */
public final class SecretText {

	private static final String MASK = "***";

	/**
	 * The password of a URL: a colon after the user, up to the last "@". One that is not
	 * percent-encoded may itself contain blanks, ":", "/", "?" and "@". No scheme is as
	 * long as the bound, without which a long word would be read anew from each of its
	 * letters.
	 */
	private static final Pattern URL_PASSWORD = Pattern.compile("([A-Za-z][\\w+.-]{0,60}:/{1,2}[^\\s:/@]*:).*(@)");

	/** The same where the scheme was forgotten. */
	private static final Pattern BARE_PASSWORD = Pattern.compile("((?<![^\\s\"'])[^\\s:/@\"']+:)(?!//).*(@)");

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
		// Whatever comes after the last "@" is no password of a URL.
		int end = text.lastIndexOf('@') + 1;
		String masked = URL_PASSWORD.matcher(text.substring(0, end)).replaceAll("$1" + MASK + "$2");
		masked = BARE_PASSWORD.matcher(masked).replaceAll("$1" + MASK + "$2");
		return PARAMETER.matcher(masked + text.substring(end)).replaceAll("$1" + MASK);
	}

}
