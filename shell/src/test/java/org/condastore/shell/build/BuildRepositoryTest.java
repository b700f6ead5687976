package org.condastore.shell.build;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BuildRepositoryTest {

	/** A little after the newest time in the live database. */
	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private static final TimeWindow ANY_TIME = new TimeWindow(null, null);

	private static final BuildFilter ALL = new BuildFilter(null, null, List.of(), ANY_TIME, null, true, null);

	private TestDatabase database;

	private BuildRepository builds;

	@BeforeEach
	void open() {
		use(TestServer.newest());
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void use(TestServer server) {
		if (this.database != null) {
			this.database.close();
		}
		this.database = TestDatabase.live(server);
		this.builds = new BuildRepository(this.database.sql(), CLOCK);
	}

	@OnEachServer
	void listsWhatIsThere(TestServer server) {
		use(server);
		List<BuildSummary> all = list(ALL);
		assertThat(all).hasSize(61);
		Map<String, Long> byStatus = all.stream()
			.collect(Collectors.groupingBy((build) -> String.valueOf(build.status()), Collectors.counting()));
		assertThat(byStatus).isEqualTo(Map.of("COMPLETED", 46L, "FAILED", 8L, "QUEUED", 3L, "BUILDING", 2L, "CANCELED", 2L));
		assertThat(all.stream().filter((build) -> build.deletedOn() != null)).hasSize(16);
		assertThat(all).extracting(BuildSummary::id)
			.isEqualTo(this.database.sql().fetchValues("SELECT id FROM build ORDER BY id DESC"));
	}

	@OnEachServer
	void agreesWithHandWrittenSql(TestServer server) {
		use(server);
		List<String> expected = texts("""
				SELECT concat_ws('|', b.id, n.name, e.name, s.name, b.status, b.size,
				    to_char(b.scheduled_on, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(b.started_on, 'HH24:MI:SS.US'),
				    to_char(b.ended_on, 'HH24:MI:SS.US'), b.deleted_on IS NOT NULL,
				    CASE b.build_key_version
				        WHEN 1 THEN s.sha256 || '-' || to_char(b.scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || b.id || '-' || s.name
				        WHEN 2 THEN left(s.sha256, 8) || '-' || floor(extract(epoch FROM b.scheduled_on))::bigint || '-' || b.id || '-' || s.name
				    END)
				FROM build b
				JOIN environment e ON e.id = b.environment_id
				JOIN namespace n ON n.id = e.namespace_id
				JOIN specification s ON s.id = b.specification_id
				WHERE b.deleted_on IS NULL
				ORDER BY b.id DESC""");
		assertThat(expected).hasSize(45);
		assertThat(list(live())).extracting(BuildRepositoryTest::text).containsExactlyElementsOf(expected);
	}

	@Test
	void buildKeysAreThoseOfTheArtifacts() {
		Map<Integer, String> logs = this.database.sql()
			.fetchMap("SELECT build_id, key FROM build_artifact WHERE artifact_type = 'LOGS'")
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> (Integer) entry.getKey(), (entry) -> String.valueOf(entry.getValue())));
	}

	private List<BuildSummary> list(BuildFilter filter) {
		return rows(this.builds.list(filter, Listing.ALL));
	}

	private static BuildFilter live() {
		return new BuildFilter(null, null, List.of(), ANY_TIME, null, false, null);
	}

	private List<String> texts(String sql) {
		return this.database.sql().fetch(sql).map((row) -> String.valueOf(row.get(0)));
	}

	private static <T> List<T> rows(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
