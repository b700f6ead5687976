package org.condastore.schema.revision;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SqlTextTest {

	@Test
	void tokensAreAllOfTheText() {
		String sql = "SELECT \"a\"\"b\", E'it\\'s', $x$;$x$, 1.5e3 /* /* ; */ */ FROM t -- end;\nWHERE a::text <> '''';";
		assertThat(SqlText.tokens(sql)).extracting(SqlText.Token::text)
			.containsSequence("E", "'it\\'s'", ",")
			.contains("\"a\"\"b\"", "$x$;$x$", "1.5e3", "''''", "::");
		assertThat(String.join("", SqlText.tokens(sql).stream().map(SqlText.Token::text).toList())).isEqualTo(sql);
	}

	@Test
	void statementsKnowTheirLines() {
		assertThat(SqlText.statements("""
				-- first; not yet
				CREATE TABLE a (b text DEFAULT ';');

				/* two */ INSERT INTO a
				  VALUES ('x');;
				CREATE FUNCTION f() RETURNS integer BEGIN ATOMIC
				  SELECT CASE WHEN true THEN 1 END;
				  SELECT 2;
				END;
				DO $$ BEGIN PERFORM 1; END $$
				""")).extracting(SqlText.Statement::line, (statement) -> statement.sql().lines().findFirst().orElse(""))
			.containsExactly(tuple(2, "CREATE TABLE a (b text DEFAULT ';')"), tuple(4, "INSERT INTO a"),
					tuple(6, "CREATE FUNCTION f() RETURNS integer BEGIN ATOMIC"),
					tuple(10, "DO $$ BEGIN PERFORM 1; END $$"));
	}

	@Test
	void whatNeverEndsIsReadToTheEnd() {
		for (String sql : List.of("'", "\"", "$$ x", "/* /* */", "--", "$", "E'\\", ":", "$1")) {
			assertThat(String.join("", SqlText.tokens(sql).stream().map(SqlText.Token::text).toList())).isEqualTo(sql);
		}
	}

	@Test
	void namesAreRenamedButNotTypesCallsOrConstants() {
		Map<String, String> names = Map.of("size", "Bytes", "key", "k");
		assertThat(SqlText.renamed("CHECK ((size > 0) AND (size(\"size\") > 'size'::size) AND PRIMARY KEY (key))",
				(name) -> names.getOrDefault(name, name)))
			.isEqualTo("CHECK ((\"Bytes\" > 0) AND (size(\"Bytes\") > 'size'::size) AND PRIMARY KEY (k))");
	}

	@Test
	void namesInOtherSchemasAreNotLocal() {
		assertThat(SqlText.localName("build")).contains("build");
		assertThat(SqlText.localName("\"Build x\"")).contains("Build x");
		assertThat(SqlText.localName("other.build")).isEmpty();
	}

}
