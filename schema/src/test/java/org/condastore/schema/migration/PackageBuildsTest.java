package org.condastore.schema.migration;

import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What revision 4 does to the data: packages are told from their builds. */
class PackageBuildsTest {

	@OnEachServer
	void packagesAreDistinctAndKeepTheLargestTexts(TestServer server) {
		try (TestDatabase database = migrated(server)) {
			assertThat(rows(database, """
					SELECT id, channel_id, name, version, license, license_family, summary, description
					FROM conda_package ORDER BY id
					""")).containsExactly("1|1|numpy|1.0|BSD-3|BSD|arrays|all of it",
					"2|2|numpy|1.0|null|null|null|null", "3|1|tzdata|2026a|PD|null|null|null",
					"4|null|local|1|null|null|c|null", "5|1|numpy|2.0|null|null|null|null");
		}
	}

	@OnEachServer
	void filesAreDistinctAndKeepOneRowsRemainder(TestServer server) {
		try (TestDatabase database = migrated(server)) {
			assertThat(rows(database,
					"""
							SELECT id, package_id, channel_id, subdir, build, build_number, sha256, md5, size, timestamp, depends,
								constrains
							FROM conda_package_build ORDER BY id
							"""))
				.containsExactly("1|1|1|linux-64|py310_0|0|n0|m10|100|1000|[\"python\"]|[\"x\"]",
						"2|1|1|linux-64|py311_0|0|n1|m11|110|1100|[\"python >=3\"]|null",
						"3|2|2|linux-64|py310_0|0|n0|m13|130|1300|[]|null", "4|3|1|noarch|h1|1|t0|m14|140|1400|[]|null",
						"5|3|1|linux-64|h1|1|t0|m15|150|1500|[]|null", "6|4|null|null|0|0|l0|m16|160|null|[]|null",
						"7|5|1|linux-64|py311_0|0|n2|m18|180|1800|[]|null");
		}
	}

	@OnEachServer
	void linksLeadToTheSameFileInTheSameChannel(TestServer server) {
		try (TestDatabase database = migrated(server)) {
			String links = """
					SELECT %1$s_id, (SELECT md5 FROM conda_package_build WHERE id = conda_package_build_id) AS md5
					FROM %1$s_conda_package_build ORDER BY 1, 2
					""";
			assertThat(rows(database, links.formatted("build"))).containsExactly("1|m10", "2|m10", "2|m11", "2|m13",
					"2|m14", "2|m16", "3|m15", "3|m18");
			assertThat(rows(database, links.formatted("solve"))).containsExactly("1|m10", "1|m18", "2|m10", "2|m13");
		}
	}

	@OnEachServer
	void artifactsOfVanishedBuildsGo(TestServer server) {
		try (TestDatabase database = migrated(server)) {
			assertThat(rows(database, "SELECT id, build_id, artifact_type, key FROM build_artifact ORDER BY id"))
				.containsExactly("1|2|LOGS|logs/2", "3|null|YAML|nobody's", "4|3|CONTAINER_REGISTRY|");
		}
	}

	@Test
	void newRowsGetNewIds() {
		try (TestDatabase database = migrated(TestServer.newest())) {
			assertThat(rows(database, "INSERT INTO conda_package (name, version) VALUES ('new', '1') RETURNING id"))
				.containsExactly("6");
			assertThat(rows(database, """
					INSERT INTO conda_package_build (build, build_number, depends, md5, sha256, size)
					VALUES ('0', 0, '[]', 'm', 's', 1) RETURNING id
					""")).containsExactly("8");
		}
	}

	@Test
	void ofNothingTheFirstIdIsOne() {
		try (TestDatabase database = TestDatabase.atVersion(TestServer.newest(), 4)) {
			assertThat(rows(database, "INSERT INTO conda_package (name, version) VALUES ('new', '1') RETURNING id"))
				.containsExactly("1");
		}
	}

	@OnEachServer
	void everythingElseReachesTheHeadUnchanged(TestServer server) {
		String builds = "SELECT id, specification_id, environment_id, status FROM build ORDER BY id";
		String artifacts = "SELECT artifact_type FROM build_artifact WHERE build_id IN (2, 3) ORDER BY id";
		String specifications = "SELECT id, name, spec, sha256 FROM specification";
		try (TestDatabase database = atRevision3(server)) {
			List<String> buildsBefore = rows(database, builds);
			List<String> artifactsBefore = rows(database, artifacts);
			List<String> specificationsBefore = rows(database, specifications);

			new Migration(database.dataSource()).migrate();

			assertThat(rows(database, builds)).isEqualTo(buildsBefore);
			assertThat(rows(database, artifacts)).isEqualTo(artifactsBefore);
			assertThat(rows(database, specifications)).isEqualTo(specificationsBefore);
			assertThat(rows(database, "SELECT DISTINCT build_key_version, hash, status_info FROM build"))
				.containsExactly("1|null|null");
			assertThat(rows(database, "SELECT is_lockfile FROM specification")).containsExactly("false");
		}
	}

	private static TestDatabase migrated(TestServer server) {
		TestDatabase database = atRevision3(server);
		new Migration(database.dataSource()).migrate(4);
		return database;
	}

	private static TestDatabase atRevision3(TestServer server) {
		TestDatabase database = TestDatabase.atVersion(server, 3);
		database.loadResource(PackageBuildsTest.class, "revision-3.sql");
		return database;
	}

	private static List<String> rows(TestDatabase database, String query) {
		return database.sql().fetch(query).map((row) -> {
			StringBuilder text = new StringBuilder();
			for (int column = 0; column < row.size(); column++) {
				text.append((column > 0) ? "|" : "").append(row.get(column, String.class));
			}
			return text.toString();
		});
	}

}
