package org.condastore.shell.solve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Rows;
import org.condastore.shell.solve.SolveDetail.SolvedPackage;
import org.condastore.shell.specification.SpecificationId;
import org.condastore.shell.specification.SpecificationRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SolveRepositoryTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T18:48:28Z"), ZoneOffset.UTC);

	private static final TimeWindow ALWAYS = new TimeWindow(null, null);

	@OnEachServer
	void listsAllTheNewestFirst(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO solve_conda_package_build SELECT s.id, b.id FROM solve s, conda_package_build b"
					+ " WHERE b.id <= s.id % 4");
			List<Object> expected = database.sql()
				.fetch("SELECT s.id, p.id, p.name, (SELECT count(*)::int FROM solve_conda_package_build l"
						+ " WHERE l.solve_id = s.id) FROM solve s JOIN specification p ON p.id = s.specification_id"
						+ " ORDER BY s.id DESC")
				.map((row) -> tuple(row.intoArray()));
			assertThat(expected).hasSize(61);
			assertThat(all(repository(database).list(null, null, false, ALWAYS, Listing.ALL)))
				.extracting(SolveSummary::id, SolveSummary::specificationId, SolveSummary::specification,
						SolveSummary::packages)
				.map(Object.class::cast)
				.containsExactlyElementsOf(expected);
		}
	}

	@OnEachServer
	void filtersAreAllMet(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("UPDATE solve SET ended_on = scheduled_on WHERE id % 2 = 0");
			SolveRepository solves = repository(database);
			assertThat(ids(solves.list(SpecificationId.of("37"), NamePattern.of("e*"), true, ALWAYS, Listing.ALL)))
				.containsExactlyElementsOf(database.sql()
					.fetch("SELECT id FROM solve WHERE specification_id = 37 AND ended_on IS NULL ORDER BY id DESC")
					.getValues(0, Integer.class))
				.hasSize(2);
			TimeWindow lastSecond = new TimeWindow(Duration.ofSeconds(1), Duration.ofMillis(500));
			assertThat(ids(solves.list(null, null, false, lastSecond, Listing.ALL)))
				.containsExactlyElementsOf(database.sql()
					.fetch("SELECT id FROM solve WHERE scheduled_on >= '2026-11-22 18:48:27'"
							+ " AND scheduled_on < '2026-11-22 18:48:27.5' ORDER BY id DESC")
					.getValues(0, Integer.class))
				.hasSizeGreaterThan(5);
		}
	}

	@OnEachServer
	void showsPackagesThatAreHalfKnown(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO solve_conda_package_build VALUES (5, 1), (5, 3);"
					+ " UPDATE conda_package_build SET package_id = NULL, size = -1 WHERE id = 3");
			SolveRepository solves = repository(database);
			assertThat(solves.find(5).orElseThrow().packages()).containsExactly(
					new SolvedPackage("numpy", "3.0.7", "py311h6c3aa96_0", "linux-64",
							"https://conda.anaconda.org/conda-forge", 84551427L),
					new SolvedPackage(null, null, "py311h658f796_0", "linux-64", null, null));
			assertThat(solves.find(4711)).isEmpty();
		}
	}

	private static List<Integer> ids(Rows<SolveSummary> rows) {
		return all(rows).stream().map(SolveSummary::id).toList();
	}

	private static SolveRepository repository(TestDatabase database) {
		return new SolveRepository(database.sql(), new SpecificationRepository(database.sql(), CLOCK), CLOCK);
	}

	private static <T> List<T> all(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
