package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A {@code .pgpass} file: lines {@code host:port:database:user:password}, of which the
 * first that fits is taken. {@code *} fits everything; a backslash takes a colon or a
 * backslash as it is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The password
 * file</a>
 */
final class PasswordFile {

	private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_READ,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ,
			PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

	private PasswordFile() {
	}

	/**
	 * Looks a password up.
	 * @param file may be missing
	 * @param notes told when the file is there and not used, as libpq does
	 * @return the password; empty if no line fits
	 */
	static Optional<String> find(Path file, List<Endpoint> endpoints, String database, String user,
			Consumer<String> notes) {
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		if (!Files.isRegularFile(file)) {
			notes.accept("%s is not used: it is not a plain file".formatted(file));
			return Optional.empty();
		}
		if (isOpenToOthers(file)) {
			notes.accept("%s is not used: others can read it; chmod 600 makes it private".formatted(file));
			return Optional.empty();
		}
		List<List<String>> lines;
		try {
			lines = read(file);
		}
		catch (IOException ex) {
			notes.accept("%s is not used: it cannot be read".formatted(file));
			return Optional.empty();
		}
		for (Endpoint endpoint : endpoints) {
			for (List<String> line : lines) {
				if (fits(line.get(0), endpoint.host()) && fits(line.get(1), String.valueOf(endpoint.port()))
						&& fits(line.get(2), database) && fits(line.get(3), user)) {
					return Optional.of(unescaped(line.get(4)));
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Whether group or others may do anything with a file; false where there is no such
	 * notion.
	 */
	static boolean isOpenToOthers(Path file) {
		try {
			return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static List<List<String>> read(Path file) throws IOException {
		List<List<String>> lines = new ArrayList<>();
		for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\r?\n", -1)) {
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			List<String> fields = fields(line);
			if (fields.size() == 5) {
				lines.add(fields);
			}
		}
		return lines;
	}

	/** Splits at colons without a backslash; the fifth field ends at the next one too. */
	private static List<String> fields(String line) {
		List<String> fields = new ArrayList<>();
		StringBuilder field = new StringBuilder();
		for (int i = 0; i < line.length() && fields.size() < 5; i++) {
			char c = line.charAt(i);
			if (c == ':') {
				fields.add(field.toString());
				field.setLength(0);
			}
			else {
				field.append(c);
				if (c == '\\' && i + 1 < line.length()) {
					i++;
					field.append(line.charAt(i));
				}
			}
		}
		if (fields.size() < 5) {
			fields.add(field.toString());
		}
		return fields;
	}

	private static boolean fits(String pattern, String value) {
		return pattern.equals("*") || unescaped(pattern).equals(value);
	}

	private static String unescaped(String field) {
		StringBuilder plain = new StringBuilder(field.length());
		for (int i = 0; i < field.length(); i++) {
			if (field.charAt(i) == '\\' && i + 1 < field.length()) {
				i++;
			}
			plain.append(field.charAt(i));
		}
		return plain.toString();
	}

}
