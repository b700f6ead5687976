package org.condastore.shell.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.condastore.schema.migration.Scripts;
import org.condastore.shell.failure.CommandFailure;

/**
 * The two files of a new version: a V script, and its U script in the directory below.
 */
record ScriptFiles(Path up, Path down) {

	private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
		.withZone(ZoneOffset.UTC);

	private static final int LONGEST = 60;

	/**
	 * Names the files.
	 * @param directory where V scripts are
	 * @param message what the version is for
	 * @param now the version is the time
	 */
	static ScriptFiles of(Path directory, String message, Instant now) {
		String words = message.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
		if (words.isEmpty()) {
			throw CommandFailure.usage("the message \"%s\" has no letters to name a file with".formatted(message),
					"say in a few words what changes");
		}
		String name = "%s__%s.sql".formatted(VERSION.format(now),
				words.substring(0, Math.min(LONGEST, words.length())));
		return new ScriptFiles(directory.resolve("V" + name), directory.resolve(Scripts.ROLLBACKS).resolve("U" + name));
	}

	/** Writes both files; neither may exist. */
	List<String> write(String upText, String downText) {
		try {
			Files.createDirectories(this.down.toAbsolutePath().getParent());
			Files.writeString(this.down, downText, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
			try {
				Files.writeString(this.up, upText, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
			}
			catch (IOException ex) {
				Files.deleteIfExists(this.down);
				throw ex;
			}
			return List.of(this.up.toString(), this.down.toString());
		}
		catch (FileAlreadyExistsException ex) {
			throw CommandFailure.conflict("there is a file %s already".formatted(ex.getFile()), "try again in a second",
					ex);
		}
		catch (IOException ex) {
			throw CommandFailure.failed("the scripts cannot be written: " + ex.getMessage(),
					"check the directory %s".formatted(this.up.getParent()), ex);
		}
	}

}
