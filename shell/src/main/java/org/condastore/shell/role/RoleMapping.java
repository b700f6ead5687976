package org.condastore.shell.role;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A row that grants a role.
 *
 * @param generation 1 or 2; ids are unique within one
 * @param holder the namespace whose user has the role; null if it has no name
 * @param entity on what, as a pattern; null if the target has no name
 * @param target the namespace that a row of generation 2 refers to; null in generation 1
 * @param role as stored
 */
record RoleMapping(int generation, int id, @Nullable String holder, @Nullable String entity, @Nullable String target,
		String role) {

	/**
	 * Why conda-store fails on this row, whatever its holder asks for: it reads all rows
	 * of a holder before it decides.
	 * @return empty if it does not
	 */
	Optional<String> problem() {
		if (this.role.equals("editor")) {
			return Optional.of("editor must be stored as developer");
		}
		if (Role.stored(this.role).isEmpty()) {
			return Optional.of("no such role");
		}
		if (pattern().isEmpty()) {
			return Optional.of((this.generation == 1) ? "not a pattern of NAMESPACE/ENVIRONMENT"
					: "the target's name is not one that conda-store accepts");
		}
		return Optional.empty();
	}

	/** Whether it would grant its role on the target, if conda-store reads its table. */
	boolean covers(RoleTarget wanted) {
		return pattern().filter((pattern) -> pattern.matches(wanted)).isPresent();
	}

	private Optional<EntityPattern> pattern() {
		return Optional.ofNullable(this.entity).flatMap(EntityPattern::stored);
	}

}
