package org.condastore.shell.doctor;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

/** Repairs that have to come before others, or after them. */
class OrderOfRepairsTest {

	/** Only a directory says that a build was completed. */
	@OnEachServer
	void typesOfArtifactsBeforeStatuses(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database
				.load("""
						UPDATE build SET status = 'completed' WHERE id = 1;
						UPDATE build_artifact SET artifact_type = 'directory' WHERE build_id = 1 AND artifact_type = 'DIRECTORY';
						""");
			assertThat(shell.type("repair apply B1 B2 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(database.sql().fetchValue("SELECT status FROM build WHERE id = 1")).isEqualTo("COMPLETED");
		}
	}

	/** Nothing takes the links along when their foreign key is gone. */
	@OnEachServer
	void linksAfterPackageBuilds(TestServer server) {
		try (TestDatabase database = InvariantsTest.healthy(server); TypedShell shell = new TypedShell(database)) {
			database
				.load("""
						ALTER TABLE build_conda_package_build DROP CONSTRAINT build_conda_package_build_conda_package_build_id_fkey;
						INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5,
							sha256, size, subdir, timestamp)
						SELECT 101, package_id, NULL, build, build_number, constrains, depends, md5, sha256, size, subdir, timestamp
						FROM conda_package_build WHERE id = 1;
						INSERT INTO build_conda_package_build VALUES (1, 101), (3, 101);
						""");
			assertThat(shell.type("repair apply C2 C4 --yes").code()).isEqualTo(ExitCode.OK);
			assertThat(Examined.by(shell, "--check C2,C4").rows()).isEmpty();
			assertThat(database.sql()
				.fetchValue(
						"SELECT count(*) FROM build_conda_package_build WHERE conda_package_build_id = 1 AND build_id = 3"))
				.isEqualTo(1L);
		}
	}

}
