package org.condastore.shell.doctor;

import java.util.Optional;

import org.condastore.shell.session.InputFile;
import org.condastore.shell.session.MayNameFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the list of tasks is that the workers are at.
 *
 * @param named null for standard input
 */
public record CelerySource(@Nullable InputFile named) implements MayNameFile {

	/**
	 * A file, or - for standard input.
	 * @throws org.condastore.shell.failure.CommandFailure {@code USAGE} if it cannot be a
	 * path
	 */
	public static CelerySource of(String typed) {
		return new CelerySource(typed.equals("-") ? null : InputFile.of(typed));
	}

	@Override
	public Optional<InputFile> file() {
		return Optional.ofNullable(this.named);
	}

	@Override
	public String toString() {
		return (this.named != null) ? this.named.toString() : "-";
	}

}
