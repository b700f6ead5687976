package org.condastore.shell.doctor;

import java.util.Optional;
import java.util.regex.Pattern;

import org.condastore.shell.session.InputFile;
import org.condastore.shell.session.MayNameFile;
import org.jspecify.annotations.Nullable;

/**
 * What is to be repaired: what breaks an invariant, or what a saved plan says.
 *
 * @param id null if it is a plan
 * @param plan null if it is an invariant
 */
public record RepairTarget(@Nullable InvariantId id, @Nullable InputFile plan) implements MayNameFile {

	private static final Pattern ID = Pattern.compile("[A-Za-z][0-9]{1,3}");

	/**
	 * What looks like an id is one; a file of such a name has ./ before it.
	 * @throws org.condastore.shell.failure.CommandFailure {@code USAGE} if there is no
	 * such invariant, or it cannot be a path
	 */
	public static RepairTarget of(String typed) {
		return ID.matcher(typed).matches() ? new RepairTarget(InvariantId.of(typed), null)
				: new RepairTarget(null, InputFile.of(typed));
	}

	@Override
	public Optional<InputFile> file() {
		return Optional.ofNullable(this.plan);
	}

}
