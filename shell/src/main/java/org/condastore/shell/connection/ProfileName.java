package org.condastore.shell.connection;

import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;

/**
 * The name of a profile in {@code profiles.yaml}.
 *
 * @param value the name as it stands in the file
 */
public record ProfileName(String value) {

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

	/**
	 * Accepts a typed name.
	 * @param typed what the operator typed
	 * @return the name; whether there is such a profile is not known here
	 * @throws CommandFailure usage, if no profile can have this name
	 */
	public static ProfileName of(String typed) {
		if (!isAllowed(typed)) {
			throw CommandFailure.usage("\"%s\" is not a profile name".formatted(SecretText.masked(typed)),
					"use a letter or digit, then up to 62 of A-Z a-z 0-9 . _ -");
		}
		return new ProfileName(typed);
	}

	static boolean isAllowed(String text) {
		return ALLOWED.matcher(text).matches();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
