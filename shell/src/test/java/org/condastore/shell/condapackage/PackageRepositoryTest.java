package org.condastore.shell.condapackage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.channel.ChannelName;
import org.condastore.shell.channel.ChannelRepository;
import org.condastore.shell.condapackage.PackageDetail.PackageVersion;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class PackageRepositoryTest {

	/** Builds without a channel, and of another channel than their package's. */
	private static final String MIXED_UP = "UPDATE conda_package_build SET channel_id = NULL WHERE id % 3 = 0;"
			+ " UPDATE conda_package_build SET channel_id = 3 - channel_id WHERE id % 5 = 0";

	private static final String ENVIRONMENTS = "SELECT DISTINCT n.name, e.name, e.current_build_id, p.version, c.name"
			+ " FROM environment e JOIN namespace n ON n.id = e.namespace_id"
			+ " JOIN build_conda_package_build l ON l.build_id = e.current_build_id"
			+ " JOIN conda_package_build b ON b.id = l.conda_package_build_id"
			+ " JOIN conda_package p ON p.id = b.package_id LEFT JOIN conda_channel c ON c.id = p.channel_id"
			+ " WHERE e.deleted_on IS NULL AND p.name = ? ";

	@OnEachServer
	void countsAllBuildsOfEachPackage(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load(MIXED_UP);
			List<Object> expected = database.sql()
				.fetch("SELECT p.id, p.name, p.version, c.name, p.license, count(b.id)::int FROM conda_package p"
						+ " LEFT JOIN conda_channel c ON c.id = p.channel_id"
						+ " LEFT JOIN conda_package_build b ON b.package_id = p.id GROUP BY p.id, c.id"
						+ " ORDER BY p.name, p.id")
				.map((row) -> tuple(row.intoArray()));
			assertThat(expected).hasSize(86);
			assertThat(all(repository(database).list(null, null, null, null, Listing.ALL)))
				.extracting(PackageSummary::id, PackageSummary::name, PackageSummary::version, PackageSummary::channel,
						PackageSummary::license, PackageSummary::builds)
				.map(Object.class::cast)
				.containsExactlyElementsOf(expected);
		}
	}

	@OnEachServer
	void filtersAreAllMet(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			List<Integer> expected = database.sql()
				.fetch("SELECT id FROM conda_package WHERE name LIKE '%a%' AND version LIKE '3.%' AND channel_id = 1"
						+ " AND license = 'MIT' ORDER BY name, id")
				.getValues(0, Integer.class);
			assertThat(expected).isNotEmpty();
			assertThat(all(repository(database).list(NamePattern.of("*a*"), NamePattern.of("3.*"),
					ChannelName.of("conda-forge"), NamePattern.of("MIT"), Listing.ALL)))
				.extracting(PackageSummary::id)
				.containsExactlyElementsOf(expected);
		}
	}

	@OnEachServer
	void findsTheEnvironmentsThatHaveIt(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load(MIXED_UP);
			PackageRepository packages = repository(database);
			for (String name : List.of("numpy", "pandas", "zarr")) {
				PackageVersions versions = packages.versions(new PackageName(name), null, null);
				List<Object> expected = database.sql()
					.fetch(ENVIRONMENTS + "ORDER BY 1, 2", name)
					.map((row) -> tuple(row.intoArray()));
				assertThat(expected).isNotEmpty();
				assertThat(uses(packages, versions)).containsExactlyInAnyOrderElementsOf(expected);
				PackageDetail detail = packages.get(new PackageName(name));
				assertThat(detail.environments()).isEqualTo(database.sql()
					.fetchSingle("SELECT count(DISTINCT current_build_id)::int FROM (%s) used".formatted(ENVIRONMENTS
						.replace("SELECT DISTINCT n.name, e.name,", "SELECT DISTINCT n.name AS n, e.name AS e,")
						.replace("c.name FROM", "c.name AS c FROM")), name)
					.get(0));
				assertThat(detail.versions().stream().mapToInt(PackageVersion::environments).sum())
					.isEqualTo(expected.size());
			}
		}
	}

	@OnEachServer
	void versionsBelowAreThoseThatCondaPutsBefore(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			PackageRepository packages = repository(database);
			database.load("UPDATE conda_package SET version = '10.0.0' WHERE name = 'numpy' AND version = '2.2.9'");
			PackageVersions versions = packages.versions(new PackageName("numpy"), null, null)
				.before(CondaVersion.of("3.1.6"));
			assertThat(versions.byId().values()).containsExactly("3.0.7");
			assertThat(uses(packages, versions)).containsExactlyInAnyOrderElementsOf(database.sql()
				.fetch(ENVIRONMENTS + "AND p.version = '3.0.7'", "numpy")
				.map((row) -> tuple(row.intoArray())));
		}
	}

	@OnEachServer
	void namesAreFoundByTheirBeginning(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			PackageRepository packages = repository(database);
			assertThat(packages.names("P", 3)).extracting(NameSource.Name::value)
				.containsExactly("pandas", "panel", "polars");
			assertThat(packages.names("num", 10)).extracting(NameSource.Name::value).containsExactly("numba", "numpy");
			assertThat(packages.names("", 100)).extracting(NameSource.Name::value)
				.containsExactlyElementsOf(database.sql()
					.fetch("SELECT DISTINCT name FROM conda_package ORDER BY name")
					.getValues(0, String.class));
			assertThat(packages.names("zzz", 10)).isEmpty();
		}
	}

	@OnEachServer
	void unknownNamesAreRefused(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			PackageRepository packages = repository(database);
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> packages.get(new PackageName("nothing")));
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> packages.versions(new PackageName("nothing"), null, null));
		}
	}

	private static PackageRepository repository(TestDatabase database) {
		return new PackageRepository(database.sql(), new ChannelRepository(database.sql(), Clock.systemUTC()));
	}

	private static List<Object> uses(PackageRepository packages, PackageVersions versions) {
		return all(packages.environments(versions, Listing.ALL)).stream()
			.map((use) -> (Object) tuple(use.namespace(), use.environment(), use.buildId(), use.version(),
					use.channel()))
			.toList();
	}

	private static <T> List<T> all(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
