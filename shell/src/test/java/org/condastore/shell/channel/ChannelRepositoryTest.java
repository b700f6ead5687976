package org.condastore.shell.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.session.NameSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChannelRepositoryTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	@OnEachServer
	void countsWhatIsInTheTables(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO conda_channel VALUES (3, 'empty', NULL);"
					+ " INSERT INTO conda_package VALUES (900, NULL, NULL, NULL, 'x', '1', NULL, NULL);"
					+ " UPDATE conda_package_build SET channel_id = NULL WHERE id IN (1, 2);"
					+ " UPDATE conda_package_build SET channel_id = 2 WHERE id = 3");
			ChannelRepository channels = new ChannelRepository(database.sql(), CLOCK);
			assertThat(list(channels, null)).hasSize(3).allSatisfy((channel) -> {
				ChannelDetail detail = channels.get(ChannelName.of(channel.name()));
				assertThat(List.of(detail.packages(), detail.packageNames(), detail.packageBuilds()))
					.isEqualTo(List.of(channel.packages(),
							count(database, "SELECT count(DISTINCT name)::int FROM conda_package WHERE channel_id = ?",
									channel.id()),
							count(database, "SELECT count(*)::int FROM conda_package_build WHERE package_id IN"
									+ " (SELECT id FROM conda_package WHERE channel_id = ?)", channel.id())));
				assertThat(channel.packages()).isEqualTo(
						count(database, "SELECT count(*)::int FROM conda_package WHERE channel_id = ?", channel.id()));
			});
			assertThat(channels.get(ChannelName.of("1")))
				.extracting(ChannelDetail::unassigned, ChannelDetail::misassigned)
				.containsExactly(2, 1);
		}
	}

	@OnEachServer
	void staleAreThoseOfLongAgoAndOfNever(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			database.load("INSERT INTO conda_channel VALUES (1, 'fresh', '2024-09-21 11:00:01'),"
					+ " (2, 'old', '2024-09-21 10:59:59'), (3, 'never', NULL)");
			ChannelRepository channels = new ChannelRepository(database.sql(), CLOCK);
			assertThat(list(channels, Duration.ofHours(1))).extracting(ChannelSummary::id).containsExactly(2, 3);
			assertThat(list(channels, null)).hasSize(3);
		}
	}

	@OnEachServer
	void namedByIdAddressOrItsEnd(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			database.load("INSERT INTO conda_channel VALUES (1, 'https://a/forge', NULL), (2, 'https://b/forge', NULL),"
					+ " (3, 'https://b/a_b', NULL), (4, 'https://b/axb', NULL), (5, 'forge2', NULL), (6, '1', NULL)");
			ChannelRepository channels = new ChannelRepository(database.sql(), CLOCK);
			assertThat(channels.resolve(ChannelName.of("https://b/forge"))).isEqualTo(2);
			assertThat(channels.resolve(ChannelName.of("a_b"))).isEqualTo(3);
			assertThat(channels.resolve(ChannelName.of("b/axb"))).isEqualTo(4);
			assertThat(channels.resolve(ChannelName.of("forge2"))).isEqualTo(5);
			assertThat(channels.resolve(ChannelName.of("1"))).isEqualTo(1);
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> channels.resolve(ChannelName.of("forge")))
				.satisfies((failure) -> assertThat(failure.hint()).endsWith("1, 2"));
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> channels.resolve(ChannelName.of("orge")));
			assertThat(channels.names("afo", 5)).extracting(NameSource.Name::value).containsExactly("https://a/forge");
		}
	}

	private static int count(TestDatabase database, String sql, int channel) {
		return database.sql().fetchSingle(sql, channel).get(0, Integer.class);
	}

	private static List<ChannelSummary> list(ChannelRepository channels, @Nullable Duration stale) {
		List<ChannelSummary> all = new ArrayList<>();
		channels.list(null, stale, Listing.ALL).forEach(all::add);
		return all;
	}

}
