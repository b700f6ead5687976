package org.condastore.shell.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.Assertions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.namespace.NamespaceName;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class UsageRepositoryTest {

	@OnEachServer
	void theSumOverAllNamespacesIsWhatTheTablesHold(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			List<NamespaceUsage> usage = usage(database, null, Listing.ALL);
			assertThat(usage).hasSize(8);
			assertThat(tuple(usage.stream().mapToLong(NamespaceUsage::environments).sum(),
					usage.stream().mapToLong(NamespaceUsage::builds).sum(),
					usage.stream().mapToLong(NamespaceUsage::size).sum(),
					usage.stream().mapToLong(NamespaceUsage::deletedBuilds).sum(),
					usage.stream().mapToLong(NamespaceUsage::deletedSize).sum()))
				.isEqualTo(tuple(database.sql()
					.fetchSingle("SELECT (SELECT count(*) FROM environment WHERE deleted_on IS NULL),"
							+ " count(*) FILTER (WHERE deleted_on IS NULL),"
							+ " sum(size) FILTER (WHERE deleted_on IS NULL)::bigint,"
							+ " count(*) FILTER (WHERE deleted_on IS NOT NULL),"
							+ " sum(size) FILTER (WHERE deleted_on IS NOT NULL)::bigint FROM build")
					.intoArray()))
				.isEqualTo(tuple(18L, 45L, 86799214216L, 16L, 32951955868L));
		}
	}

	@OnEachServer
	void eachNamespaceHasItsOwn(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("""
					INSERT INTO namespace (name) VALUES ('empty'), (NULL);
					UPDATE build SET size = NULL WHERE id = 22;
					UPDATE build SET deleted_on = NULL WHERE id = 57
					""");
			List<Object> expected = database.sql()
				.fetch("SELECT n.name, (SELECT count(*)::int FROM environment e WHERE e.namespace_id = n.id"
						+ " AND e.deleted_on IS NULL), count(b.id) FILTER (WHERE b.deleted_on IS NULL)::int,"
						+ " coalesce(sum(b.size) FILTER (WHERE b.deleted_on IS NULL), 0)::bigint AS size,"
						+ " count(b.id) FILTER (WHERE b.deleted_on IS NOT NULL)::int,"
						+ " coalesce(sum(b.size) FILTER (WHERE b.deleted_on IS NOT NULL), 0)::bigint"
						+ " FROM namespace n LEFT JOIN environment e ON e.namespace_id = n.id"
						+ " LEFT JOIN build b ON b.environment_id = e.id GROUP BY n.id ORDER BY size DESC, n.id DESC")
				.map((row) -> tuple(row.intoArray()));
			List<NamespaceUsage> usage = usage(database, null, Listing.ALL);
			assertThat(usage)
				.extracting(NamespaceUsage::namespace, NamespaceUsage::environments, NamespaceUsage::builds,
						NamespaceUsage::size, NamespaceUsage::deletedBuilds, NamespaceUsage::deletedSize)
				.map(Object.class::cast)
				.containsExactlyElementsOf(expected);
			for (NamespaceUsage one : usage) {
				if (one.namespace() != null) {
					assertThat(usage(database, NamespaceName.of(one.namespace()), Listing.ALL)).containsExactly(one);
				}
			}
		}
	}

	@OnEachServer
	void buildsAreReadOnce(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server); Database session = session(database)) {
			String scans = "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables"
					+ " WHERE relname = 'build'";
			long read = session.reading(() -> {
				new UsageRepository(session.sql()).list(null, Listing.ALL).forEach((row) -> {
				});
				return (Long) session.sql().fetchSingle(scans).getValue(0);
			});
			assertThat(read).isEqualTo(1);
		}
	}

	private static List<NamespaceUsage> usage(TestDatabase database, @Nullable NamespaceName only, Listing listing) {
		try (Database session = session(database)) {
			return session.reading(() -> {
				List<NamespaceUsage> rows = new ArrayList<>();
				new UsageRepository(session.sql()).list(only, listing).forEach(rows::add);
				return rows;
			});
		}
	}

	private static Database session(TestDatabase database) {
		return new Database(new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
				Directories.of(Map.of()))
			.initial(), Assertions::fail);
	}

}
