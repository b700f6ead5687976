package org.condastore.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.migration.SchemaState;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL for the packaged program at the boundaries of the statements of migrate and
 * rollback. Runs a sample; {@code -Dkill.every=1} takes every boundary, before and after
 * its statement.
 */
class MigrationKillIT {

	private static final int EVERY = Integer.getInteger("kill.every", 67);

	/** It has some fifty statements, a migration seven times as many. */
	private static final int EVERY_OF_ROLLBACK = Integer.getInteger("kill.every", 23);

	private static LaunchedShells shells;

	@BeforeAll
	static void launch(@TempDir Path home) {
		shells = new LaunchedShells(home);
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void aMigrationThatIsKilledLeavesVersionsThatBothLedgersAgreeOn(TestServer server) throws Exception {
		String newest;
		try (TestDatabase fresh = TestDatabase.atVersion(server, Revisions.NEWEST_VERSION)) {
			newest = fresh.catalog();
		}
		int killed = 0;
		for (int boundary = EVERY;; boundary += EVERY) {
			boolean before = (boundary / EVERY) % 2 == 0 || EVERY == 1;
			if (!migrateKilled(server, boundary, before, newest)) {
				break;
			}
			killed++;
			if (EVERY == 1 && migrateKilled(server, boundary, false, newest)) {
				killed++;
			}
		}
		assertThat(killed).isPositive();
		report("%s: migrate killed %d times, at every %d. boundary".formatted(server, killed, EVERY));
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void aRollbackThatIsKilledIsAllOrNothing(TestServer server) throws Exception {
		int killed = 0;
		for (int boundary = EVERY_OF_ROLLBACK;; boundary += EVERY_OF_ROLLBACK) {
			boolean before = (boundary / EVERY_OF_ROLLBACK) % 2 == 0 || EVERY_OF_ROLLBACK == 1;
			if (!rollbackKilled(server, boundary, before)) {
				break;
			}
			killed++;
			if (EVERY_OF_ROLLBACK == 1 && rollbackKilled(server, boundary, false)) {
				killed++;
			}
		}
		assertThat(killed).isPositive();
		report("%s: rollback killed %d times, at every %d. boundary".formatted(server, killed, EVERY_OF_ROLLBACK));
	}

	@Test
	void eightProcessesAtOnceMigrateOnce() throws Exception {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			List<Process> processes = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				processes.add(shells.start(database.url(), "migrate"));
			}
			for (Process shell : processes) {
				assertThat(shell.waitFor(5, TimeUnit.MINUTES)).isTrue();
				assertThat(shell.exitValue()).isZero();
			}
			assertThat(database.sql()
				.fetchValues("SELECT version FROM conda_store_shell.flyway_schema_history ORDER BY installed_rank"))
				.hasSize(Revisions.NEWEST_VERSION);
			assertThat(new Migration(database.dataSource()).inspect().state()).isEqualTo(SchemaState.CURRENT);
		}
	}

	/** Returns whether the program was killed before it was through. */
	private static boolean migrateKilled(TestServer server, int boundary, boolean before, String newest)
			throws Exception {
		try (TestDatabase database = TestDatabase.empty(server)) {
			boolean killed = shells.killed(database, boundary, before, "", "migrate");
			String moment = "%s statement %d on %s".formatted(before ? "before" : "after", boundary, server);
			Inspection found = new Migration(database.dataSource()).inspect();
			assertThat(found.state()).as(moment).isIn(SchemaState.EMPTY, SchemaState.BEHIND, SchemaState.CURRENT);
			requireAgreement(found, moment);
			new Migration(database.dataSource()).migrate();
			assertThat(database.catalog()).as(moment).isEqualTo(newest);
			assertThat(new Migration(database.dataSource()).inspect().state()).as(moment)
				.isEqualTo(SchemaState.CURRENT);
			return killed;
		}
	}

	private static boolean rollbackKilled(TestServer server, int boundary, boolean before) throws Exception {
		try (TestDatabase database = TestDatabase.live(server)) {
			new Migration(database.dataSource()).migrate();
			String atNewest = database.catalog();
			List<String> rows = database.rowHashes();
			boolean killed = shells.killed(database, boundary, before, "", "rollback", "--to", "3", "--accept-loss",
					"--yes");
			String moment = "%s statement %d on %s".formatted(before ? "before" : "after", boundary, server);
			Inspection found = new Migration(database.dataSource()).inspect();
			requireAgreement(found, moment);
			String at = found.version().map(MigrationVersion::getVersion).orElseThrow();
			assertThat(at).as(moment).isIn("15", "3");
			if (at.equals("15")) {
				assertThat(database.catalog()).as(moment).isEqualTo(atNewest);
				assertThat(database.rowHashes()).as(moment).isEqualTo(rows);
			}
			return killed;
		}
	}

	/** Of what is applied, conda-store's newest is what {@code alembic_version} says. */
	private static void requireAgreement(Inspection found, String moment) {
		assertThat(found.unrecorded()).as(moment).isEmpty();
		assertThat(found.undone()).as(moment).isEmpty();
		int newest = found.applied()
			.keySet()
			.stream()
			.mapToInt((version) -> Integer.parseInt(version.getVersion()))
			.filter((version) -> version <= Revisions.head().version())
			.max()
			.orElse(0);
		assertThat(found.revision().orElse("none")).as(moment)
			.isEqualTo((newest == 0) ? "none" : Revisions.at(newest).id());
	}

	private static void report(String line) {
		System.getLogger(MigrationKillIT.class.getName()).log(System.Logger.Level.INFO, line);
	}

}
