package org.condastore.schema.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.condastore.schema.migration.RollbackStep.Effect;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Rollbacks by the engine: what is refused, what is kept, what the history says. */
class RollbackTest {

	@OnEachServer
	void aLossIsCountedAndRefusedUntilItIsAccepted(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("UPDATE specification SET is_lockfile = true WHERE id <= 3");
			Migration migration = new Migration(database.dataSource());
			List<String> before = database.rowHashes();

			RollbackTarget target = RollbackTarget.to(MigrationVersion.fromVersion("11"));
			RollbackPlan plan = migration.planRollback(target);
			assertThat(plan.steps()).extracting((step) -> step.script().version().getVersion())
				.containsExactly("14", "13", "12");
			assertThat(plan.losses()).contains("3 specifications forget that they are lockfiles",
					"2 CANCELED builds become FAILED");
			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(() -> migration.rollback(target, false))
				.withMessageContaining("2 CANCELED builds become FAILED")
				.satisfies((failure) -> {
					assertThat(failure.kind()).isEqualTo(SchemaFailure.Kind.REFUSED);
					assertThat(failure.hint()).contains("--accept-loss");
				});
			assertThat(database.rowHashes()).isEqualTo(before);
			assertThat(database.sql().fetchValue("SELECT to_regnamespace('conda_store_shell') IS NULL"))
				.isEqualTo(true);

			RollbackPlan done = migration.rollback(target, true);

			assertThat(done.to()).isEqualTo("11");
			assertThat(database.catalog()).isEqualTo(RecordedCatalogs.of(Revisions.at(11)));
			Inspection found = migration.inspect();
			assertThat(found.state()).isEqualTo(SchemaState.BEHIND);
			assertThat(found.revision()).contains(Revisions.at(11).id());
			flyway(database).validate();
			assertThat(migration.migrate()).isEqualTo(4);
			flyway(database).validate();
		}
	}

	@OnEachServer
	void upDownUpIsTheIdentityOfALosslessStep(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			Migration migration = new Migration(database.dataSource());
			migration.migrate();
			String newest = database.catalog();
			List<String> before = database.rowHashes();
			RollbackPlan plan = migration.planRollback(RollbackTarget.steps(1));
			assertThat(plan.steps()).extracting(RollbackPlan.Step::effect).containsExactly(Effect.LOSSLESS);
			migration.rollback(RollbackTarget.steps(1), false);
			assertThat(database.catalog()).isEqualTo(RecordedCatalogs.of(Revisions.head()));
			migration.migrate();
			assertThat(database.catalog()).isEqualTo(newest);
			assertThat(database.rowHashes()).isEqualTo(before);
		}
	}

	@OnEachServer
	void everythingCanBeRolledBackAndAppliedAgainAnyNumberOfTimes(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			Migration migration = new Migration(database.dataSource());
			for (int round = 0; round < 2; round++) {
				assertThat(migration.migrate()).isEqualTo(15);
				RollbackPlan done = migration.rollback(RollbackTarget.NOTHING, false);
				assertThat(done.steps()).hasSize(15);
				assertThat(database.catalog()).isEmpty();
				assertThat(migration.inspect().state()).isEqualTo(SchemaState.EMPTY);
			}
			assertThat(migration.inspect().history()).hasSize(60);
			assertThat(migration.rollback(RollbackTarget.steps(1), false).steps()).isEmpty();
		}
	}

	@Test
	void aStepThatFailsRollsAllOfThemBack(@TempDir Path directory) throws IOException {
		script(directory.resolve("V20__one.sql"), "CREATE TABLE one (id integer);");
		script(directory.resolve("rollbacks/U20__one.sql"), "DROP TABLE one; DROP TABLE nowhere;");
		script(directory.resolve("V21__two.sql"), "CREATE TABLE two (id integer);");
		script(directory.resolve("rollbacks/U21__two.sql"), "DROP TABLE two;");
		try (TestDatabase database = TestDatabase.atNewest(TestServer.newest())) {
			Migration migration = new Migration(database.dataSource(), Scripts.in(directory), LockPatience.DEFAULT,
					MigrationListener.SILENT, "a try");
			assertThat(migration.migrate()).isEqualTo(2);
			String before = database.catalog();

			assertThatExceptionOfType(SchemaFailure.class)
				.isThrownBy(() -> migration.rollback(RollbackTarget.steps(2), false))
				.withMessageContaining("U20__one.sql fails in line 1")
				.withMessageContaining("nowhere");

			assertThat(database.catalog()).isEqualTo(before);
			assertThat(migration.inspect().version().map(MigrationVersion::getVersion)).contains("21");
			assertThat(migration.inspect().history().get(16).reason()).isEqualTo("a try");
		}
	}

	@Test
	void whatAScriptOfTheOperatorsWouldLoseIsCounted(@TempDir Path directory) throws IOException {
		script(directory.resolve("V20261122120000__report.sql"),
				"CREATE TABLE report (id serial PRIMARY KEY, name varchar(50) NOT NULL);"
						+ "ALTER TABLE build ADD COLUMN note text;");
		script(directory.resolve("rollbacks/U20261122120000__report.sql"),
				"-- Takes it back.\n\n/* In two steps. */ ALTER TABLE build DROP COLUMN note;\n-- And:\nDROP TABLE report;");
		try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
			Migration migration = new Migration(database.dataSource(), Scripts.in(directory), LockPatience.DEFAULT,
					MigrationListener.SILENT, null);
			migration.migrate();
			assertThat(migration.planRollback(RollbackTarget.steps(1)).losses()).isEmpty();
			database.load("INSERT INTO report (name) VALUES ('a'), ('b'); UPDATE build SET note = 'x' WHERE id = 1");
			assertThat(migration.planRollback(RollbackTarget.steps(1)).losses())
				.containsExactly("1 rows of build lose note", "2 rows of report are deleted");
			assertThatExceptionOfType(SchemaFailure.class)
				.isThrownBy(() -> migration.rollback(RollbackTarget.steps(1), false));
			migration.rollback(RollbackTarget.steps(1), true);
			assertThat(migration.inspect().version().map(MigrationVersion::getVersion)).contains("15");
		}
	}

	@Test
	void aVersionThatIsNotAppliedIsNoTarget() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 5)) {
			Migration migration = new Migration(database.dataSource());
			assertThatExceptionOfType(SchemaFailure.class)
				.isThrownBy(() -> migration.planRollback(RollbackTarget.to(MigrationVersion.fromVersion("9"))))
				.withMessageContaining("version 9 is not applied");
			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(() -> migration.migrate(3))
				.withMessageContaining("later than 3");
		}
	}

	private static void script(Path file, String sql) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, sql);
	}

	private static Flyway flyway(TestDatabase database) {
		return Flyway.configure()
			.dataSource(database.dataSource())
			.locations("classpath:org/condastore/schema/migrations")
			.ignoreMigrationPatterns("*:pending")
			.defaultSchema(Migration.HISTORY_SCHEMA)
			.load();
	}

}
