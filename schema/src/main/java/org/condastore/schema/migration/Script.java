package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.api.MigrationVersion;

/**
 * A script that changes the schema: a V script leads to its version, the U script of the
 * same version back to the one before.
 *
 * @param version the version
 * @param description what the file's name says after the version, with blanks
 * @param file the name of the file, without its directory
 * @param checksum Flyway's checksum of its text
 * @param text all of it
 * @param statements its statements, in order
 * @param transactional whether all of them can run inside a transaction
 */
public record Script(MigrationVersion version, String description, String file, int checksum, String text,
		List<Statement> statements, boolean transactional) {

	private static final Pattern CONCURRENT_INDEX = Pattern.compile(
			"(?is)\\s*CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\"(?:[^\"]|\"\")+\"|[\\w$]+)\\s+ON\\s.*");

	public Script {
		statements = List.copyOf(statements);
	}

	/**
	 * The indexes that it makes concurrently.
	 * @return their names, without quotes, in the order of the statements
	 */
	public List<String> concurrentIndexes() {
		List<String> names = new ArrayList<>();
		for (Statement statement : this.statements) {
			statement.concurrentIndex().ifPresent(names::add);
		}
		return names;
	}

	/**
	 * The conda-store revision that the version stands for.
	 * @return empty if conda-store knows nothing of this version
	 */
	public Optional<Revision> revision() {
		return Revisions.withVersion(this.version);
	}

	/**
	 * One statement of a script.
	 *
	 * @param line where it begins in the file, from 1
	 * @param sql its text, without the semicolon; comments before it are not part of it
	 */
	public record Statement(int line, String sql) {

		/** The index that it makes concurrently, if it does. */
		Optional<String> concurrentIndex() {
			Matcher matcher = CONCURRENT_INDEX.matcher(this.sql);
			if (!matcher.matches()) {
				return Optional.empty();
			}
			String name = matcher.group(1);
			return Optional.of(name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
					: name.toLowerCase(Locale.ROOT));
		}

	}

}
