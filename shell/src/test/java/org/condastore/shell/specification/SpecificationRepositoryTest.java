package org.condastore.shell.specification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.TimeWindow;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.specification.SpecificationDetail.BuildUse;
import org.condastore.shell.specification.SpecificationDetail.EnvironmentUse;
import org.condastore.shell.specification.SpecificationDetail.HashCheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class SpecificationRepositoryTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T19:00:00Z"), ZoneOffset.UTC);

	private static final TimeWindow ALWAYS = new TimeWindow(null, null);

	@OnEachServer
	void buildsAreCountedAsTheyAre(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			List<Object> expected = database.sql()
				.fetch("SELECT s.id, s.name, s.sha256, (SELECT count(*)::int FROM build b WHERE b.specification_id = s.id"
						+ " AND b.deleted_on IS NULL) FROM specification s ORDER BY s.created_on DESC")
				.map((row) -> tuple(row.intoArray()));
			assertThat(expected).hasSize(58);
			assertThat(all(repository(database).list(null, false, false, ALWAYS, Listing.ALL)))
				.extracting(SpecificationSummary::id, SpecificationSummary::name, SpecificationSummary::sha256,
						SpecificationSummary::builds)
				.map(Object.class::cast)
				.containsExactlyElementsOf(expected);
		}
	}

	/** Which are shown is found out before their builds are counted, or after. */
	@OnEachServer
	void aPageIsTheBeginningOfTheWholeList(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("UPDATE specification SET created_on = NULL WHERE id % 5 = 0;"
					+ " UPDATE specification SET created_on = '2024-01-01' WHERE id % 7 = 0");
			SpecificationRepository repository = repository(database);
			for (String sort : Arrays.asList(null, "id", "-id", "created_on", "-created_on", "name", "-name", "builds",
					"-builds")) {
				for (NamePattern name : Arrays.asList(null, NamePattern.of("*t*"))) {
					List<SpecificationSummary> whole = all(
							repository.list(name, false, false, ALWAYS, new Listing(sort, null, true)));
					assertThat(whole).extracting(SpecificationSummary::builds).contains(0, 1);
					for (int limit : List.of(1, 13, whole.size() - 1, whole.size(), 100)) {
						Rows<SpecificationSummary> page = repository.list(name, false, false, ALWAYS,
								new Listing(sort, limit, false));
						assertThat(all(page)).as("%s %s %s", sort, name, limit)
							.isEqualTo(whole.subList(0, Math.min(limit, whole.size())));
						assertThat(page.cut()).isEqualTo(limit < whole.size());
					}
				}
			}
		}
	}

	@OnEachServer
	void orphansHaveNotEvenADeletedBuild(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			List<Integer> expected = database.sql()
				.fetch("SELECT id FROM specification EXCEPT SELECT specification_id FROM build ORDER BY id DESC")
				.map((row) -> row.get(0, Integer.class));
			assertThat(expected).isNotEmpty().hasSizeLessThan(58);
			assertThat(all(repository(database).list(null, true, false, ALWAYS, Listing.ALL)))
				.extracting(SpecificationSummary::id)
				.containsExactlyElementsOf(expected);
		}
	}

	@OnEachServer
	void aWindowHasBothEnds(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			database.load("INSERT INTO specification SELECT n, 'x', '{}', n::text,"
					+ " timestamp '2026-11-22 19:00:00' - n * interval '1 day', false FROM generate_series(1, 5) n;"
					+ " INSERT INTO specification VALUES (6, 'x', '{}', '6', NULL, false)");
			SpecificationRepository repository = repository(database);
			TimeWindow window = new TimeWindow(Duration.ofDays(4), Duration.ofDays(2));
			assertThat(all(repository.list(null, false, false, window, Listing.ALL)))
				.extracting(SpecificationSummary::id)
				.containsExactly(3, 4);
			assertThat(all(repository.list(null, false, false, ALWAYS, Listing.ALL)))
				.extracting(SpecificationSummary::id)
				.containsExactly(1, 2, 3, 4, 5, 6);
		}
	}

	@OnEachServer
	void everyHashThatCondaStoreWroteIsRight(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			SpecificationRepository repository = repository(database);
			for (int id : database.sql().fetch("SELECT id FROM specification").getValues(0, Integer.class)) {
				SpecificationDetail specification = repository.get(SpecificationId.of(Integer.toString(id)));
				assertThat(specification.hash()).isEqualTo(HashCheck.MATCHES);
				assertThat(repository.get(SpecificationId.of(specification.sha256().substring(0, 12))))
					.isEqualTo(specification);
			}
		}
	}

	@OnEachServer
	void showsWhatUsesIt(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("UPDATE build SET deleted_on = '2024-09-21' WHERE id = 4");
			SpecificationRepository repository = repository(database);
			for (int id : List.of(1, 3, 37)) {
				SpecificationDetail specification = repository.get(SpecificationId.of(Integer.toString(id)));
				assertThat(specification.newestBuilds()).extracting(BuildUse::id)
					.containsExactlyElementsOf(database.sql()
						.fetch("SELECT id FROM build WHERE specification_id = ? ORDER BY id DESC", id)
						.getValues(0, Integer.class));
				assertThat(specification.builds() + specification.deletedBuilds())
					.isEqualTo(specification.newestBuilds().size());
			}
			assertThat(repository.get(SpecificationId.of("3")).environments())
				.containsExactly(new EnvironmentUse("default", "latest", true, 0, null));
		}
	}

	@OnEachServer
	void anIdGoesBeforeASha256(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			database.load("INSERT INTO specification VALUES (1234, 'x', '{}', '9999', NULL, false),"
					+ " (2, 'x', '{}', '1234abcd', NULL, false), (3, 'x', '{}', '5678aaaa', NULL, false),"
					+ " (4, 'x', '{}', '5678bbbb', NULL, false)");
			SpecificationRepository repository = repository(database);
			assertThat(repository.resolve(SpecificationId.of("1234"))).isEqualTo(1234);
			assertThat(repository.resolve(SpecificationId.of("1234A"))).isEqualTo(2);
			assertThat(repository.resolve(SpecificationId.of("5678a"))).isEqualTo(3);
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> repository.resolve(SpecificationId.of("5678")))
				.satisfies((failure) -> assertThat(failure.hint()).endsWith("3, 4"));
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> repository.resolve(SpecificationId.of("99")))
				.withMessage("there is no specification 99");
		}
	}

	@OnEachServer
	void namesAreIdsOrHashes(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			SpecificationRepository repository = repository(database);
			assertThat(repository.names("5", 3)).containsExactly(new NameSource.Name("58", "training 7db31d2c"),
					new NameSource.Name("57", "training 6434235a"), new NameSource.Name("56", "training b7c3484b"));
			assertThat(repository.names("9a6", 3)).containsExactly(new NameSource.Name(
					"9a6aaec28c3002b3cf95d2f2b03b8639838a229129066a4bd7e4ccdbb3f11045", "py311-base"));
			assertThat(repository.names("", 100)).hasSize(58);
			assertThat(repository.names("%", 100)).isEmpty();
		}
	}

	private static SpecificationRepository repository(TestDatabase database) {
		return new SpecificationRepository(database.sql(), CLOCK);
	}

	private static <T> List<T> all(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
