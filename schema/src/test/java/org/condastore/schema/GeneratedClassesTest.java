package org.condastore.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes that jOOQ generates are checked in. With {@code -Djooq.update=true} this
 * test writes them, otherwise it fails when they are not what the migrations lead to.
 */
class GeneratedClassesTest {

	private static final String PACKAGE = "org.condastore.schema.jooq";

	private static final Path SOURCES = Path.of("src/main/java");

	@Test
	void areWhatTheMigrationsLeadTo(@TempDir Path fresh) throws Exception {
		if (Boolean.getBoolean("jooq.update")) {
			generateInto(SOURCES);
		}
		generateInto(fresh);

		Map<String, String> expected = sources(fresh);
		Map<String, String> present = sources(SOURCES);
		assertThat(present.keySet()).as("classes; rewrite them with -Djooq.update=true and read the diff")
			.isEqualTo(expected.keySet());
		expected.forEach((file, text) -> assertThat(present.get(file))
			.as("%s; rewrite it with -Djooq.update=true and read the diff", file)
			.isEqualTo(text));
	}

	private static void generateInto(Path directory) throws Exception {
		try (TestDatabase database = TestDatabase.atNewest(TestServer.newest())) {
			GenerationTool.generate(new Configuration().withLogging(Logging.WARN)
				.withJdbc(new Jdbc().withDriver("org.postgresql.Driver").withUrl(database.jdbcUrl()))
				.withGenerator(new Generator()
					.withDatabase(new Database().withName("org.jooq.meta.postgres.PostgresDatabase")
						.withInputSchema("public")
						.withOutputSchemaToDefault(true))
					.withGenerate(new Generate().withRecords(false).withImplicitJoinPathsToMany(false))
					.withTarget(new Target().withPackageName(PACKAGE).withDirectory(directory.toString()))));
		}
	}

	private static Map<String, String> sources(Path root) throws IOException {
		Path directory = root.resolve(PACKAGE.replace('.', '/'));
		Map<String, String> sources = new TreeMap<>();
		try (Stream<Path> files = Files.walk(directory)) {
			files.filter(Files::isRegularFile)
				.forEach((file) -> sources.put(directory.relativize(file).toString(), text(file)));
		}
		return sources;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
