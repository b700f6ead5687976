package org.condastore.shell.role;

import java.util.Arrays;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.Suggestions;

/**
 * A role that can be granted.
 *
 * @param value as it is stored
 */
public record RoleName(String value) {

	/** What conda-store's pages call a developer. It fails on it where it is stored. */
	private static final String EDITOR = "editor";

	/**
	 * Accepts a typed role. {@code editor} becomes {@code developer}, as in conda-store.
	 * @throws CommandFailure {@code USAGE} if conda-store would not accept it either
	 */
	public static RoleName of(String typed) {
		String wanted = typed.equals(EDITOR) ? Role.DEVELOPER.toString() : typed;
		if (!isStored(wanted)) {
			throw CommandFailure.usage("there is no role \"%s\"".formatted(typed),
					Suggestions.nearest(typed, all())
						.map("did you mean %s?"::formatted)
						.orElseGet(() -> "use one of " + String.join(", ", all())));
		}
		return new RoleName(wanted);
	}

	/** Whether conda-store can read it. */
	public static boolean isStored(String role) {
		return Role.stored(role).isPresent();
	}

	/** All roles, the strongest first. */
	public static List<String> all() {
		return Arrays.stream(Role.values()).map(Role::toString).toList();
	}

	/** All roles, for completion. */
	public static List<NameSource.Name> names() {
		return all().stream().map((role) -> new NameSource.Name(role, "")).toList();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
