package org.condastore.shell.condapackage;

import org.condastore.shell.failure.CommandFailure;

/**
 * The name of a package.
 *
 * @param value as typed; conda's names are in lower case
 */
public record PackageName(String value) {

	/** The length of conda-store's column. */
	private static final int LONGEST = 255;

	/**
	 * Accepts a typed name.
	 * @throws CommandFailure {@code USAGE} if no package can have it
	 */
	public static PackageName of(String typed) {
		if (typed.isBlank() || typed.length() > LONGEST) {
			throw CommandFailure.usage("\"%s\" is not the name of a package".formatted(typed),
					"use a name alone, without version, such as openssl");
		}
		return new PackageName(typed);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
