package org.condastore.shell.build;

import org.condastore.shell.failure.CommandFailure;

/**
 * The id of a build.
 *
 * @param value the id, within the range of PostgreSQL's {@code integer}
 */
public record BuildId(int value) {

	/**
	 * Accepts a typed id.
	 * @throws CommandFailure {@code USAGE} if it is anything but digits; for a build key
	 * the hint names its build
	 */
	public static BuildId of(String typed) {
		if (typed.isEmpty() || !typed.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			throw CommandFailure.usage("\"%s\" is not the id of a build".formatted(typed),
					BuildKey.buildIn(typed)
						.map("this is the key of build %d"::formatted)
						.orElse("use a whole number; build list shows them"));
		}
		try {
			return new BuildId(Integer.parseInt(typed));
		}
		catch (NumberFormatException ex) {
			throw CommandFailure.usage("%s is too large for the id of a build".formatted(typed),
					"ids end at %d; build list shows them".formatted(Integer.MAX_VALUE));
		}
	}

	@Override
	public String toString() {
		return Integer.toString(this.value);
	}

}
