package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.condastore.schema.migration.MigrationStep.Action;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Migrations beside a live service, and beside each other. */
class MigrationLockTest {

	private static final LockPatience SHORT = new LockPatience(Duration.ofMillis(400), 2, Duration.ofSeconds(1));

	private static Migration migration(TestDatabase database, LockPatience patience, MigrationListener listener) {
		return new Migration(database.dataSource(), Scripts.builtIn(), patience, listener, null);
	}

	@OnEachServer
	void aLockThatIsNotObtainedRollsTheScriptBackAndNamesWhoHoldsIt(TestServer server) throws SQLException {
		try (TestDatabase database = TestDatabase.atVersion(server, 12);
				Connection other = database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("SET application_name = 'conda-store-worker'");
			statement.execute("SELECT count(*) FROM build");
			List<Integer> attempts = new CopyOnWriteArrayList<>();
			Migration migration = migration(database, SHORT, new MigrationListener() {
				@Override
				public void retrying(Script script, int attempt, int of, Duration pause) {
					attempts.add(attempt);
				}
			});

			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(migration::migrate)
				.withMessageContaining("V13__build_hash.sql")
				.withMessageContaining("conda-store-worker")
				.withMessageContaining("idle in transaction")
				.withMessageContaining("SELECT count(*) FROM build")
				.satisfies((failure) -> {
					assertThat(failure.kind()).isEqualTo(SchemaFailure.Kind.CONFLICT);
					assertThat(failure.hint()).contains("pg_terminate_backend");
				});

			assertThat(attempts).containsExactly(1);
			assertThat(locksOfOthers(database, other)).isZero();
			other.rollback();
			assertThat(migration.migrate()).isEqualTo(3);
		}
	}

	@Test
	void aLockThatComesFreeInTimeIsObtainedByALaterAttempt() throws Exception {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 12);
				Connection other = database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE build IN ACCESS SHARE MODE");
			Migration migration = migration(database,
					new LockPatience(Duration.ofMillis(200), 5, Duration.ofSeconds(30)), new MigrationListener() {
						@Override
						public void retrying(Script script, int attempt, int of, Duration pause) {
							if (attempt == 2) {
								try {
									other.rollback();
								}
								catch (SQLException ex) {
									throw new IllegalStateException(ex);
								}
							}
						}
					});
			assertThat(migration.migrate()).isEqualTo(3);
		}
	}

	@OnEachServer
	void anIndexThatWaitsTooLongLeavesNothingInvalidAndIsMadeByTheNextRun(TestServer server) throws SQLException {
		try (TestDatabase database = TestDatabase.atHead(server);
				Connection other = database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("INSERT INTO namespace (name) VALUES ('open')");
			statement.execute("INSERT INTO build_artifact (artifact_type, key) VALUES ('LOGS', 'x')");
			Migration migration = migration(database, SHORT, MigrationListener.SILENT);

			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(migration::migrate)
				.withMessageContaining("V15__")
				.withMessageContaining("pid ");

			other.rollback();
			assertThat(invalidIndexes(database)).isLessThanOrEqualTo(1L);
			assertThat(migration.migrate()).isEqualTo(1);
			assertThat(invalidIndexes(database)).isZero();
			assertThat(migration.inspect().state()).isEqualTo(SchemaState.CURRENT);
		}
	}

	@OnEachServer
	void anInvalidIndexThatWasLeftBehindIsMadeAgain(TestServer server) throws SQLException {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE INDEX build_environment_id_idx ON build (environment_id)");
				statement.execute("UPDATE pg_index SET indisvalid = false"
						+ " WHERE indexrelid = 'build_environment_id_idx'::regclass");
			}
			assertThat(new Migration(database.dataSource()).migrate()).isEqualTo(1);
			assertThat(invalidIndexes(database)).isZero();
		}
	}

	@OnEachServer
	void ofEightAtOnceOneMigratesAndTheOthersFindNothingToDo(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.empty(server)) {
			int shells = 8;
			ExecutorService pool = Executors.newFixedThreadPool(shells);
			List<Future<MigrationResult>> results = new ArrayList<>();
			for (int i = 0; i < shells; i++) {
				results
					.add(pool.submit(() -> new Migration(database.dataSource()).migrate(Scripts.builtIn().newest())));
			}
			pool.shutdown();
			assertThat(pool.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
			List<Long> applied = new ArrayList<>();
			for (Future<MigrationResult> result : results) {
				applied.add(result.get().steps().stream().filter((step) -> step.action() == Action.APPLY).count());
			}
			assertThat(applied).containsExactlyInAnyOrder(15L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
		}
	}

	@Test
	void whoeverMigratesMeanwhileWithAlembicWins() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 13)) {
			boolean[] changed = { false };
			Migration migration = migration(database, SHORT, new MigrationListener() {
				@Override
				public void running(Script script, int number, int of) {
					if (!changed[0]) {
						changed[0] = true;
						database.load("ALTER TABLE specification ADD COLUMN is_lockfile boolean NOT NULL DEFAULT false;"
								+ " UPDATE alembic_version SET version_num = 'bf065abf375b'");
					}
				}
			});
			assertThatExceptionOfType(SchemaFailure.class).isThrownBy(migration::migrate)
				.withMessageContaining("somebody else has changed the schema")
				.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(SchemaFailure.Kind.CONFLICT));
			assertThat(migration.plan(MigrationVersion.fromVersion("14")).steps()).extracting(MigrationStep::action)
				.containsExactly(Action.ADOPT);
		}
	}

	private static long invalidIndexes(TestDatabase database) {
		return (Long) database.sql().fetchValue("SELECT count(*) FROM pg_index WHERE NOT indisvalid");
	}

	private static long locksOfOthers(TestDatabase database, Connection holder) throws SQLException {
		try (Statement statement = holder.createStatement()) {
			statement.execute("SELECT 1");
		}
		return (Long) database.sql()
			.fetchValue("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
					+ " WHERE l.relation = 'build'::regclass AND a.application_name <> 'conda-store-worker'");
	}

}
