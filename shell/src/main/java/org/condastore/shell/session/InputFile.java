package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;

/**
 * A file that a command reads. That it is there is made sure of when the command runs,
 * and in a batch before anything does.
 *
 * @param path where it is
 */
public record InputFile(Path path) {

	/**
	 * The file of that path, which need not be there.
	 * @throws CommandFailure {@code USAGE} if it cannot be a path
	 */
	public static InputFile of(String typed) {
		return new InputFile((Path) Values.convert("the file", typed, Path.class));
	}

	/**
	 * What it holds.
	 * @throws CommandFailure {@code USAGE} if it is not there or cannot be read
	 */
	public byte[] bytes() {
		require();
		try {
			return Files.readAllBytes(this.path);
		}
		catch (IOException ex) {
			throw unreadable();
		}
	}

	/**
	 * Makes sure that it can be read.
	 * @throws CommandFailure {@code USAGE} if not
	 */
	void require() {
		if (!Files.exists(this.path)) {
			throw CommandFailure.usage("there is no file %s".formatted(this.path), "check its path");
		}
		if (Files.isDirectory(this.path) || !Files.isReadable(this.path)) {
			throw unreadable();
		}
	}

	private CommandFailure unreadable() {
		return CommandFailure.usage("%s cannot be read".formatted(this.path),
				"check that it is a file and that you may read it");
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
