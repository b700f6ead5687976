package org.condastore.schema;

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
	void isWhatTheNewestRevisionLooksLike(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			database.loadResource(ModelTest.class, "model.sql");
			assertThat(CatalogText.of(new CatalogReader(database.sql()).read()))
				.isEqualTo(RecordedCatalogs.of(Revisions.head()));
		}
	}

}
