package org.condastore.shell.role;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles that conda-store stores, and what they permit unless its configuration
 * ({@code RBACAuthorizationBackend.role_mappings}) says otherwise.
 *
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/server/auth.py">
 * RBACAuthorizationBackend</a>
 */
enum Role {

	/** Everything. */
	ADMIN("build::cancel", "build::delete", "environment:create", "environment::delete", "environment::read",
			"environment::solve", "environment::update", "namespace::create", "namespace::delete", "namespace::read",
			"namespace::update", "namespace-role-mapping::create", "namespace-role-mapping::delete",
			"namespace-role-mapping::read", "namespace-role-mapping::update", "setting::read", "setting::update"),

	/** Makes and changes environments. conda-store's pages call it editor. */
	DEVELOPER("build::cancel", "environment:create", "environment::read", "environment::solve", "environment::update",
			"namespace::read", "namespace-role-mapping::read", "setting::read"),

	/** Sees environments. */
	VIEWER("environment::read", "namespace::read", "namespace-role-mapping::read");

	/** By conda-store's names, one of which has a single colon; separated by blanks. */
	private final String permissions;

	Role(String... permissions) {
		this.permissions = String.join(" ", permissions);
	}

	/** A stored role; empty if it is none. Upper and lower case differ. */
	static Optional<Role> stored(String role) {
		return Arrays.stream(values()).filter((known) -> known.toString().equals(role)).findFirst();
	}

	Stream<String> permissions() {
		return Stream.of(this.permissions.split(" "));
	}

	/** As it is stored. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
