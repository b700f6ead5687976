package org.condastore.shell.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Planning writes nothing at all: no transaction gets an id for it. */
class DryRunTest {

	/** For each verb a line that has something to do. */
	private static final List<String> LINES = List.of("namespace create new-one",
			"namespace set-metadata default '{\"a\":  1}'", "namespace delete analyst-7",
			"namespace restore retired-team", "namespace purge gone", "namespace rename empty other",
			"environment set-description default/latest text", "environment set-current default/latest 2",
			"environment delete default/latest", "environment restore ml_platform/training",
			"environment purge spare/old", "build fail 37", "build cancel 3", "build delete 2", "build restore 7",
			"build purge 900002", "build purge --deleted", "build prune --keep-last 1", "build clear-artifact 1 1",
			"specification purge", "solve purge", "channel delete https://conda.example.org/unused",
			"role grant default global viewer", "role grant default global viewer --generation 2",
			"role set ml_platform data-science viewer --generation 1", "role revoke default 'data-science/pandas*'",
			"setting set default_uid 5", "setting set conda_included_packages a --environment default/latest",
			"setting unset storage_threshold", "row set build 1 size=5", "row delete namespace_role_mapping 1", "undo",
			"undo --to 1", "redo");

	@TempDir
	private Path directory = Path.of("");

	@OnEachServer
	void assignsNoTransactionIdAndMovesNoSequence(TestServer server) throws InterruptedException {
		Path file = this.directory.resolve("plan.json");
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			RandomChanges.prepare(database);
			database.load("INSERT INTO namespace (id, name, metadata_) VALUES (900002, 'empty', '{}')");
			for (String line : List.of("environment set-description default/nightly a",
					"environment set-description default/nightly b", "environment set-description default/nightly c",
					"undo", "namespace create saved --dry-run --save %s".formatted(file))) {
				assertThat(shell.type(line).code()).as(line).isEqualTo(ExitCode.OK);
			}
			List<String> lines = new ArrayList<>(LINES);
			lines.add("repair apply %s".formatted(file));
			assertThat(lines.stream().map(RandomChanges::verb)).containsAll(RandomChanges.verbs());
			withoutAutovacuum(database, () -> {
				for (String line : lines) {
					String before = counters(database);
					TypedShell.Ended ended = shell.type(line + " --dry-run -o json");
					assertThat(ended.code()).as("%s: %s", line, ended).isEqualTo(ExitCode.OK);
					assertThat(ended.out()).as(line).contains("\"operation\": ");
					assertThat(counters(database)).as(line).isEqualTo(before);
				}
				try (TypedShell later = new TypedShell(database.url(),
						Clock.offset(Clock.systemUTC(), Duration.ofDays(2)))) {
					String before = counters(database);
					assertThat(later.type("journal prune --older-than 1d --dry-run").out()).contains("changes: 4");
					assertThat(counters(database)).isEqualTo(before);
				}
				String before = counters(database);
				assertThat(shell.type("namespace create new-one").code()).isEqualTo(ExitCode.OK);
				assertThat(counters(database).split(" ")).as("what is written moves both")
					.doesNotContain(before.split(" "));
			});
		}
	}

	/** What a dry run shows first is what the change itself needs again. */
	@OnEachServer
	void showsEveryVerbAsOftenAsWanted(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			List<String> hashes = database.rowHashes();
			String line = "build prune --keep-last 1 --dry-run -o json";
			String first = shell.type(line).out();
			assertThat(shell.type(line).out()).isEqualTo(first).contains("\"operation\": \"update\"");
			assertThat(database.rowHashes()).isEqualTo(hashes);
			assertThat(database.sql().fetchValue("SELECT to_regnamespace('conda_store_shell')"))
				.as("no journal is made for it")
				.isNull();
		}
	}

	@OnEachServer
	void aSavedPlanIsCarriedOutAsItWasSaved(TestServer server) throws IOException {
		Path file = this.directory.resolve("%s.json".formatted(server.major()));
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			List<String> hashes = database.rowHashes();
			assertThat(shell.type("build prune --keep-last 3 --environment default/latest --dry-run --save " + file)
				.code()).isEqualTo(ExitCode.OK);
			String saved = Files.readString(file);
			List<List<String>> edits = List.of(List.of("[\"1\",", "[\"2\","), List.of("[\"3\",", "[\"33\","),
					List.of("no-current-build", "live-environments"), List.of("prune builds", "prune all"),
					List.of("\"before\":[\"id\",\"deleted_on\"]", "\"before\":[\"id\",\"ended_on\"]"));
			for (List<String> edit : edits) {
				assertThat(saved).contains(edit.get(0));
				Files.writeString(file, saved.replace(edit.get(0), edit.get(1)));
				TypedShell.Ended ended = shell.type("repair apply %s --yes".formatted(file));
				assertThat(ended.code()).as("%s: %s", edit, ended).isEqualTo(ExitCode.USAGE);
				assertThat(ended.err()).contains("error: the plan in %s was edited".formatted(file));
				assertThat(database.rowHashes()).isEqualTo(hashes);
			}
			Files.writeString(file, saved.substring(0, saved.length() / 2));
			assertThat(shell.type("repair apply %s --yes".formatted(file)).err()).contains("is not a saved plan");
			Files.writeString(file, saved);
			assertThat(shell.type("repair apply %s --yes".formatted(file)).code()).isEqualTo(ExitCode.OK);
			assertThat(database.sql().fetchValue("SELECT count(*) FROM build WHERE id = 1 AND deleted_on IS NULL"))
				.isEqualTo(0L);
		}
	}

	/** The next transaction id of the server, and where the sequences are. */
	private static String counters(TestDatabase database) {
		return "xid=%s sequences=%s".formatted(
				database.sql().fetchValue("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"),
				database.sql()
					.fetchValue("SELECT md5(string_agg(sequencename || '=' || coalesce(last_value, 0), ','"
							+ " ORDER BY sequencename)) FROM pg_sequences"));
	}

	/** It gets transaction ids whenever it likes. */
	private static void withoutAutovacuum(TestDatabase database, Runnable body) throws InterruptedException {
		database.sql().execute("ALTER SYSTEM SET autovacuum = off");
		try {
			database.sql().execute("SELECT pg_reload_conf()");
			long workers;
			do {
				Thread.sleep(100);
				workers = (Long) database.sql()
					.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'");
			}
			while (workers > 0);
			body.run();
		}
		finally {
			database.sql().execute("ALTER SYSTEM RESET autovacuum");
			database.sql().execute("SELECT pg_reload_conf()");
		}
	}

}
