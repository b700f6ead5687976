package org.condastore.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Constraint.Kind;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.migration.RecordedCatalogs;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

class ModelTest {

	@OnEachServer
	void isWhatTheMigrationsLeadTo(TestServer server) {
		try (TestDatabase model = model(server); TestDatabase migrated = TestDatabase.atNewest(server)) {
			assertThat(catalog(model)).isEqualTo(catalog(migrated));
		}
	}

	@OnEachServer
	void isCondaStoresNewestRevisionAndIndexes(TestServer server) {
		try (TestDatabase database = model(server)) {
			List<String> more = new ArrayList<>(catalog(database).lines().toList());
			RecordedCatalogs.of(Revisions.head()).lines().forEach(more::remove);
			assertThat(more).hasSize(10).allSatisfy((line) -> assertThat(line).startsWith("    CREATE INDEX "));
		}
	}

	@OnEachServer
	void everyColumnOfAForeignKeyIsIndexed(TestServer server) {
		try (TestDatabase database = model(server)) {
			Catalog catalog = new CatalogReader(database.sql()).read();
			for (Table table : catalog.tables()) {
				List<String> leading = Stream
					.concat(table.constraints()
						.stream()
						.filter((key) -> key.kind() == Kind.PRIMARY_KEY || key.kind() == Kind.UNIQUE)
						.map((key) -> key.columns().get(0)),
							table.indexes().stream().map((index) -> index.keys().get(0)))
					.toList();
				assertThat(leading).as("first columns of the indexes on %s", table.name())
					.containsAll(table.constraints()
						.stream()
						.filter((key) -> key.kind() == Kind.FOREIGN_KEY)
						.map((key) -> key.columns().get(0))
						.toList());
			}
		}
	}

	private static TestDatabase model(TestServer server) {
		TestDatabase database = TestDatabase.empty(server);
		database.loadResource(ModelTest.class, "model.sql");
		return database;
	}

	private static String catalog(TestDatabase database) {
		return CatalogText.of(new CatalogReader(database.sql()).read());
	}

}
