package org.condastore.shell.change;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the journal in other hands than ours. */
class JournalTest {

	private static final Pattern SQL_OF_HINT = Pattern
		.compile("hint: as the owner of the [a-z]+: (.+); or --no-journal");

	@OnEachServer
	void whoMayNotMakeTheSchemaGetsTheSqlForIt(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			withLogin(database, (shell) -> {
				requireHelped(database, shell, "may not make the schema conda_store_shell", 1);
			});
		}
	}

	@OnEachServer
	void whoMayNotMakeTablesInItToo(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("CREATE SCHEMA conda_store_shell");
			withLogin(database, (shell) -> {
				requireHelped(database, shell, "may not write the journal in the schema conda_store_shell", 1);
			});
		}
	}

	@OnEachServer
	void whoMayNotWriteToSomebodyElsesToo(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			try (TypedShell owner = new TypedShell(database)) {
				assertThat(owner.type("environment set-description default/nightly first").code())
					.isEqualTo(ExitCode.OK);
			}
			withLogin(database, (shell) -> {
				requireHelped(database, shell, "may not write the journal in the schema conda_store_shell", 2);
			});
		}
	}

	private static void requireHelped(TestDatabase database, TypedShell shell, String sentence, int change) {
		String line = "environment set-description default/latest ";
		List<String> hashes = database.rowHashes();
		String catalog = journal(database);
		assertThat(shell.type(line + "x --dry-run").code()).as("planning needs no journal").isEqualTo(ExitCode.OK);
		TypedShell.Ended refused = shell.type(line + "x");
		assertThat(refused.code()).isEqualTo(ExitCode.PRECONDITION);
		assertThat(refused.err()).contains("error: the login ").contains(sentence);
		assertThat(refused.out()).isEmpty();
		assertThat(database.rowHashes()).isEqualTo(hashes);
		assertThat(journal(database)).isEqualTo(catalog);

		TypedShell.Ended untold = shell.type(line + "untold --no-journal");
		assertThat(untold.code()).as(untold.err()).isEqualTo(ExitCode.OK);
		assertThat(untold.err()).isEqualTo("note: no journal: this change cannot be undone\n");
		assertThat(database.rowHashes()).isNotEqualTo(hashes);
		assertThat(journal(database)).isEqualTo(catalog);

		Matcher hint = SQL_OF_HINT.matcher(refused.err());
		assertThat(hint.find()).as(refused.err()).isTrue();
		database.load(hint.group(1));
		TypedShell.Ended done = shell.type(line + "told -o json");
		assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.OK);
		assertThat(done.out()).contains("\"change_id\": %d,".formatted(change));
		assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
		assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
		assertThat(database.sql().fetchValue("SELECT description FROM environment WHERE id = 1")).isEqualTo("untold");
	}

	@OnEachServer
	void whoMayOnlyReadGetsTheSqlToo(TestServer server) {
		List<String> lines = List.of("environment set-description default/latest x",
				"role grant default global viewer --generation 2", "role revoke default 'data-science/pandas*' --yes",
				"build prune --keep-last 1 --yes");
		List<String> tables = List.of("environment", "namespace", "namespace_role_mapping", "build");
		try (TestDatabase database = TestDatabase.live(server)) {
			withLogin(database, (shell) -> {
				String login = "\"Operator of %s\"".formatted(database.name());
				database.load("REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM " + login);
				List<String> hashes = database.rowHashes();
				for (int i = 0; i < lines.size(); i++) {
					TypedShell.Ended ended = shell.type(lines.get(i) + " --no-journal");
					assertThat(ended.code()).isEqualTo(ExitCode.PRECONDITION);
					assertThat(ended.err()).contains(
							"""
									error: the login %2$s may not write to the table %1$s
									hint: as the owner of conda-store's tables: GRANT SELECT, INSERT, UPDATE, DELETE ON %1$s TO %2$s
									"""
								.formatted(tables.get(i), login));
					assertThat(database.rowHashes()).isEqualTo(hashes);
				}
				database.load("GRANT SELECT, INSERT, UPDATE, DELETE ON environment TO " + login);
				assertThat(shell.type(lines.get(0) + " --no-journal").code()).isEqualTo(ExitCode.OK);
			});
		}
	}

	/** What there is of the journal, tables and entries. */
	private static String journal(TestDatabase database) {
		String tables = database.sql().fetch("""
				SELECT n.nspname, c.relname FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid
				WHERE n.nspname = 'conda_store_shell' ORDER BY c.relname""").formatCSV();
		return tables.contains("journal_chain")
				? tables + database.sql().fetch("SELECT * FROM conda_store_shell.journal_chain").formatCSV() : tables;
	}

	/** A shell of somebody who may change conda-store's rows and nothing else. */
	private static void withLogin(TestDatabase database, Consumer<TypedShell> body) {
		String login = "\"Operator of %s\"".formatted(database.name());
		database.load("""
				CREATE ROLE %1$s LOGIN; GRANT USAGE ON SCHEMA public TO %1$s;
				GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1$s;
				GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %1$s""".formatted(login));
		try (TypedShell shell = new TypedShell("postgresql://Operator%%20of%%20%s@localhost:%d/%s"
			.formatted(database.name(), database.server().port(), database.name()))) {
			body.accept(shell);
		}
		finally {
			database.load("DROP OWNED BY %1$s CASCADE; DROP ROLE %1$s".formatted(login));
		}
	}

	@Test
	void whatIsEditedOrRemovedIsFound() {
		String second = "(SELECT content FROM conda_store_shell.journal WHERE id = 2)";
		requireFound("UPDATE conda_store_shell.journal SET reason = 'another' WHERE id = 2", "change 2 was edited");
		requireFound("UPDATE conda_store_shell.journal SET database_user = 'nobody' WHERE id = 1",
				"change 1 was edited");
		requireFound("UPDATE conda_store_shell.journal SET changed_on = changed_on + interval '1 microsecond'"
				+ " WHERE id = 3", "change 3 was edited");
		requireFound("UPDATE conda_store_shell.journal_rows SET tuples = replace(tuples, 'second', 'another')"
				+ " WHERE content = " + second, "the rows of change 2 were edited");
		requireFound("UPDATE conda_store_shell.journal_rows SET table_name = 'build' WHERE content = " + second,
				"the rows of change 2 were edited");
		requireFound("DELETE FROM conda_store_shell.journal_rows WHERE content = " + second,
				"the rows of change 2 were edited");
		requireFound("DELETE FROM conda_store_shell.journal WHERE id = 2", "change 2 is missing");
		requireFound("DELETE FROM conda_store_shell.journal WHERE id IN (2, 3)", "changes 2 to 3 are missing");
		requireFound("DELETE FROM conda_store_shell.journal WHERE id = 1", "change 1 is missing");
		requireFound("DELETE FROM conda_store_shell.journal WHERE id = 4",
				"the journal ends with change 3, and 4 were written");
		// Whoever removes one and gives the next ones its place.
		requireFound(
				"DELETE FROM conda_store_shell.journal WHERE id = 2;"
						+ "UPDATE conda_store_shell.journal SET id = id - 1 WHERE id > 2;"
						+ "UPDATE conda_store_shell.journal_chain SET last_id = 3",
				"change 2 does not follow the one before it");
	}

	private static void requireFound(String edit, String problem) {
		try (TestDatabase database = written(); TypedShell shell = new TypedShell(database)) {
			TypedShell.Ended before = shell.type("journal verify");
			assertThat(before.code()).as(before.out()).isEqualTo(ExitCode.OK);
			database.load(edit);
			TypedShell.Ended ended = shell.type("journal verify");
			assertThat(ended.out()).as(edit).contains(problem);
			assertThat(ended.err()).contains("error: the journal is not as it was written");
			assertThat(ended.code()).as(edit).isEqualTo(ExitCode.FINDING);
		}
	}

	@Test
	void aTailThatIsCutOffWithCareIsFoundByItsAnchor() {
		try (TestDatabase database = written(); TypedShell shell = new TypedShell(database)) {
			String anchor = hash(database, 4);
			assertThat(shell.type("journal verify --anchor " + anchor).code()).isEqualTo(ExitCode.OK);
			database.load("""
					DELETE FROM conda_store_shell.journal WHERE id > 2;
					UPDATE conda_store_shell.journal_chain SET last_id = 2,
						last_hash = (SELECT hash FROM conda_store_shell.journal WHERE id = 2)""");
			assertThat(shell.type("journal verify").code()).as("nothing else tells").isEqualTo(ExitCode.OK);
			TypedShell.Ended ended = shell.type("journal verify --anchor " + anchor);
			assertThat(ended.out()).contains("no change has the hash %s: the journal was cut".formatted(anchor));
			assertThat(ended.code()).isEqualTo(ExitCode.FINDING);
			assertThat(shell.type("journal verify --anchor " + hash(database, 2)).code()).isEqualTo(ExitCode.OK);
			// It goes on, and the anchor is still not found.
			assertThat(shell.type("environment set-description default/latest later").code()).isEqualTo(ExitCode.OK);
			assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
			assertThat(shell.type("journal verify --anchor " + anchor).code()).isEqualTo(ExitCode.FINDING);
		}
	}

	@Test
	void whatIsPrunedLeavesAnAnchor() {
		try (TestDatabase database = written()) {
			String noted = hash(database, 2);
			Instant afterSecond = Objects
				.requireNonNull((OffsetDateTime) database.sql()
					.fetchValue("SELECT changed_on FROM conda_store_shell.journal WHERE id = 2"))
				.toInstant()
				.plusNanos(1000);
			try (TypedShell shell = new TypedShell(database.url(), Clock.fixed(afterSecond, ZoneOffset.UTC))) {
				String prune = "journal prune --older-than 0s --yes";
				assertThat(shell.type(prune + " --expect 3").code()).isEqualTo(ExitCode.REFUSED);
				TypedShell.Ended pruned = shell.type(prune + " --expect 2");
				assertThat(pruned.out()).as(pruned.err()).contains("changes: 2");
				assertThat(database.sql().fetchValue("SELECT count(*) FROM conda_store_shell.journal_rows"))
					.isEqualTo(2L);
				assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
				assertThat(shell.type("journal verify --anchor " + noted).code()).isEqualTo(ExitCode.OK);
				assertThat(shell.type("undo 2").code()).isEqualTo(ExitCode.PRECONDITION);
				assertThat(shell.type("undo 4").code()).isEqualTo(ExitCode.OK);
				assertThat(shell.type("journal verify").out()).contains("changes:  3");
				database.load("UPDATE conda_store_shell.journal SET reason = 'another' WHERE id = 3");
				TypedShell.Ended ended = shell.type("journal verify");
				assertThat(ended.out()).contains("change 3 was edited");
				assertThat(ended.code()).isEqualTo(ExitCode.FINDING);
				database.load("DELETE FROM conda_store_shell.journal WHERE id = 3");
				assertThat(shell.type("journal verify").out()).contains("change 3 is missing");
			}
		}
	}

	@Test
	void ofAJournalThatIsPrunedAltogetherTheIdsGoOn() {
		try (TestDatabase database = written();
				TypedShell shell = new TypedShell(database.url(),
						Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)))) {
			String last = hash(database, 4);
			assertThat(shell.type("journal prune --older-than 0s --yes").out()).contains("changes: 4");
			assertThat(database.sql().fetchValue("SELECT count(*) FROM conda_store_shell.journal_rows")).isEqualTo(0L);
			assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
			assertThat(shell.type("undo").err()).contains("there is no change to undo");
			assertThat(shell.type("environment set-description default/latest fifth -o json").out())
				.contains("\"change_id\": 5,");
			assertThat(shell.type("journal verify --anchor " + last).code()).isEqualTo(ExitCode.OK);
		}
	}

	/** Four changes of the same description. */
	private static TestDatabase written() {
		TestDatabase database = TestDatabase.live(TestServer.newest());
		try (TypedShell shell = new TypedShell(database)) {
			for (String description : List.of("first", "second", "third", "fourth")) {
				assertThat(
						shell.type("environment set-description default/latest %s --reason why".formatted(description))
							.code())
					.isEqualTo(ExitCode.OK);
			}
		}
		return database;
	}

	private static String hash(TestDatabase database, int change) {
		return String
			.valueOf(database.sql().fetchValue("SELECT hash FROM conda_store_shell.journal WHERE id = " + change));
	}

}
