package org.condastore.schema.revision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.RecordedCatalogs;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** conda-store's own schemas, compared with each other and with the declared model. */
class RevisionComparisonTest {

	private static final Map<TestServer, List<Catalog>> CATALOGS = new ConcurrentHashMap<>();

	@OnEachServer
	void everyRevisionCanBeCopiedAndIsEqualToItsCopy(TestServer server) throws SQLException {
		try (Scratch scratch = new Scratch(server)) {
			List<Catalog> catalogs = catalogs(server);
			for (Revision revision : Revisions.all()) {
				Catalog catalog = catalogs.get(revision.version() - 1);
				Catalog copy = scratch.catalog(MigrationScript.creating(catalog).sql());
				assertThat(Comparison.of(catalog, copy).findings()).as(revision.id()).isEmpty();
				assertThat(Comparison.of(catalog, catalog).isEmpty()).as(revision.id()).isTrue();
				assertThat(CatalogText.of(copy)).as(revision.id()).isEqualTo(RecordedCatalogs.of(revision));
			}
		}
	}

	@Test
	void everyRevisionLeadsToTheNextOneAndBack() throws SQLException {
		try (Scratch scratch = new Scratch(TestServer.newest())) {
			List<Catalog> catalogs = catalogs(scratch.server());
			for (int i = 1; i < catalogs.size(); i++) {
				Comparison comparison = Comparison.of(catalogs.get(i - 1), catalogs.get(i));
				ScriptPair pair = ScriptPair.of("revision " + (i + 1), comparison);
				Proof proof = Proof.of(scratch.empty(), comparison, pair.upText(), pair.downText());
				assertThat(comparison.isEmpty()).isFalse();
				assertThat(proof.holds()).as("%s: %s%n%s", pair.message(), proof, pair.upText()).isTrue();
			}
		}
	}

	@OnEachServer
	void theModelIsWhatTheMigrationsLeadTo(TestServer server) throws IOException, SQLException {
		try (Scratch scratch = new Scratch(server); TestDatabase database = migrated(server)) {
			Catalog model = scratch.catalog(model());
			assertThat(Comparison.of(new CatalogReader(database.sql()).read(), model).findings()).isEmpty();
		}
	}

	@OnEachServer
	void theKeyThatCondaStoreForgotIsFoundAndNothingElse(TestServer server) throws IOException, SQLException {
		try (Scratch scratch = new Scratch(server); TestDatabase database = migrated(server)) {
			database.load("""
					INSERT INTO keyvaluestore (prefix, key, value) VALUES
						('probe', 'one', '1'), ('probe', 'one', '2'), ('probe', 'one', '3'),
						('probe/x', 'two', '"a"'), ('probe/x', 'two', '"b"'), ('probe/y', 'two', '"b"');
					""");
			Catalog model = scratch.catalog(model().replaceFirst("(?s)(CREATE TABLE keyvaluestore .*?value json)",
					"$1,\n    CONSTRAINT _prefix_key_uc UNIQUE (prefix, key)"));
			Comparison comparison = Comparison.of(new CatalogReader(database.sql()).read(), model);

			assertThat(comparison.findings()).containsExactly(new Finding("add", "unique key", "_prefix_key_uc",
					"keyvaluestore", "add unique key _prefix_key_uc (prefix, key) on keyvaluestore"));
			ScriptPair pair = ScriptPair.of("unique settings", comparison);
			assertThat(Proof.of(scratch.empty(), comparison, pair.upText(), pair.downText()).holds()).isTrue();
			assertThat(pair.up().steps()).singleElement()
				.extracting(MigrationScript.Step::statements)
				.isEqualTo(
						List.of("ALTER TABLE keyvaluestore\n    ADD CONSTRAINT _prefix_key_uc UNIQUE (prefix, key)"));
			assertThat(Preflight.of(database.sql(), comparison)).singleElement().satisfies((obstacle) -> {
				assertThat(obstacle.count()).isEqualTo(5);
				assertThat(obstacle.sentence()).matches(
						"add unique key _prefix_key_uc \\(prefix, key\\) on keyvaluestore: 2 keys are there more than once"
								+ " in 5 rows: \\(probe, one\\) in id [0-9]+; id [0-9]+; id [0-9]+,"
								+ " \\(probe/x, two\\) in id [0-9]+; id [0-9]+");
			});

			database.load("DELETE FROM keyvaluestore WHERE prefix LIKE 'probe%'");
			assertThat(Preflight.of(database.sql(), comparison)).isEmpty();
			database.load(pair.upText());
			assertThat(Comparison.of(new CatalogReader(database.sql()).read(), model).findings()).isEmpty();
		}
	}

	private static TestDatabase migrated(TestServer server) {
		TestDatabase database = TestDatabase.empty(server);
		new Migration(database.dataSource()).migrate();
		return database;
	}

	/** The catalogs of all revisions, oldest first. */
	private static List<Catalog> catalogs(TestServer server) {
		return CATALOGS.computeIfAbsent(server, (key) -> {
			List<Catalog> catalogs = new ArrayList<>();
			try (TestDatabase database = TestDatabase.empty(server)) {
				for (Revision revision : Revisions.all()) {
					new Migration(database.dataSource()).migrate(revision.version());
					catalogs.add(new CatalogReader(database.sql()).read());
				}
			}
			return catalogs;
		});
	}

	private static String model() throws IOException {
		try (InputStream file = Objects
			.requireNonNull(RevisionComparisonTest.class.getResourceAsStream("/org/condastore/schema/model.sql"))) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
