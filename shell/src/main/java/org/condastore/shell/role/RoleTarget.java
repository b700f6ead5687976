package org.condastore.shell.role;

import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do something with: an environment, or a namespace itself.
 *
 * @param environment the environment's name; null for the namespace
 */
public record RoleTarget(NamespaceName namespace, @Nullable String environment) {

	/**
	 * Accepts what was typed.
	 * @throws CommandFailure {@code USAGE} if it is neither a namespace nor an
	 * environment
	 */
	public static RoleTarget of(String typed) {
		if (typed.indexOf('/') < 0) {
			return new RoleTarget(NamespaceName.of(typed), null);
		}
		EnvironmentName environment = EnvironmentName.of(typed);
		return new RoleTarget(environment.namespace(), environment.name());
	}

	/** As conda-store writes it to compare it with patterns. */
	@Override
	public String toString() {
		return (this.environment != null) ? this.namespace + "/" + this.environment : this.namespace.value();
	}

}
