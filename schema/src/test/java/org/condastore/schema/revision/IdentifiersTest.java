package org.condastore.schema.revision;

import java.sql.SQLException;
import java.util.List;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

class IdentifiersTest {

	@OnEachServer
	void quotesWhatPostgresQuotes(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			List<String> words = database.sql()
				.fetch("SELECT word FROM pg_get_keywords()")
				.getValues("word", String.class);
			words.addAll(List.of("plain", "_x1", "1x", "Big", "a b", "q\"q", "ä", "a$b", "", "x-y"));
			for (String word : words) {
				String theirs = (String) database.sql().fetchValue("SELECT quote_ident(?)", word);
				String ours = Identifiers.quoted(word);
				if (server == TestServer.newest()) {
					assertThat(ours).isEqualTo(theirs);
				}
				else {
					// Words that a newer version reserves are quoted for the older one
					// too.
					assertThat(ours).isIn(theirs, '"' + word + '"');
				}
			}
		}
	}

	@OnEachServer
	void literalsMeanTheirValue(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			for (String value : List.of("", "it's", "back\\slash", "two\nlines", "''", "\\'")) {
				assertThat((String) database.sql().fetchValue("SELECT " + Identifiers.literal(value))).isEqualTo(value);
			}
		}
	}

	@OnEachServer
	void sequencesAreNamedAsPostgresNamesThem(TestServer server) throws SQLException {
		try (Scratch scratch = new Scratch(server)) {
			String longName = "l".repeat(60);
			for (String[] names : new String[][] { { "t", "id" }, { longName, "id" }, { "t", longName },
					{ longName, longName }, { "ü".repeat(30), "id" }, { longName.substring(7), "ids" } }) {
				Catalog catalog = scratch.catalog("CREATE TABLE %s (%s serial)".formatted(names[0], names[1]));
				assertThat(catalog.sequences()).singleElement()
					.extracting(Catalog.Sequence::name)
					.isEqualTo(Identifiers.sequenceName(names[0], names[1]));
			}
		}
	}

}
