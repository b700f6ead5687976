package org.condastore.shell.namespace;

import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;

/**
 * The name of a namespace.
 *
 * <p>
 * {@link #of} checks what a person typed. The constructor does not check: names already
 * in the database may be older than the rule, or were inserted past it.
 *
 * @param value the name as stored
 */
public record NamespaceName(String value) {

	/** What conda-store's {@code api.create_namespace} accepts; the column has 255. */
	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9\\-+_@$&?^~.=]{1,255}");

	/** Whether conda-store would make a namespace, or an environment, of that name. */
	public static boolean isAllowed(String name) {
		return ALLOWED.matcher(name).matches();
	}

	/**
	 * Accepts a typed name.
	 * @throws CommandFailure {@code USAGE} if conda-store would not accept it either
	 */
	public static NamespaceName of(String typed) {
		if (!isAllowed(typed)) {
			throw CommandFailure.usage("\"%s\" is not a namespace name".formatted(typed),
					"use 1 to 255 of A-Z a-z 0-9 - + _ @ $ & ? ^ ~ . =");
		}
		return new NamespaceName(typed);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
