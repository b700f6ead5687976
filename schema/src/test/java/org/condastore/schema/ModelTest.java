package org.condastore.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

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
	void isWhatTheNewestRevisionLooksLike(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.empty(server);
				InputStream model = ModelTest.class.getResourceAsStream("model.sql")) {
			database.load(new String(Objects.requireNonNull(model).readAllBytes(), StandardCharsets.UTF_8));
			assertThat(CatalogText.of(new CatalogReader(database.sql()).read()))
				.isEqualTo(RecordedCatalogs.of(Revisions.head()));
		}
	}

}
