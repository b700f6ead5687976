package org.condastore.shell.change;

import org.condastore.shell.failure.CommandFailure;

/**
 * The id of a change in the journal.
 *
 * @param value from 1
 */
public record ChangeId(long value) {

	/**
	 * Accepts a typed id.
	 * @throws CommandFailure {@code USAGE} if it is none
	 */
	public static ChangeId of(String typed) {
		try {
			long value = Long.parseLong(typed);
			if (value >= 1) {
				return new ChangeId(value);
			}
		}
		catch (NumberFormatException notANumber) {
			// Refused below.
		}
		throw CommandFailure.usage("\"%s\" is not the id of a change".formatted(typed),
				"a change's id is a number from 1; journal list shows them");
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
