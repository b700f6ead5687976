package org.condastore.shell.role;

import java.util.Optional;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;

/**
 * On what a role is granted: a pattern {@code NAMESPACE/ENVIRONMENT} in which {@code *}
 * stands for any characters. A namespace alone means everything in it.
 *
 * @param value the pattern, as it is stored
 */
public record RoleEntity(String value) {

	/** What the column takes. */
	private static final int LONGEST = 255;

	private static final String EVERYTHING = "/*";

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if it is not a pattern that conda-store can
	 * read
	 */
	public static RoleEntity of(String typed) {
		String pattern = (typed.indexOf('/') < 0) ? typed + EVERYTHING : typed;
		if (!isStored(pattern)) {
			throw CommandFailure.usage("\"%s\" is nothing on which a role can be granted".formatted(typed),
					"write a namespace or NAMESPACE/ENVIRONMENT, * for any characters: data-science, 'data-*/*'");
		}
		return new RoleEntity(pattern);
	}

	/** Whether conda-store can read it. */
	public static boolean isStored(String entity) {
		return entity.length() <= LONGEST && EntityPattern.stored(entity).isPresent();
	}

	/** The one namespace that it is all of; only that can a row of generation 2 say. */
	Optional<NamespaceName> namespace() {
		String name = this.value.substring(0, this.value.indexOf('/'));
		return (this.value.endsWith(EVERYTHING) && name.indexOf('*') < 0
				&& name.length() + EVERYTHING.length() == this.value.length()) ? Optional.of(new NamespaceName(name))
						: Optional.empty();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
