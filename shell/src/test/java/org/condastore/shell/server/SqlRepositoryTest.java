package org.condastore.shell.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SqlRepositoryTest {

	/** What a determined operator could have put into the database. */
	private static final String TRAPS = """
			CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN DELETE FROM build_artifact; RETURN 1; END $$;
			CREATE FUNCTION set_and_wipe() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN SET TRANSACTION READ WRITE; DELETE FROM build_artifact; RETURN 1; END $$;
			CREATE FUNCTION config_and_wipe() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN PERFORM set_config('transaction_read_only', 'off', true); DELETE FROM build_artifact; RETURN 1; END $$;
			CREATE FUNCTION wipe_somehow() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN
				BEGIN DELETE FROM build_artifact; EXCEPTION WHEN OTHERS THEN NULL; END;
				BEGIN SET TRANSACTION READ WRITE; EXCEPTION WHEN OTHERS THEN NULL; END;
				BEGIN SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; EXCEPTION WHEN OTHERS THEN NULL; END;
				DELETE FROM build_artifact;
				RETURN 1;
			END $$;
			CREATE FUNCTION commit_and_wipe() RETURNS int LANGUAGE plpgsql AS $$
			BEGIN COMMIT; DELETE FROM build_artifact; RETURN 1; END $$;
			CREATE PROCEDURE wipe_for_good() LANGUAGE plpgsql AS $$
			BEGIN COMMIT; SET TRANSACTION READ WRITE; DELETE FROM build_artifact; COMMIT; END $$;
			CREATE FUNCTION set_session(name text, value text) RETURNS text LANGUAGE sql AS $$
			SELECT set_config(name, value, false) $$;
			""";

	/** Refused before they reach the server: they do more than read. */
	private static final List<String> REFUSED_HERE = List.of("COMMIT", "commit work", "END", "ABORT", "ROLLBACK",
			"ROLLBACK AND CHAIN", "  Commit ;", "/* a /* b */ c */ COMMIT", "-- reads\nCOMMIT", "BEGIN READ WRITE",
			"START TRANSACTION READ WRITE", "SAVEPOINT mine", "RELEASE SAVEPOINT jdbc_savepoint_0",
			"ROLLBACK TO SAVEPOINT mine", "PREPARE TRANSACTION 'mine'", "COMMIT PREPARED 'mine'",
			"SET TRANSACTION READ WRITE", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
			"SET transaction_read_only = off", "SET LOCAL transaction_read_only = off",
			"SET default_transaction_read_only = off", "SET SESSION AUTHORIZATION postgres", "RESET ALL",
			"DO $$ BEGIN DELETE FROM build_artifact; END $$", "CALL wipe_for_good()",
			"DO $$ BEGIN COMMIT; SET TRANSACTION READ WRITE; DELETE FROM build_artifact; COMMIT; END $$",
			"DELETE FROM build_artifact", "UPDATE build SET size = 0", "INSERT INTO worker DEFAULT VALUES",
			"MERGE INTO worker USING worker w ON true WHEN MATCHED THEN DELETE", "TRUNCATE build_artifact",
			"CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)", "DROP TABLE worker",
			"ALTER TABLE worker ADD mine int", "GRANT ALL ON build TO PUBLIC", "COMMENT ON TABLE worker IS 'mine'",
			"COPY worker TO '/tmp/conda-store-shell-copy'", "COPY worker FROM PROGRAM 'true'", "COPY worker TO STDOUT",
			"LISTEN mine", "NOTIFY mine", "LOCK TABLE build", "REINDEX TABLE worker", "CLUSTER", "ANALYZE worker",
			"VACUUM worker", "DECLARE mine CURSOR FOR SELECT 1", "PREPARE mine AS DELETE FROM build_artifact",
			"EXECUTE mine", "DEALLOCATE ALL", "DISCARD PLANS", "ALTER SYSTEM SET work_mem = '1MB'");

	/** Refused by the server, whose transaction is READ ONLY. */
	private static final List<String> REFUSED_THERE = List.of("SELECT wipe()", "SELECT set_and_wipe()",
			"SELECT config_and_wipe()", "SELECT wipe_somehow()",
			"WITH gone AS (DELETE FROM build_artifact RETURNING id) SELECT * FROM gone",
			"(WITH gone AS (DELETE FROM build_artifact RETURNING id) SELECT * FROM gone)",
			"WITH one AS (SELECT 1) DELETE FROM build_artifact", "SELECT * FROM build FOR UPDATE",
			"SELECT * INTO mine FROM build", "EXPLAIN ANALYZE DELETE FROM build_artifact",
			"SELECT nextval('build_id_seq')", "SELECT setval('build_id_seq', 1000)",
			"SELECT set_config('transaction_read_only', 'off', false)",
			"SELECT set_config('transaction_read_only', 'off', true), wipe()", "VALUES (wipe())");

	/** More than one statement. */
	private static final List<String> SEVERAL = List.of("COMMIT; DELETE FROM build_artifact",
			"SELECT 1; COMMIT; DELETE FROM build_artifact", "SELECT 1;;DELETE FROM build_artifact",
			"SELECT 'a\\'; DELETE FROM build_artifact; --'", "SELECT $a$;$a$; DELETE FROM build_artifact",
			"SELECT 1; -- and\nDELETE FROM build_artifact", "SELECT 1 /* ; */; DELETE FROM build_artifact");

	@OnEachServer
	void nothingCanBeWritten(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			database.load(TRAPS);
			String before = fingerprint(database);
			REFUSED_HERE.forEach((statement) -> assertThat(failure(session, statement).exitCode()).as(statement)
				.isEqualTo(ExitCode.REFUSED));
			REFUSED_THERE.forEach((statement) -> assertThat(failure(session, statement).exitCode()).as(statement)
				.isEqualTo(ExitCode.REFUSED));
			SEVERAL.forEach((statement) -> assertThat(failure(session, statement).exitCode()).as(statement)
				.isEqualTo(ExitCode.USAGE));
			assertThat(failure(session, "SELECT commit_and_wipe()")).hasMessage("invalid transaction termination");
			assertThat(
					failure(session, "SELECT query_to_xml('DELETE FROM build_artifact RETURNING 1', true, true, '')"))
				.hasMessage("DELETE is not allowed in a non-volatile function");
			assertThat(fingerprint(database)).isEqualTo(before);
			assertThat(values(session, "SHOW transaction_read_only")).containsExactly("on");
		}
	}

	/** A READ ONLY transaction does not mind; large objects only before PostgreSQL 16. */
	@OnEachServer
	void whatTheServerLetsThroughDoesNotStay(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			String before = fingerprint(database);
			assertThat(values(session, "EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1")).isNotEmpty();
			assertThat(values(session, "SELECT pg_notify('mine', '')")).hasSize(1);
			String statement = "SELECT lo_from_bytea(0, '\\x00')";
			if (server.major() < 16) {
				assertThat(values(session, statement)).hasSize(1);
			}
			else {
				assertThat(failure(session, statement).exitCode()).isEqualTo(ExitCode.REFUSED);
			}
			assertThat(fingerprint(database)).isEqualTo(before);
		}
	}

	@OnEachServer
	void settingsEndWithTheStatement(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = readOnlySession(database)) {
			database.load(TRAPS);
			assertThat(values(session, "SHOW default_transaction_read_only")).containsExactly("on");
			assertThat(values(session, "SELECT set_session('default_transaction_read_only', 'off')"))
				.containsExactly("off");
			assertThat(values(session, "SHOW default_transaction_read_only")).containsExactly("on");
			assertThat(values(session, "SELECT set_config('search_path', 'pg_temp', false)")).hasSize(1);
			assertThat(values(session, "SELECT count(*) FROM build")).containsExactly("61");
		}
	}

	@OnEachServer
	void takesWhateverReads(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			assertThat(values(session, "SELECT count(*) FROM build;")).containsExactly("61");
			assertThat(values(session, " ;; SELECT 1 ; ; -- done")).containsExactly("1");
			assertThat(values(session, "/* one; */ (SELECT 1) UNION ALL (SELECT 2)")).containsExactly("1", "2");
			assertThat(values(session, "with one AS (SELECT 1) SELECT * FROM one")).containsExactly("1");
			assertThat(values(session, "VALUES (';'), ('--'), ('a''b')")).containsExactly(";", "--", "a'b");
			assertThat(values(session, "TABLE alembic_version")).hasSize(1);
			assertThat(values(session, "EXPLAIN SELECT 1")).hasSize(1);
			assertThat(values(session, "SELECT '{fn now()}' || '{d ''x''}' || '%s' || '?'"))
				.containsExactly("{fn now()}{d 'x'}%s?");
			assertThat(values(session, "SELECT '{\"a\": 1}'::jsonb ?| ARRAY['a', 'b']")).containsExactly("t");
		}
	}

	@OnEachServer
	void rowsComeWhileTheyAreRead(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			List<String> seen = new ArrayList<>();
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> query(session, "SELECT 1 / (5000 - generate_series(1, 100000))",
						(result) -> result.rows().forEach((row) -> seen.add(String.valueOf(row[0])))))
				.withMessage("division by zero");
			assertThat(seen).as("rows that came before the failing one").hasSizeBetween(1000, 4999);
		}
	}

	@Test
	void aResultThatIsNotReadToItsEndDoesNoHarm() {
		try (TestDatabase database = TestDatabase.live(TestServer.newest()); Database session = session(database)) {
			query(session, "SELECT generate_series(1, 100000)", (result) -> {
				Iterator<?> rows = result.rows().iterator();
				rows.next();
			});
			assertThat(values(session, "SELECT 2")).containsExactly("2");
		}
	}

	@Test
	void columnsOfOneNameGetNumbers() {
		try (TestDatabase database = TestDatabase.live(TestServer.newest()); Database session = session(database)) {
			List<String> keys = new ArrayList<>();
			query(session, "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a, 5, 6",
					(result) -> result.columns().forEach((column) -> keys.add(column.key())));
			assertThat(keys).containsExactly("a", "a_3", "a_2", "a_4", "?column?", "?column?_2");
		}
	}

	@OnEachServer
	void aWrongStatementIsTheOperatorsFault(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			assertThat(failure(session, "SELCT 1")).hasMessage("syntax error at or near \"SELCT\" (column 1)");
			assertThat(failure(session, "SELECT 'ä', nme\nFROM build, nmae"))
				.hasMessage("relation \"nmae\" does not exist (line 2, column 13)");
			assertThat(failure(session, "SELECT 'open").exitCode()).isEqualTo(ExitCode.USAGE);
			assertThat(failure(session, "SELECT $1")).hasMessage("the statement has parameters")
				.extracting(CommandFailure::exitCode)
				.isEqualTo(ExitCode.USAGE);
			assertThat(failure(session, "SELECT 'x'::int").exitCode()).isEqualTo(ExitCode.FAILED);
			assertThat(failure(session, "SELECT pg_read_file('/nowhere')").exitCode()).isEqualTo(ExitCode.FAILED);
			assertThat(values(session, "SELECT 'and it goes on'")).containsExactly("and it goes on");
		}
	}

	/** Everything that can be counted, from outside of the session. */
	private static String fingerprint(TestDatabase database) {
		return database.sql()
			.fetch("SELECT table_schema, table_name, md5(query_to_xml(format('SELECT * FROM %I.%I AS t ORDER BY t::text',"
					+ " table_schema, table_name), true, false, '')::text) FROM information_schema.tables"
					+ " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2")
			.toString() + database.sql().fetch("SELECT last_value FROM build_id_seq")
				+ database.sql().fetch("SELECT count(*) FROM pg_prepared_xacts")
				+ database.sql().fetch("SELECT count(*) FROM pg_largeobject_metadata")
				+ database.sql().fetch("SELECT count(*) FROM pg_attribute");
	}

	private static List<String> values(Database session, String statement) {
		List<String> values = new ArrayList<>();
		query(session, statement,
				(result) -> result.rows().forEach((row) -> values.add(String.join("|", Arrays.asList(row)))));
		return values;
	}

	private static CommandFailure failure(Database session, String statement) {
		try {
			query(session, statement, (result) -> result.rows().forEach((row) -> {
			}));
		}
		catch (CommandFailure failure) {
			return failure;
		}
		throw new AssertionError("this went through: " + statement);
	}

	private static void query(Database session, String statement, Consumer<StatementResult> use) {
		session.reading(() -> {
			new SqlRepository(session.sql()).query(statement, use);
			return true;
		});
	}

	private static Database session(TestDatabase database) {
		return session(database, false);
	}

	private static Database readOnlySession(TestDatabase database) {
		return session(database, true);
	}

	private static Database session(TestDatabase database, boolean readOnly) {
		TargetResolver resolver = new TargetResolver(new DatabaseOptions(database.url(), null, null, readOnly),
				Map.of(), Directories.of(Map.of()));
		return new Database(resolver.initial(), Assertions::fail);
	}

}
