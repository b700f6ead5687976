package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.condastore.schema.migration.Migration;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From an edited model to a checked database, with the commands that an operator types.
 */
class RevisionTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:30:45Z"), ZoneOffset.UTC);

	@TempDir
	private Path home;

	@OnEachServer
	void fromAnEditedModelToACheckedDatabaseAndBack(TestServer server) throws IOException {
		Path model = model("""

				CREATE TABLE report (
				    id serial PRIMARY KEY,
				    name varchar(50) NOT NULL,
				    builds integer,
				    made_on timestamp DEFAULT now()
				);
				""");
		try (TestDatabase database = TestDatabase.live(server)) {
			assertThat(run(database, "revision", "-m", "reports", "--model", model.toString()))
				.contains("not up to date: version 15 is pending", "[PRECONDITION]");
			assertThat(run(database, "migrate")).contains("[OK]");

			String written = run(database, "revision", "-m", "reports", "--model", model.toString());
			assertThat(written)
				.contains("add table report (4 columns)", "proved:    yes", "V20261122123045__reports.sql")
				.contains("U20261122123045__reports.sql");

			Path script = migrations().resolve("V20261122123045__reports.sql");
			Files.writeString(script, Files.readString(script) + """

					INSERT INTO report (name, builds)
					SELECT left(namespace.name, 50), count(build.id)
					FROM namespace
					JOIN environment ON environment.namespace_id = namespace.id
					LEFT JOIN build ON build.environment_id = environment.id
					GROUP BY namespace.name;
					""");
			assertThat(run(database, "migrate", "--dry-run", "--sql")).contains("CREATE TABLE report",
					"INSERT INTO report");
			assertThat(run(database, "migrate")).contains("20261122123045", "[OK]");
			assertThat(database.sql().fetchValue("SELECT sum(builds) FROM report")).isEqualTo(61L);
			assertThat(run(database, "schema", "check")).contains("[OK]");
			assertThat(run(database, "schema", "status")).contains("current");
			assertThat(run(database, "schema", "validate")).contains("no findings");
			assertThat(run(database, "revision", "-m", "again", "--model", model.toString())).contains("nothing to do");

			assertThat(run(database, "rollback", "--yes")).contains("rows of report are deleted", "[REFUSED]");
			assertThat(run(database, "rollback", "--yes", "--accept-loss")).contains("[OK]");
			assertThat(run(database, "schema", "check")).contains("[OK]");
			assertThat(database.sql().fetchValue("SELECT to_regclass('report') IS NULL")).isEqualTo(true);
			assertNothingIsLeft(database);
		}
	}

	@Test
	void duplicatesAreInTheWayOfTheUniqueKeyThatCondaStoresMigrationsForgot() throws IOException {
		String declared = Files.readString(source());
		int table = declared.indexOf("CREATE TABLE keyvaluestore");
		int end = declared.indexOf("\n);", table);
		Path model = Files.writeString(this.home.resolve("model.sql"), declared.substring(0, end)
				+ ",\n    CONSTRAINT _prefix_key_uc UNIQUE (prefix, key)" + declared.substring(end));
		try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
			new Migration(database.dataSource()).migrate();
			assertThat(run(database, "revision", "-m", "unique settings", "--model", model.toString(), "-o", "ndjson",
					"--dry-run"))
				.startsWith("{\"found\":[\"add unique key _prefix_key_uc (prefix, key) on keyvaluestore\"],")
				.contains("\"obstacles\":[],\"proved\":true");
			database.load("INSERT INTO keyvaluestore (prefix, key, value)"
					+ " SELECT prefix, key, value FROM keyvaluestore WHERE id = 2");
			assertThat(run(database, "revision", "-m", "unique settings", "--model", model.toString()))
				.contains("1 key is there more than once in 2 rows");
			assertThat(run(database, "migrate")).contains("V20261122123045__unique_settings.sql fails in line")
				.contains("_prefix_key_uc", "[FAILED]");
		}
	}

	@Test
	void withoutTheRightToMakeDatabasesTheEmbeddedServerIsUsed() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 15)) {
			String role = database.name() + "_reader";
			database.load("CREATE ROLE \"%s\" LOGIN; GRANT USAGE ON SCHEMA public, conda_store_shell TO \"%1$s\";"
				.formatted(role)
					+ "GRANT SELECT ON ALL TABLES IN SCHEMA public, conda_store_shell TO \"%s\"".formatted(role));
			try {
				String url = database.url().replace(database.server().user() + "@", role + "@");
				assertThat(run(url, "schema", "check")).contains("version:     15", "[OK]");
				assertThat(run(url, "revision", "-m", "nothing")).contains("nothing to do");
			}
			finally {
				database.load("DROP OWNED BY \"%s\"; DROP ROLE \"%1$s\"".formatted(role));
			}
		}
	}

	private static void assertNothingIsLeft(TestDatabase database) {
		assertThat(database.sql()
			.fetchValue("SELECT count(*) FROM pg_database WHERE datname LIKE 'conda\\_store\\_shell\\_scratch%'"))
			.isEqualTo(0L);
	}

	private static Path source() {
		return Path.of("../schema/src/main/resources/org/condastore/schema/model.sql");
	}

	private Path model(String added) throws IOException {
		return Files.writeString(this.home.resolve("model.sql"), Files.readString(source()) + added);
	}

	private Path migrations() {
		return this.home.resolve(".config/conda-store-shell/migrations");
	}

	private String run(TestDatabase database, String... command) {
		return run(database.url(), command);
	}

	private String run(String url, String... command) {
		ByteArrayOutputStream screen = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), screen, screen, TerminalFacts.NONE);
		List<String> arguments = new ArrayList<>(List.of("--db", url));
		Stream.of(command).forEach(arguments::add);
		ExitCode ended = CondaStoreShell.run(arguments, streams, Map.of("HOME", this.home.toString(), "XDG_CACHE_HOME",
				Path.of("target/revision-cache").toAbsolutePath().toString()), CLOCK);
		return screen.toString(StandardCharsets.UTF_8) + "[" + ended + "]";
	}

}
