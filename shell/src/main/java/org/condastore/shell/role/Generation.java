package org.condastore.shell.role;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;

/**
 * Which of conda-store's two tables of role mappings is meant: its configuration
 * ({@code RBACAuthorizationBackend.role_mappings_version}) says which one it reads.
 *
 * @param number 1 or 2
 */
public record Generation(int number) {

	/**
	 * Accepts a typed number.
	 * @throws CommandFailure {@code USAGE} if it is neither 1 nor 2
	 */
	public static Generation of(String typed) {
		return switch (typed) {
			case "1" -> new Generation(1);
			case "2" -> new Generation(2);
			default -> throw CommandFailure.usage("\"%s\" is not a version of the role mappings".formatted(typed),
					"use 1, which is conda-store's default, or 2, which Nebari uses");
		};
	}

	/** Both, for completion. */
	public static List<NameSource.Name> names() {
		return List.of(new NameSource.Name("1", "conda-store's default"), new NameSource.Name("2", "what Nebari uses"));
	}

	Generation other() {
		return new Generation(3 - this.number);
	}

	@Override
	public String toString() {
		return Integer.toString(this.number);
	}

}
