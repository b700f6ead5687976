package org.condastore.shell.change;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.Assertions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;

/** Sequences that are raised: planned, kept in the journal, taken back. */
class SequencesTest {

	private static final List<TableField<?, ?>> COLUMNS = List.of(BUILD.ID, CONDA_PACKAGE.ID, ENVIRONMENT.ID);

	/** The sequence of packages has the name of a table that is gone. */
	private static final String BEHIND = """
			SELECT setval('build_id_seq', (SELECT max(id) FROM build) + 5), setval('environment_id_seq', 1, false),
				setval('conda_package_tmp_id_seq', 3)""";

	private static final String NEXT = "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END::text FROM ";

	@OnEachServer
	void whatIsBehindIsRaisedAndSetBack(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell shell = new TypedShell(database);
				Database session = session(database)) {
			database.load(BEHIND);
			String build = next(database, "build_id_seq");
			assertThat(run(session, options(false, null))).contains("sequences  name=conda_package_tmp_id_seq  restart")
				.contains("sequences  name=environment_id_seq        restart")
				.doesNotContain("name=build_id_seq");
			assertThat(next(database, "build_id_seq")).isEqualTo(build);
			assertThat(next(database, "environment_id_seq"))
				.isEqualTo(database.sql().fetchValue("SELECT (max(id) + 1)::text FROM environment"));
			assertThat(next(database, "conda_package_tmp_id_seq"))
				.isEqualTo(database.sql().fetchValue("SELECT (max(id) + 1)::text FROM conda_package"));
			assertThat(run(session, options(false, null))).contains("no rows");

			assertThat(shell.type("journal show 1 -o json").out()).contains("\"operation\": \"restart\"",
					"\"next_value\": 4");
			assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
			assertThat(next(database, "conda_package_tmp_id_seq")).isEqualTo("4");
			assertThat(next(database, "environment_id_seq")).isEqualTo("1");
			assertThat(shell.type("redo 1").code()).isEqualTo(ExitCode.OK);
			database.load("SELECT nextval('environment_id_seq')");
			TypedShell.Ended used = shell.type("undo");
			assertThat(used.code()).isEqualTo(ExitCode.CONFLICT);
			assertThat(used.err())
				.startsWith("error: sequences environment_id_seq was changed by somebody: next_value is ");
			assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
		}
	}

	@OnEachServer
	void aSavedPlanIsComparedWithTheSequence(TestServer server, @TempDir Path directory) throws Exception {
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell shell = new TypedShell(database);
				Database session = session(database);
				Connection other = database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			database.load(BEHIND);
			Path file = directory.resolve("plan.json");
			run(session, options(true, file));
			assertThat(next(database, "environment_id_seq")).isEqualTo("1");
			other.setAutoCommit(false);
			statement.execute("SELECT nextval('conda_package_tmp_id_seq')");
			// Who has taken a number is waited for, in vain.
			assertThat(shell.type("repair apply %s --yes".formatted(file)).code()).isEqualTo(ExitCode.CONFLICT);
			other.rollback();
			database.load("SELECT setval('conda_package_tmp_id_seq', 3)");
			assertThat(shell.type("repair apply %s --yes".formatted(file)).code()).isEqualTo(ExitCode.OK);
			assertThat(next(database, "environment_id_seq"))
				.isEqualTo(database.sql().fetchValue("SELECT (max(id) + 1)::text FROM environment"));
			assertThat(shell.type("repair apply %s --yes".formatted(file)).code()).isEqualTo(ExitCode.CONFLICT);
		}
	}

	@OnEachServer
	void whoDoesNotOwnASequenceIsToldWhatToSay(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			database.load(BEHIND);
			run(session, options(true, null));
			database.load("""
					CREATE ROLE "no owner of %1$s";
					GRANT ALL ON ALL TABLES IN SCHEMA public TO "no owner of %1$s";
					GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "no owner of %1$s";
					GRANT CREATE ON DATABASE "%1$s" TO "no owner of %1$s";
					ALTER DATABASE "%1$s" SET role = 'no owner of %1$s';
					""".formatted(database.name()));
			try (Database denied = session(database)) {
				assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> run(denied, options(false, null)))
					.satisfies((failure) -> {
						assertThat(failure.getMessage()).endsWith("does not own the sequence conda_package_tmp_id_seq");
						assertThat(failure.hint())
							.startsWith("as its owner: SELECT setval('conda_package_tmp_id_seq', ");
					});
			}
			finally {
				database.load("""
						SET ROLE NONE; ALTER DATABASE "%1$s" RESET role;
						DROP OWNED BY "no owner of %1$s"; DROP ROLE "no owner of %1$s";
						""".formatted(database.name()));
			}
			assertThat(next(database, "environment_id_seq")).isEqualTo("1");
		}
	}

	private static String next(TestDatabase database, String sequence) {
		return String.valueOf(database.sql().fetchValue(NEXT + sequence));
	}

	private static RowOptions options(boolean dryRun, @Nullable Path save) {
		return new RowOptions(new ChangeOptions(dryRun, false, null, null, true), null, save, false);
	}

	private static Database session(TestDatabase database) {
		return new Database(new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
				Directories.of(Map.of("HOME", "/home/operator")))
			.initial(), Assertions::fail);
	}

	private static String run(Database session, RowOptions options) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), text, text, TerminalFacts.NONE);
		Output out = new Output(streams, new OutputSettings(), TypedShell.CLOCK);
		Confirmation confirmation = new Confirmation(streams, out, Assertions::fail, session::target);
		new Changes(() -> session, () -> "repair apply S3", confirmation, TypedShell.CLOCK, out).run(
				Request.destroy("repair S3", Planning.SEQUENCES.getName(), "sequences", "repair S3"), options,
				(planning) -> planning.raiseSequences(COLUMNS));
		streams.flush();
		return text.toString(StandardCharsets.UTF_8);
	}

}
