package org.condastore.schema.migration;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.flywaydb.core.internal.resource.filesystem.FileSystemResource;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.core.internal.sqlscript.SqlScriptMetadata;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that there are: the built-in ones, and those of one directory beside them.
 *
 * <p>
 * Names, checksums and the division into statements are Flyway's, through classes that it
 * does not promise to keep (Flyway 12.4): no database is asked for any of it.
 * Placeholders are not replaced.
 */
public final class Scripts {

	/** Where U scripts are, below the directory of the V scripts. */
	public static final String ROLLBACKS = "rollbacks";

	private static final String BUILT_IN = "classpath:org/condastore/schema/";

	private final NavigableMap<MigrationVersion, Script> forward = new TreeMap<>();

	private final Map<MigrationVersion, Script> back = new TreeMap<>();

	private Scripts() {
	}

	/** The scripts that come with the program. */
	public static Scripts builtIn() {
		return BuiltIn.SCRIPTS;
	}

	/**
	 * The built-in scripts and those of a directory: its V scripts, and the U scripts in
	 * its directory {@value #ROLLBACKS}.
	 * @param directory the directory; one that does not exist has no scripts; null for
	 * none
	 * @throws SchemaFailure {@code SCRIPT} if the name of a file is not as Flyway wants
	 * it, or a version exists twice
	 */
	public static Scripts in(@Nullable Path directory) {
		Scripts scripts = new Scripts();
		scripts.forward.putAll(BuiltIn.SCRIPTS.forward);
		scripts.back.putAll(BuiltIn.SCRIPTS.back);
		if (directory != null && Files.isDirectory(directory)) {
			scripts.read("filesystem:" + directory, "V", scripts.forward);
			Path rollbacks = directory.resolve(ROLLBACKS);
			if (Files.isDirectory(rollbacks)) {
				scripts.read("filesystem:" + rollbacks, "U", scripts.back);
			}
		}
		return scripts;
	}

	/**
	 * The script that leads from the withdrawn revision back to the one before.
	 * @see Revisions#WITHDRAWN
	 */
	static Script fromWithdrawn() {
		Map<MigrationVersion, Script> found = new TreeMap<>();
		new Scripts().read(BUILT_IN + "withdrawn", "W", found);
		return found.values().iterator().next();
	}

	/**
	 * Reads a single script, wherever it is and whatever it is called.
	 * @return the script; its version is {@link MigrationVersion#EMPTY} if its name is
	 * not that of a V or U script
	 * @throws SchemaFailure {@code SCRIPT} if it cannot be read, or not be divided into
	 * statements
	 */
	public static Script read(Path file) {
		Configuration configuration = Flyway.configure().placeholderReplacement(false);
		Path path = file.toAbsolutePath();
		try {
			return script(new FileSystemResource(null, path.toString(), configuration.getEncoding(), true),
					version(path).orElse(MigrationVersion.EMPTY), "", configuration);
		}
		catch (FlywayException ex) {
			throw SchemaFailure.script("%s cannot be read: %s".formatted(file, ex.getMessage()), "check the file", ex);
		}
	}

	/**
	 * The version that the name of a file stands for.
	 * @return empty if it is not the name of a V or U script
	 */
	public static Optional<MigrationVersion> version(Path file) {
		String fileName = String.valueOf(file.getFileName());
		if (!fileName.startsWith("V") && !fileName.startsWith("U")) {
			return Optional.empty();
		}
		ResourceName name = new ResourceNameParser(Flyway.configure().sqlMigrationPrefix(fileName.substring(0, 1)))
			.parse(fileName);
		return (name.isValid() && fileName.endsWith(".sql")) ? Optional.ofNullable(name.getVersion())
				: Optional.empty();
	}

	/** All V scripts, the lowest version first. */
	public List<Script> forward() {
		return List.copyOf(this.forward.values());
	}

	/** The V script of a version. */
	public Optional<Script> forward(MigrationVersion version) {
		return Optional.ofNullable(this.forward.get(version));
	}

	/** The U script of a version. */
	public Optional<Script> back(MigrationVersion version) {
		return Optional.ofNullable(this.back.get(version));
	}

	/** The version that all V scripts together lead to. */
	public MigrationVersion newest() {
		return this.forward.lastKey();
	}

	/**
	 * Finds the version that somebody means.
	 * @param typed a version, or an Alembic revision, of which four digits are enough
	 * when only one begins with them
	 * @return empty if there is none
	 */
	public Optional<MigrationVersion> version(String typed) {
		for (MigrationVersion version : this.forward.keySet()) {
			if (version.getVersion().equals(typed)) {
				return Optional.of(version);
			}
		}
		List<Revision> meant = Revisions.all()
			.stream()
			.filter((revision) -> typed.length() >= 4 && revision.id().startsWith(typed))
			.toList();
		return (meant.size() == 1) ? Optional.of(meant.get(0).migrationVersion()) : Optional.empty();
	}

	private void read(String location, String prefix, Map<MigrationVersion, Script> found) {
		FluentConfiguration configuration = Flyway.configure()
			.locations(location)
			.sqlMigrationPrefix(prefix)
			.placeholderReplacement(false)
			.failOnMissingLocations(true);
		ResourceNameParser names = new ResourceNameParser(configuration);
		try {
			Collection<LoadableResource> resources = new Scanner<>(JavaMigration.class, configuration,
					configuration.getLocations())
				.getResources("", ".sql");
			for (LoadableResource resource : resources.stream()
				.sorted(Comparator.comparing(LoadableResource::getRelativePath))
				.toList()) {
				if (isOfDirectoryBelow(resource, location)) {
					continue;
				}
				ResourceName name = names.parse(resource.getFilename());
				if (!name.isValid() || name.getVersion() == null || !prefix.equals(name.getPrefix())) {
					throw SchemaFailure.script(
							"%s is not the name of a script: %s<version>__<description>.sql"
								.formatted(resource.getFilename(), prefix),
							"rename it, or move it out of the directory of the migrations", null);
				}
				Script script = script(resource, name.getVersion(), name.getDescription(), configuration);
				Script other = found.put(script.version(), script);
				if (other != null) {
					throw SchemaFailure.script("there are two scripts of version %s: %s and %s".formatted(
							script.version(), other.file(), script.file()), "give one of them another version", null);
				}
			}
		}
		catch (FlywayException ex) {
			throw SchemaFailure.script("the scripts in %s cannot be read: %s".formatted(location, ex.getMessage()),
					"check the files there", ex);
		}
	}

	/** Flyway looks into directories below too; ours hold the other kind of script. */
	private static boolean isOfDirectoryBelow(LoadableResource resource, String location) {
		String path = resource.getRelativePath();
		return location.startsWith("filesystem:") && path.contains("/");
	}

	private static Script script(LoadableResource resource, MigrationVersion version, String description,
			Configuration configuration) {
		String text = text(resource);
		List<Script.Statement> statements = new ArrayList<>();
		boolean transactional = true;
		ScriptParser parser = new ScriptParser(configuration);
		SqlScriptMetadata metadata = SqlScriptMetadata.fromResource(null, parser, configuration);
		try (SqlStatementIterator parsed = parser.parse(resource, metadata)) {
			while (parsed.hasNext()) {
				SqlStatement statement = parsed.next();
				statements.add(new Script.Statement(statement.getLineNumber(), withoutComments(statement.getSql())));
				transactional &= statement.canExecuteInTransaction();
			}
		}
		return new Script(version, description, resource.getFilename(), ChecksumCalculator.calculate(resource), text,
				statements, transactional);
	}

	/** Flyway leaves comments before a statement with it. */
	private static String withoutComments(String sql) {
		String rest = sql.strip();
		while (rest.startsWith("--") || rest.startsWith("/*")) {
			int end = rest.startsWith("--") ? rest.indexOf('\n') : endOfComment(rest);
			if (end < 0) {
				return rest;
			}
			rest = rest.substring(end + 1).strip();
		}
		return rest;
	}

	/** Where a comment ends with which a text begins; PostgreSQL's comments nest. */
	private static int endOfComment(String text) {
		int depth = 0;
		for (int i = 0; i + 1 < text.length(); i++) {
			if (text.startsWith("/*", i)) {
				depth++;
				i++;
			}
			else if (text.startsWith("*/", i)) {
				depth--;
				i++;
				if (depth == 0) {
					return i;
				}
			}
		}
		return -1;
	}

	private static String text(LoadableResource resource) {
		try (Reader reader = resource.read()) {
			StringWriter text = new StringWriter();
			reader.transferTo(text);
			return text.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Read once: they do not change. */
	private static final class BuiltIn {

		private static final Scripts SCRIPTS = new Scripts();

		static {
			SCRIPTS.read(BUILT_IN + "migrations", "V", SCRIPTS.forward);
			SCRIPTS.read(BUILT_IN + ROLLBACKS, "U", SCRIPTS.back);
		}

	}

	/** Flyway's parser, asked without a database. */
	private static final class ScriptParser extends PostgreSQLParser {

		ScriptParser(Configuration configuration) {
			super(configuration, new ParsingContext());
		}

		@Override
		protected @Nullable Boolean detectCanExecuteInTransaction(String statement,
				List<org.flywaydb.core.internal.parser.Token> keywords) {
			// Flyway would ask the database for its version: before PostgreSQL 12 a value
			// could not be added to an enum inside a transaction.
			return statement.startsWith("ALTER TYPE") ? Boolean.TRUE
					: super.detectCanExecuteInTransaction(statement, keywords);
		}

	}

}
