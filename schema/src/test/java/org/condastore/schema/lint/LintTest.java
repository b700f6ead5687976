package org.condastore.schema.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.condastore.schema.migration.Script;
import org.condastore.schema.migration.Scripts;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LintTest {

	/** A rule, a script in which it finds something in that line, one in which not. */
	private record Example(LintRule rule, int line, String bad, String good) {
	}

	private static final List<Example> EXAMPLES = List.of(
			new Example(LintRule.INDEX_NOT_CONCURRENT, 2, "SELECT 1;\nCREATE UNIQUE INDEX i ON build (size)",
					"CREATE TABLE note (id integer PRIMARY KEY); CREATE INDEX i ON note (id)"),
			new Example(LintRule.INDEX_NOT_CONCURRENT, 1, "CREATE INDEX i ON ONLY \"build\" (size)",
					"CREATE TABLE a (id integer PRIMARY KEY); ALTER TABLE a RENAME TO b; CREATE INDEX i ON b (id)"),
			new Example(LintRule.DROP_INDEX_NOT_CONCURRENT, 1, "DROP INDEX i", "DROP INDEX CONCURRENTLY IF EXISTS i"),
			new Example(LintRule.REINDEX_NOT_CONCURRENT, 1, "REINDEX TABLE build", "REINDEX TABLE CONCURRENTLY build"),
			new Example(LintRule.INDEX_BY_CONSTRAINT, 2, "ALTER TABLE build\n  ADD CONSTRAINT u UNIQUE (hash)",
					"ALTER TABLE build ADD CONSTRAINT u UNIQUE USING INDEX i"),
			new Example(LintRule.INDEX_BY_CONSTRAINT, 1, "ALTER TABLE build ADD COLUMN other text UNIQUE",
					"CREATE TABLE note (id integer PRIMARY KEY); ALTER TABLE note ADD UNIQUE (id)"),
			new Example(LintRule.MIXED_TRANSACTION, 2,
					"CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON build (size);\nALTER TABLE build ADD a text",
					"CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON build (size); DROP INDEX CONCURRENTLY IF EXISTS j"),
			new Example(LintRule.CONCURRENT_NOT_REPEATABLE, 1, "CREATE INDEX CONCURRENTLY i ON build (size)",
					"CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON build (size)"),
			new Example(LintRule.FOREIGN_KEY_AT_ONCE, 1,
					"ALTER TABLE solve ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES build (id)",
					"ALTER TABLE solve ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES build (id) NOT VALID"),
			new Example(LintRule.FOREIGN_KEY_AT_ONCE, 2,
					"ALTER TABLE solve ADD COLUMN a text,\nADD b integer REFERENCES build",
					"CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES build)"),
			new Example(LintRule.CHECK_AT_ONCE, 1, "ALTER TABLE build ADD CHECK (size > 0)",
					"ALTER TABLE build ADD CONSTRAINT c CHECK (size > 0) NOT VALID"),
			new Example(LintRule.VALIDATED_AT_ONCE, 2,
					"ALTER TABLE build ADD CONSTRAINT c CHECK (size > 0) NOT VALID;\nALTER TABLE build VALIDATE CONSTRAINT c",
					"ALTER TABLE build VALIDATE CONSTRAINT c"),
			new Example(LintRule.NOT_NULL_UNCHECKED, 1, "ALTER TABLE build ALTER COLUMN size SET NOT NULL",
					"ALTER TABLE build VALIDATE CONSTRAINT c; ALTER TABLE build ALTER size SET NOT NULL"),
			new Example(LintRule.STATUS_CHECK, 1, "ALTER TABLE build ADD CHECK (status IN ('QUEUED')) NOT VALID",
					"ALTER TABLE build ADD CHECK (hash <> 'status') NOT VALID"),
			new Example(LintRule.COLUMN_WITHOUT_DEFAULT, 1, "ALTER TABLE build ADD COLUMN a integer NOT NULL",
					"ALTER TABLE build ADD COLUMN a integer NOT NULL DEFAULT 1, ADD COLUMN b text"),
			new Example(LintRule.COLUMN_REWRITES, 1, "ALTER TABLE build ADD a uuid DEFAULT gen_random_uuid()",
					"ALTER TABLE build ADD a timestamp DEFAULT now(), ADD b numeric DEFAULT 1.5::numeric(9, 2)"),
			new Example(LintRule.COLUMN_REWRITES, 1,
					"ALTER TABLE build ADD COLUMN a integer GENERATED ALWAYS AS (1) STORED",
					"ALTER TABLE build ADD COLUMN a text DEFAULT 'random()'"),
			new Example(LintRule.TYPE_CHANGE, 1, "ALTER TABLE build ALTER COLUMN size TYPE numeric",
					"ALTER TABLE build ALTER status TYPE varchar(20), ALTER hash SET DATA TYPE text"),
			new Example(LintRule.TYPE_CHANGE, 1, "ALTER TABLE build ALTER COLUMN hash TYPE character varying(8)",
					"ALTER TABLE build ALTER COLUMN hash TYPE character varying"),
			new Example(LintRule.JSON_TO_JSONB, 1,
					"ALTER TABLE specification ALTER COLUMN spec TYPE jsonb USING spec::jsonb",
					"ALTER TABLE specification ADD COLUMN other jsonb"),
			new Example(LintRule.TIMESTAMP_TO_TIMESTAMPTZ, 1,
					"ALTER TABLE build ALTER ended_on TYPE timestamp(6) with time zone",
					"ALTER TABLE build ALTER ended_on TYPE timestamp"),
			new Example(LintRule.TABLE_WITHOUT_KEY, 1, "CREATE TABLE a (id integer NOT NULL)",
					"CREATE TABLE a (id integer); ALTER TABLE a RENAME TO b; ALTER TABLE b ADD PRIMARY KEY (id);"
							+ "CREATE TABLE c AS SELECT 1; DROP TABLE c; CREATE TEMP TABLE d (id integer)"),
			new Example(LintRule.SERIAL, 1, "CREATE TABLE a (id serial PRIMARY KEY)",
					"CREATE TABLE a (serial integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)"),
			new Example(LintRule.PADDED_TEXT, 1, "ALTER TABLE build ADD COLUMN a character(3)",
					"ALTER TABLE build ADD COLUMN a character varying(3)"),
			new Example(LintRule.TIMESTAMPTZ_COLUMN, 1, "ALTER TABLE build ADD COLUMN a timestamptz",
					"ALTER TABLE build ADD COLUMN a timestamp without time zone"),
			new Example(LintRule.REPEATED_ALTER, 2, "ALTER TABLE build ADD a text;\nALTER TABLE build ADD b text",
					"ALTER TABLE build ADD a text, ADD b text; ALTER TABLE solve ADD b text"),
			new Example(LintRule.CONDA_STORE_DROPPED, 1, "DROP TABLE IF EXISTS note, build",
					"DROP TABLE note; ALTER TABLE build DROP COLUMN note"),
			new Example(LintRule.CONDA_STORE_DROPPED, 1, "ALTER TABLE build DROP hash",
					"ALTER TABLE build DROP CONSTRAINT hash"),
			new Example(LintRule.CONDA_STORE_RENAMED, 1, "ALTER TABLE build RENAME COLUMN hash TO digest",
					"ALTER TABLE build RENAME CONSTRAINT a TO b"),
			new Example(LintRule.CONDA_STORE_RENAMED, 1, "ALTER TABLE build RENAME TO builds",
					"ALTER TABLE note RENAME TO notes"),
			new Example(LintRule.DROP_TABLE, 1, "DROP TABLE note",
					"CREATE TABLE a (id integer PRIMARY KEY); DROP TABLE a"),
			new Example(LintRule.DROP_COLUMN, 1, "ALTER TABLE note DROP COLUMN IF EXISTS a",
					"ALTER TABLE note ALTER COLUMN a DROP NOT NULL"),
			new Example(LintRule.TRUNCATE, 1, "TRUNCATE TABLE note", "DELETE FROM note WHERE true"),
			new Example(LintRule.CASCADE, 1, "DROP VIEW v CASCADE",
					"ALTER TABLE solve ADD FOREIGN KEY (a) REFERENCES build ON DELETE CASCADE NOT VALID"),
			new Example(LintRule.EVERY_ROW, 2, "WITH gone AS (\nDELETE FROM note RETURNING *) SELECT 1 WHERE true",
					"DELETE FROM note WHERE id = 1"),
			new Example(LintRule.EVERY_ROW, 1, "UPDATE note SET a = (SELECT 1 WHERE true)",
					"INSERT INTO note VALUES (1) ON CONFLICT DO UPDATE SET a = 1; SELECT 1 FOR UPDATE"),
			new Example(LintRule.DATA_WITH_DEFINITION, 2,
					"ALTER TABLE build ADD a text;\nUPDATE build SET a = '' WHERE id < 9",
					"UPDATE build SET hash = '' WHERE id < 9"),
			new Example(LintRule.LOCK_TABLE, 1, "LOCK TABLE build", "SELECT 1 AS lock"),
			new Example(LintRule.TABLE_REWRITE, 1, "VACUUM (ANALYZE, FULL) build", "VACUUM (ANALYZE) build"),
			new Example(LintRule.TABLE_REWRITE, 1, "CLUSTER build USING i", "ALTER TABLE build SET (fillfactor = 70)"),
			new Example(LintRule.TRANSACTION_CONTROL, 2, "SELECT 1;\nCOMMIT", "SELECT 'COMMIT'"),
			new Example(LintRule.SESSION_SETTING, 1, "SET lock_timeout = '1s'", "SET LOCAL lock_timeout = '1s'"),
			new Example(LintRule.SCHEMA_NAME, 1, "ALTER TABLE public.build ADD a text",
					"SELECT extract(epoch FROM build.ended_on) FROM build JOIN solve ON solve.id = build.id"),
			new Example(LintRule.SCHEMA_NAME, 1, "SELECT 1 FROM other.build",
					"SELECT 1 FROM pg_catalog.pg_class AS c WHERE c.oid IS DISTINCT FROM c.relfilenode"),
			new Example(LintRule.SHELL_SCHEMA, 1, "DELETE FROM \"conda_store_shell\".history WHERE true",
					"SELECT 'conda_store_shell'"),
			new Example(LintRule.ALEMBIC_VERSION, 1, "UPDATE alembic_version SET version_num = 'x' WHERE true",
					"SELECT version_num FROM alembic_version"),
			new Example(LintRule.ENUM_VALUE, 1, "ALTER TYPE mood ADD VALUE 'fine'", "ALTER TYPE mood RENAME TO moods"),
			new Example(LintRule.ENUM_VALUE_USED, 2,
					"ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine';\nUPDATE note SET mood = 'fine' WHERE id = 1",
					"ALTER TYPE mood ADD VALUE 'fine'; UPDATE note SET mood = 'bad' WHERE id = 1"),
			new Example(LintRule.UNCHECKED_CODE, 1, "DO $$ BEGIN DELETE FROM build; END $$", "SELECT 'DO'"),
			new Example(LintRule.CONDA_STORE_TRIGGER, 1, "CREATE TRIGGER t AFTER INSERT ON build EXECUTE FUNCTION f()",
					"CREATE TRIGGER t AFTER INSERT ON note EXECUTE FUNCTION f()"));

	@TempDir
	Path directory;

	@Test
	void everyRuleFindsWhatItIsForAndNothingElse() throws IOException {
		for (Example example : EXAMPLES) {
			assertThat(found(example.bad())).as("%s in %s", example.rule(), example.bad())
				.contains("%d %s".formatted(example.line(), example.rule().id()));
			assertThat(rules(example.good())).as("%s in %s", example.rule(), example.good())
				.doesNotContain(example.rule());
		}
	}

	@Test
	void everyRuleHasAnExample() {
		Set<LintRule> missing = EnumSet.allOf(LintRule.class);
		EXAMPLES.forEach((example) -> missing.remove(example.rule()));
		// These are about files and comments, and have tests of their own.
		assertThat(missing).containsExactlyInAnyOrder(LintRule.UNREADABLE, LintRule.FILE_NAME,
				LintRule.ROLLBACK_MISSING, LintRule.LINT_IGNORE);
	}

	@Test
	void whatIsInCommentsStringsAndDollarQuotesIsNotLookedAt() throws IOException {
		assertThat(rules("""
				-- DROP TABLE build;
				/* DROP TABLE build; /* LOCK TABLE build; */ TRUNCATE build; */
				SELECT 'DROP TABLE build; -- ', E'it\\'s; LOCK TABLE build', $$TRUNCATE build$$, $a$ $$ ; COMMIT $a$;
				COMMENT ON TABLE build IS 'lint:ignore everything; conda_store_shell';
				SELECT "drop table build" FROM "lock";
				""")).isEmpty();
	}

	@Test
	void linesAreThoseOfTheFile() throws IOException {
		assertThat(found("""
				-- a comment; with a semicolon

				SELECT $$
				$$;
				/* another
				   one */ ALTER TABLE build
				    ADD COLUMN a text,
				    -- in between
				    DROP COLUMN hash;
				""")).containsExactly("9 conda-store-dropped");
	}

	@Test
	void quotedNamesAreThoseTheyStandFor() throws IOException {
		assertThat(rules("DROP TABLE \"build\"")).contains(LintRule.CONDA_STORE_DROPPED);
		assertThat(rules("DROP TABLE \"Build\"")).contains(LintRule.DROP_TABLE)
			.doesNotContain(LintRule.CONDA_STORE_DROPPED);
		assertThat(rules("drop table BUILD")).contains(LintRule.CONDA_STORE_DROPPED);
	}

	@Test
	void tokensThatDoNotEndAreFound() {
		for (String text : List.of("SELECT 'a", "SELECT \"a", "SELECT $a$ $b$", "/* /* */", "SELECT E'\\'")) {
			Script.Statement statement = new Script.Statement(3, text);
			Script script = new Script(MigrationVersion.fromVersion("99"), "", "V99__a.sql", 0, "", List.of(statement),
					true);
			assertThat(Lint.check(script)).as(text)
				.extracting(LintFinding::rule, LintFinding::line)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(LintRule.UNREADABLE, 3));
		}
	}

	@Test
	void ignoringNeedsARuleAReasonAndAStatement() throws IOException {
		assertThat(found("SELECT 1;\n-- lint:ignore lock-table it is a quiet table\nLOCK TABLE build")).isEmpty();
		assertThat(found("""
				-- lint:ignore lock-table quiet
				-- lint:ignore schema-name only here
				LOCK TABLE public.build;
				""")).isEmpty();
		assertThat(found("-- lint:ignore lock-table\nLOCK TABLE build")).containsExactly("1 lint-ignore",
				"2 lock-table");
		assertThat(found("-- lint:ignore everything now\nLOCK TABLE build")).containsExactly("1 lint-ignore",
				"2 lock-table");
		assertThat(found("-- lint:ignore lock-table quiet\n\nLOCK TABLE build")).containsExactly("1 lint-ignore",
				"3 lock-table");
		assertThat(found("-- lint:ignore lock-table quiet\nSELECT 1; LOCK TABLE build"))
			.containsExactly("1 lint-ignore", "2 lock-table");
		assertThat(found("SELECT $$\n-- lint:ignore lock-table quiet\n$$; LOCK TABLE build"))
			.containsExactly("3 lock-table");
	}

	@Test
	void droppingInAUScriptIsWhatItIsFor() throws IOException {
		Path file = write("U99__a.sql", "DROP TABLE note; ALTER TABLE build DROP COLUMN note");
		assertThat(Lint.check(file)).extracting(LintFinding::severity).hasSize(2).containsOnly(Severity.INFORMATION);
	}

	@Test
	void aNameThatFlywayDoesNotTakeIsFoundAndTheStatementsAreCheckedNevertheless() throws IOException {
		for (String name : List.of("99__a.sql", "V99_a.sql", "a.sql", "Vx__a.sql", "V99__a.txt", "R__a.sql")) {
			assertThat(Lint.check(write(name, "SELECT 1;\nLOCK TABLE build"))).as(name)
				.extracting(LintFinding::rule)
				.containsExactly(LintRule.FILE_NAME, LintRule.LOCK_TABLE);
		}
	}

	@Test
	void aVScriptWithoutUScriptIsFound() throws IOException {
		Path file = write("V99.1__a.sql", "SELECT 1");
		assertThat(Lint.check(file)).extracting(LintFinding::rule).containsExactly(LintRule.ROLLBACK_MISSING);
		Files.createDirectories(this.directory.resolve("rollbacks"));
		Files.writeString(this.directory.resolve("rollbacks/U99__a.sql"), "SELECT 1");
		assertThat(Lint.check(file)).extracting(LintFinding::rule).containsExactly(LintRule.ROLLBACK_MISSING);
		Files.writeString(this.directory.resolve("rollbacks/U99.1__b.sql"), "SELECT 1");
		assertThat(Lint.check(file)).isEmpty();
	}

	@Test
	void theShellsOwnScriptsHaveNoErrors() {
		for (Script script : builtIn()) {
			if (script.revision().isEmpty()) {
				assertThat(Lint.check(script)).as(script.file())
					.filteredOn((finding) -> finding.severity() != Severity.INFORMATION)
					.isEmpty();
			}
		}
	}

	/** conda-store's own history cannot be changed; what is found in it, can. */
	@Test
	void condaStoresHistoryIsAsDangerousAsItWas() {
		Map<String, String> found = new TreeMap<>();
		for (Script script : builtIn()) {
			if (script.revision().isPresent()) {
				Map<String, Integer> rules = new TreeMap<>();
				Lint.check(script)
					.stream()
					.filter((finding) -> finding.severity() != Severity.INFORMATION)
					.forEach((finding) -> rules.merge(finding.rule().id(), 1, Integer::sum));
				if (!rules.isEmpty()) {
					found.put(script.file().substring(0, script.file().indexOf('_')), rules.toString());
				}
			}
		}
		assertThat(found).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("U1", "{conda-store-dropped=10}"),
				Map.entry("U10", "{conda-store-dropped=1}"),
				Map.entry("U11", "{data-with-definition=1, type-change=1}"), Map.entry("U12", "{type-change=1}"),
				Map.entry("U13", "{conda-store-dropped=1}"), Map.entry("U14", "{conda-store-dropped=1}"),
				Map.entry("U2", "{conda-store-dropped=1}"), Map.entry("U3", "{data-with-definition=1, type-change=1}"),
				Map.entry("U4", "{conda-store-dropped=1, conda-store-renamed=3, data-with-definition=2}"),
				Map.entry("U5", "{conda-store-dropped=1}"), Map.entry("U6", "{conda-store-dropped=2}"),
				Map.entry("U7", "{conda-store-dropped=1}"), Map.entry("U8", "{conda-store-dropped=1}"),
				Map.entry("U9", "{conda-store-dropped=1}"), Map.entry("V3", "{enum-value=1}"), Map.entry("V4",
						"{conda-store-dropped=1, data-with-definition=1, drop-table=2, foreign-key-at-once=6, index-by-constraint=1}")));
	}

	private static List<Script> builtIn() {
		Scripts scripts = Scripts.builtIn();
		List<Script> all = new ArrayList<>(scripts.forward());
		scripts.forward().forEach((script) -> scripts.back(script.version()).ifPresent(all::add));
		return all;
	}

	private List<String> found(String sql) throws IOException {
		return check(sql).stream().map((finding) -> finding.line() + " " + finding.rule().id()).toList();
	}

	private List<LintRule> rules(String sql) throws IOException {
		return check(sql).stream().map(LintFinding::rule).toList();
	}

	private List<LintFinding> check(String sql) throws IOException {
		return Lint.check(Scripts.read(write("V99__a.sql", sql)));
	}

	private Path write(String name, String sql) throws IOException {
		return Files.writeString(this.directory.resolve(name), sql);
	}

}
