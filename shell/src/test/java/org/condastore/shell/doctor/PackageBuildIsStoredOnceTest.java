package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

class PackageBuildIsStoredOnceTest {

	/** How many there are: {@code -Ddoctor.duplicates=100000} takes longer. */
	private static final int MANY = Integer.getInteger("doctor.duplicates", 2000);

	private static final String COPY = """
			INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256,
				size, subdir, timestamp)
			SELECT copy.number * 100 + b.id, package_id, NULL, build, build_number, constrains, depends, md5, sha256, -1, subdir,
				timestamp
			FROM conda_package_build b, generate_series(1, 2) AS copy (number) WHERE b.id IN (1, 2);
			""";

	/** Each list names the same packages as before, once each. */
	@OnEachServer
	void listsKeepWhatTheyName(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load(COPY + """
					DELETE FROM build_conda_package_build WHERE conda_package_build_id IN (1, 2);
					INSERT INTO build_conda_package_build VALUES (1, 101), (1, 201), (2, 1), (2, 101), (4, 1), (5, 102);
					INSERT INTO solve_conda_package_build VALUES (1, 202);
					""");
			List<String> before = database.rowHashes();
			assertThat(shell.type("repair apply C2 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(database.sql()
				.fetch("SELECT build_id || ' ' || conda_package_build_id FROM build_conda_package_build"
						+ " WHERE conda_package_build_id IN (1, 2) OR conda_package_build_id > 20 ORDER BY 1")
				.getValues(0, String.class)).containsExactly("1 1", "2 1", "4 1", "5 2");
			assertThat(database.sql()
				.fetch("SELECT conda_package_build_id FROM solve_conda_package_build ORDER BY 1")
				.getValues(0, Integer.class)).containsExactly(1, 2, 3, 4);
			assertThat(shell.type("undo").code()).isEqualTo(ExitCode.OK);
			assertThat(database.rowHashes()).isEqualTo(before);
		}
	}

	/** A batch leaves none of those that become one to the next. */
	@OnEachServer
	void takesThemInBatches(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database.load(COPY + "INSERT INTO build_conda_package_build VALUES (1, 101), (2, 101), (1, 202)");
			assertThat(shell.type("repair apply C2 --yes --max-rows 4").code()).isEqualTo(ExitCode.REFUSED);
			TypedShell.Ended repaired = shell.type("repair apply C2 --yes --batch-rows 1 --expect 4 -o json");
			assertThat(repaired.code()).as("%s", repaired).isEqualTo(ExitCode.OK);
			assertThat(repaired.out()).contains("repair C2, batch 2").doesNotContain("batch 3");
			assertThat(Examined.by(shell).rows()).doesNotContainKey("C2");
		}
	}

	/** With the indexes that migrate makes: without them the server looks for each. */
	@OnEachServer
	void mergesMany(TestServer server) {
		try (TestDatabase database = TestDatabase.atNewest(server); TypedShell shell = new TypedShell(database)) {
			database.loadResource(InvariantsTest.class, "healthy.sql");
			database
				.load("""
						INSERT INTO conda_package (id, channel_id, name, version)
							SELECT 1000 + i, 1, 'many-' || i, '1' FROM generate_series(1, %1$d / 10) i;
						INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, depends, md5, sha256, size,
							subdir)
						SELECT c * 1000000 + i, 1001 + i %% (%1$d / 10), CASE c WHEN 1 THEN 1 END, 'b' || i, 0, '[]', '',
							md5(i::text), 1, 'noarch'
						FROM generate_series(1, %1$d) i, generate_series(1, 2) c;
						INSERT INTO build_conda_package_build SELECT 1 + i %% 3, 2000000 + i FROM generate_series(1, %1$d) i;
						ANALYZE;
						"""
					.formatted(MANY));
			Examined broken = Examined.by(shell, "--check C2");
			assertThat(broken.counts()).containsEntry("C2", (long) MANY);
			TypedShell.Ended repaired = shell.type("repair apply C2 --yes -o json --max-rows " + 4 * MANY);
			assertThat(repaired.code()).as("%s", repaired.err()).isEqualTo(ExitCode.OK);
			assertThat(Examined.by(shell, "--check C2").serious()).isEmpty();
			assertThat(database.sql()
				.fetchValue("SELECT count(*) FROM build_conda_package_build WHERE conda_package_build_id > 1000000"))
				.isEqualTo((long) MANY);
		}
	}

}
