package org.condastore.shell.channel;

import java.util.OptionalInt;

import org.condastore.shell.failure.CommandFailure;

/**
 * What names a channel: its id, its address, or the last part of its address.
 *
 * @param value as typed
 */
public record ChannelName(String value) {

	/** The length of conda-store's column. */
	private static final int LONGEST = 255;

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if no channel can have this name
	 */
	public static ChannelName of(String typed) {
		if (typed.isBlank() || typed.length() > LONGEST) {
			throw CommandFailure.usage("\"%s\" is not a channel".formatted(typed),
					"use an id, an address, or its last part, such as conda-forge");
		}
		return new ChannelName(typed);
	}

	/** The id that it may be. */
	OptionalInt number() {
		try {
			return OptionalInt.of(Integer.parseInt(this.value));
		}
		catch (NumberFormatException ex) {
			// a name
			return OptionalInt.empty();
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}
