package org.condastore.shell.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.Assertions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorTest {

	private static final String STUCK = "UPDATE build SET scheduled_on = '2024-09-20 10:00', started_on = '2024-09-20 10:01' WHERE id = 7;"
			+ " DELETE FROM build_artifact WHERE build_id = 7";

	/** What it really finds in the database that conda-store has filled. */
	@OnEachServer
	void findsWhatIsWrongWithTheLiveDatabase(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			Examined examined = Examined.by(shell,
					"--check B1,B2,B4,C1,C2,C3,C4,C5,E2,G1,G2,G4,K1,K2,K3,K4,K5,N2,P1,P2,P3,P4,P5,R1,R2,R4,R5,S1,S2,S3,S6,S7");
			assertThat(examined.rows()).containsOnlyKeys("B4", "C3", "K3");
			assertThat(examined.rows().get("B4")).containsExactly("build 37");
			assertThat(examined.code()).isEqualTo(ExitCode.FINDING);
		}
	}

	@OnEachServer
	void aBuildWhoseRowASessionHoldsIsNotAbandoned(TestServer server) throws SQLException {
		try (TestDatabase database = InvariantsTest.healthy(server);
				TypedShell shell = new TypedShell(database);
				Connection worker = database.dataSource().getConnection();
				Statement statement = worker.createStatement()) {
			database.load(STUCK);
			assertThat(Examined.by(shell).serious()).containsExactly("B4");
			worker.setAutoCommit(false);
			statement.execute("UPDATE build SET size = 1 WHERE id = 7");
			assertThat(Examined.by(shell).serious()).isEmpty();
			assertThat(shell.type("repair plan B4 --exit-code").code()).isEqualTo(ExitCode.OK);
			worker.rollback();
			statement.execute("SELECT FROM build WHERE id = 7 FOR KEY SHARE");
			assertThat(Examined.by(shell).serious()).isEmpty();
			worker.rollback();
			assertThat(Examined.by(shell).serious()).containsExactly("B4");
		}
	}

	/** Their group is not seen by who only reads. */
	@OnEachServer
	void aBuildWhoseRowSeveralSessionsHoldIsNotRepaired(TestServer server) throws SQLException {
		try (TestDatabase database = InvariantsTest.healthy(server);
				TypedShell shell = new TypedShell(database);
				Connection one = database.dataSource().getConnection();
				Connection other = database.dataSource().getConnection();
				Statement first = one.createStatement();
				Statement second = other.createStatement()) {
			database.load(STUCK);
			one.setAutoCommit(false);
			other.setAutoCommit(false);
			first.execute("SELECT FROM build WHERE id = 7 FOR KEY SHARE");
			second.execute("SELECT FROM build WHERE id = 7 FOR KEY SHARE");
			assertThat(shell.type("repair apply B4 --yes").code()).isEqualTo(ExitCode.CONFLICT);
			assertThat(database.sql().fetchValue("SELECT status FROM build WHERE id = 7")).isEqualTo("BUILDING");
			one.rollback();
			other.rollback();
		}
	}

	@OnEachServer
	void waitsForNobody(TestServer server) throws SQLException {
		try (TestDatabase database = InvariantsTest.healthy(server);
				TypedShell shell = new TypedShell(database);
				Connection migration = database.dataSource().getConnection();
				Statement statement = migration.createStatement()) {
			migration.setAutoCommit(false);
			statement.execute("LOCK TABLE keyvaluestore IN ACCESS EXCLUSIVE MODE");
			Examined examined = Examined.by(shell);
			assertThat(examined.notExamined()).contains("K1").doesNotContain("B4", "E2");
			assertThat(examined.code()).isEqualTo(ExitCode.CONFLICT);
			assertThat(shell.type("doctor --check K1").err()).contains("note: K1 was not examined: ")
				.contains("hint: try again when nobody changes tables");
			database.load(STUCK);
			examined = Examined.by(shell);
			assertThat(examined.notExamined()).contains("K1");
			assertThat(examined.serious()).contains("B4");
			assertThat(examined.code()).isEqualTo(ExitCode.FINDING);
			migration.rollback();
			assertThat(Examined.by(shell).notExamined()).isEmpty();
		}
	}

	@OnEachServer
	void whatTimeIsNotLeftForIsNotExamined(TestServer server) {
		AtomicLong seconds = new AtomicLong();
		try (TestDatabase database = InvariantsTest.healthy(server);
				Database session = new Database(
						new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
								Directories.of(Map.of("HOME", "/home/operator")))
							.initial(),
						Assertions::fail)) {
			Doctor doctor = new Doctor(session, TypedShell.CLOCK,
					() -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos());
			Diagnosis diagnosis = session.readingAnyRevision(() -> doctor.examine(
					new Doctor.Order(Invariants.all(), Examination.FEW, null, Duration.ofSeconds(4), false),
					new DoctorProgress(Streams.standard(), System::nanoTime)));
			assertThat(diagnosis.held()).isEqualTo(3);
			// All but those three and two about tables that are not there.
			assertThat(diagnosis.notExamined()).hasSize(Invariants.all().size() - 5)
				.allMatch((one) -> one.reason().equals("there was no time left"));
			assertThat(session.<String>readingAnyRevision(
					() -> session.sql().fetchSingle("SHOW statement_timeout").get(0, String.class)))
				.isEqualTo("0");
		}
	}

	@OnEachServer
	void showsAsMuchAsIsAskedFor(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("""
					INSERT INTO build_artifact (build_id, artifact_type, key)
						SELECT 5, 'strange', 'k' || i FROM generate_series(1, 30) i;
					UPDATE build SET status = 'strange' WHERE id = 1;
					UPDATE namespace SET metadata_ = NULL;
					""");
			Examined few = Examined.by(shell);
			assertThat(few.counts()).containsEntry("B2", 30L);
			assertThat(few.rows().get("B2")).hasSize(20);
			assertThat(Examined.by(shell, "--all").rows().get("B2")).hasSize(30);
			assertThat(Examined.by(shell, "--check n2,B1").serious()).containsExactly("B1", "N2");
			assertThat(Examined.by(shell, "--severity error").serious()).doesNotContain("N2").contains("B1", "B2");
			assertThat(Examined.by(shell, "--namespace team").serious()).containsExactly("B2", "N2");
			Examined team = Examined.by(shell, "--namespace team", "--check N2");
			assertThat(team.rows().get("N2")).containsExactly("namespace 2");
			assertThat(shell.type("doctor").out()).contains("and 10 more; --all shows every one")
				.contains("namespace 2 (team): its metadata is NULL");
		}
	}

	/** Each is a change of its own, and asked about together with the others. */
	@OnEachServer
	void repairsInTurn(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load("""
					UPDATE namespace SET metadata_ = NULL WHERE id = 1;
					UPDATE build SET status = 'completed' WHERE id = 2;
					UPDATE environment SET current_build_id = 5 WHERE id = 1;
					""");
			List<String> corrupt = database.rowHashes();
			assertThat(shell.type("repair apply E2 B1 N2").code()).isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair apply E2 B1 N2 --yes --expect 2").code()).isEqualTo(ExitCode.REFUSED);
			assertThat(shell.type("repair plan --exit-code").code()).isEqualTo(ExitCode.FINDING);
			assertThat(database.rowHashes()).isEqualTo(corrupt);
			assertThat(shell.type("repair apply E2 B1 N2 --yes --expect 3").code()).isEqualTo(ExitCode.OK);
			// Build 2 can be the current one only since its status is right.
			assertThat(database.sql().fetchValue("SELECT current_build_id FROM environment WHERE id = 1")).isEqualTo(2);
			assertThat(Examined.by(shell).serious()).isEmpty();
			assertThat(shell.type("journal list -o csv").out()).contains("repair N2", "repair B1", "repair E2");
			for (int i = 0; i < 3; i++) {
				assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
			}
			assertThat(database.rowHashes()).isEqualTo(corrupt);
		}
	}

	/** Both kinds of role mappings are in the way, on either side. */
	@OnEachServer
	void whatKeepsADeletedNamespaceIsTakenAway(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database
				.load("""
						INSERT INTO namespace (id, name, metadata_, deleted_on) VALUES (4, 'old', '{}', '2024-09-20 08:00');
						INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES (11, 4, 'team/*', 'viewer');
						INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role)
							VALUES (11, 4, 1, 'viewer'), (12, 2, 4, 'viewer');
						""");
			List<String> corrupt = database.rowHashes();
			assertThat(Examined.by(shell).details().get("N3")).singleElement()
				.asString()
				.contains("role mappings in its way: 3,");
			assertThat(shell.type("repair apply N3 --yes").out())
				.contains("DELETE /api/v1/namespace/old/ makes a worker remove it");
			assertThat(Examined.by(shell).details().get("N3")).singleElement()
				.asString()
				.contains("role mappings in its way: 0,");
			assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
			assertThat(database.rowHashes()).isEqualTo(corrupt);
		}
	}

}
