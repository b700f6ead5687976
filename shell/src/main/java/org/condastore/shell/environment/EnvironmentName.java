package org.condastore.shell.environment;

import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;

/**
 * The full name of an environment: {@code namespace/name}.
 *
 * <p>
 * {@link #of} checks what a person typed. The constructor does not check: names already
 * in the database may be older than the rule.
 *
 * @param namespace whose it is
 * @param name as stored, unique within the namespace
 */
public record EnvironmentName(NamespaceName namespace, String name) {

	/** The same rule as for namespaces; conda-store's schema.ALLOWED_CHARACTERS. */
	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9\\-+_@$&?^~.=]{1,255}");

	/**
	 * Accepts a typed name.
	 * @throws CommandFailure {@code USAGE} if it is not a namespace, one slash and a name
	 * that conda-store would accept
	 */
	public static EnvironmentName of(String typed) {
		int slash = typed.indexOf('/');
		if (slash < 0) {
			throw CommandFailure.usage("\"%s\" is not an environment: its namespace is missing".formatted(typed),
					ALLOWED.matcher(typed).matches()
							? "write namespace/name; environment list --name '%s' shows in which namespaces it is"
								.formatted(typed)
							: "write namespace/name");
		}
		String name = typed.substring(slash + 1);
		if (!ALLOWED.matcher(name).matches()) {
			throw CommandFailure.usage("\"%s\" is not an environment: \"%s\" is not a name".formatted(typed, name),
					"write namespace/name, both of 1 to 255 of A-Z a-z 0-9 - + _ @ $ & ? ^ ~ . =");
		}
		return new EnvironmentName(NamespaceName.of(typed.substring(0, slash)), name);
	}

	@Override
	public String toString() {
		return this.namespace + "/" + this.name;
	}

}
