package org.condastore.schema.revision;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestServer;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Each script that fails on rows is announced, and each that is not announced runs. */
class PreflightTest {

	private static final Map<TestServer, Scratch> SCRATCHES = new EnumMap<>(TestServer.class);

	private static final String TABLE = "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);";

	private static final String ROWS = "INSERT INTO t VALUES (1, 1, 'x'), (2, 1, 'y'), (3, NULL, 'long'), (4, 5, NULL),"
			+ " (5, NULL, 'x');";

	@AfterAll
	static void close() throws SQLException {
		for (Scratch scratch : SCRATCHES.values()) {
			scratch.close();
		}
	}

	private static Scratch scratch(TestServer server) throws SQLException {
		Scratch scratch = SCRATCHES.get(server);
		if (scratch == null) {
			scratch = new Scratch(server);
			SCRATCHES.put(server, scratch);
		}
		return scratch;
	}

	@OnEachServer
	void duplicates(TestServer server) throws SQLException {
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD UNIQUE (a)",
				"add unique key t_a_key (a) on t: 1 key is there more than once in 2 rows: (1) in id 1; id 2");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)",
				"add unique key t_a_key NULLS NOT DISTINCT (a) on t: 2 keys are there more than once in 4 rows:"
						+ " (1) in id 1; id 2, (null) in id 3; id 5");
		obstructed(server, TABLE, ROWS, TABLE + "CREATE UNIQUE INDEX u ON t (upper(b)) WHERE id > 1");
		obstructed(server, TABLE, ROWS, TABLE + "CREATE UNIQUE INDEX u ON t (upper(b)) INCLUDE (a)",
				"add unique index u (upper(b)) INCLUDE (a) on t: 1 key is there more than once in 2 rows:"
						+ " (X) in id 1; id 5");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD UNIQUE (a, b) INCLUDE (id)");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD UNIQUE (a) INCLUDE (id)",
				"add unique key t_a_id_key (a) INCLUDE (id) on t: 1 key is there more than once in 2 rows:"
						+ " (1) in id 1; id 2");
	}

	@OnEachServer
	void duplicatesThatNewColumnsMake(TestServer server) throws SQLException {
		obstructed(server, "CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1), (2)",
				"CREATE TABLE t (id integer, c integer UNIQUE)");
		obstructed(server, "CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1), (2)",
				"CREATE TABLE t (id integer, c serial UNIQUE)");
		obstructed(server, "CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1), (2)",
				"CREATE TABLE t (id integer, c integer DEFAULT 3 UNIQUE)",
				"add unique key t_c_key (c) on t: 1 key is there more than once in 2 rows: (3) in row (0,1); row (0,2)");
	}

	@OnEachServer
	void nulls(TestServer server) throws SQLException {
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ALTER a SET NOT NULL",
				"t.a is null in 2 rows: id 3; id 5");
		obstructed(server, TABLE, ROWS, "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c date NOT NULL)",
				"t has 5 rows without a value for the new column c, which is NOT NULL and has no default:"
						+ " id 1; id 2; id 3; id 4; id 5");
		obstructed(server, TABLE, ROWS,
				"CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, c integer NOT NULL DEFAULT 1)");
		obstructed(server, "CREATE TABLE t (x integer)", "INSERT INTO t VALUES (1), (NULL), (1)",
				"CREATE TABLE t (x integer PRIMARY KEY)", "t.x is null in 1 row: row (0,2)",
				"add primary key t_pkey (x) on t: 1 key is there more than once in 2 rows: (1) in row (0,1); row (0,3)");
	}

	@OnEachServer
	void orphans(TestServer server) throws SQLException {
		String before = TABLE + "CREATE TABLE p (id bigint PRIMARY KEY); ";
		String rows = ROWS + "INSERT INTO p VALUES (1)";
		obstructed(server, before, rows, before + "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p",
				"t (a) refers to nothing in p in 1 row: id 4");
		obstructed(server, before, rows, before + "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID");
		obstructed(server, TABLE, ROWS, before + "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p",
				"t (a) refers to nothing in p in 3 rows: id 1; id 2; id 4");
		obstructed(server, before, rows,
				"CREATE TABLE q (id bigint PRIMARY KEY);"
						+ "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text, n bigint DEFAULT 2 REFERENCES q)",
				List.of("p:q"), "t (n) refers to nothing in q in 5 rows: id 1; id 2; id 3; id 4; id 5");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t");
	}

	@OnEachServer
	void checks(TestServer server) throws SQLException {
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD CONSTRAINT few CHECK (a < 3 AND b <> 'y')",
				"t violates the check few in 2 rows: id 2; id 4");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD CONSTRAINT few CHECK (a < 3) NOT VALID");
		obstructed(server, TABLE + "ALTER TABLE t ADD CONSTRAINT few CHECK (a < 3) NOT VALID",
				"INSERT INTO t VALUES (9, 1)", TABLE + "ALTER TABLE t ADD CONSTRAINT few CHECK (a < 3)");
		obstructed(server, TABLE, ROWS, TABLE + "ALTER TABLE t ADD CONSTRAINT one CHECK (b SIMILAR TO '(x|y|_?)')",
				"t violates the check one in 1 row: id 3");
	}

	@OnEachServer
	void valuesThatAreTooLong(TestServer server) throws SQLException {
		obstructed(server, TABLE, ROWS + "INSERT INTO t VALUES (7, 7, 'ab   ')",
				"CREATE TABLE t (id integer PRIMARY KEY, a integer, b varchar(2))",
				"t.b is longer than 2 characters in 1 row: id 3");
		obstructed(server, TABLE, "", "CREATE TABLE t (id integer PRIMARY KEY, a integer, b varchar(2))");
	}

	@OnEachServer
	void valuesThatCannotBeConverted(TestServer server) throws SQLException {
		String before = "CREATE TABLE t (id integer PRIMARY KEY, a bigint, b text, c varchar(40), d json)";
		String rows = "INSERT INTO t VALUES (1, 1, '1', 'x', '{}'), (2, 99999999999, 'a', NULL, '{\"a\": 1}'),"
				+ " (3, 70000, '-5', NULL, NULL), (4, 4, ' 7 ', NULL, '[\"\\u0000\"]'), (5, NULL, '', NULL, NULL)";
		obstructed(server, before, rows,
				"CREATE TABLE t (id integer PRIMARY KEY, a smallint, b integer, c uuid, d jsonb)",
				"t.a is not a value of smallint in 2 rows: id 2: 99999999999, id 3: 70000",
				"t.b is not a value of integer in 2 rows: id 2: a, id 5: ",
				"t.c is not a value of uuid in 1 row: id 1: x",
				"t.d is not a value of jsonb in 1 row: id 4: [\"\\u0000\"]");
		obstructed(server, before, "INSERT INTO t VALUES (1, 1, '1', '0d0b4bd6-9ec3-4e0f-9a5f-0d0b4bd69ec3', '{}')",
				"CREATE TABLE t (id integer PRIMARY KEY, a smallint, b integer, c uuid, d jsonb)");
	}

	@OnEachServer
	void valuesThatAreTheSameWhenTheyAreRounded(TestServer server) throws SQLException {
		String rows = "INSERT INTO t VALUES (1, '2026-01-01 10:00', 1.4), (2, '2026-01-01 11:00', 0.6),"
				+ " (3, '2026-01-02', 1.6)";
		obstructed(server,
				"CREATE TABLE t (id integer PRIMARY KEY, d timestamp UNIQUE, n numeric); CREATE UNIQUE INDEX u ON t (n)",
				rows,
				"CREATE TABLE t (id integer PRIMARY KEY, d date UNIQUE, n integer); CREATE UNIQUE INDEX u ON t (n)",
				"change type of t.d from timestamp without time zone to date: 1 key is there more than once in 2 rows:"
						+ " (2026-01-01) in id 1; id 2",
				"change type of t.n from numeric to integer: 1 key is there more than once in 2 rows: (1) in id 1; id 2");
		obstructed(server, "CREATE TABLE t (id integer PRIMARY KEY, d timestamp UNIQUE, n numeric)",
				"INSERT INTO t VALUES (1, '2026-01-01 10:00', 1.4), (2, '2026-01-02', 1.4)",
				"CREATE TABLE t (id integer PRIMARY KEY, d date UNIQUE, n integer)");
	}

	@OnEachServer
	void valuesThatAnEnumDoesNotHave(TestServer server) throws SQLException {
		obstructed(server, "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id integer PRIMARY KEY, x e, y e[])",
				"INSERT INTO t VALUES (1, 'a', '{a}'), (2, 'b', '{c,b}'), (3, NULL, NULL)",
				"CREATE TYPE e AS ENUM ('c', 'a'); CREATE TABLE t (id integer PRIMARY KEY, x e, y e[])",
				"t.x has the value 'b' in 1 row: id 2", "t.y has the value 'b' in 1 row: id 2");
		obstructed(server, "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id integer PRIMARY KEY, x text)",
				"INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)",
				"CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id integer PRIMARY KEY, x e)",
				"t.x is no value of e in 1 row: id 2");
	}

	@OnEachServer
	void exclusions(TestServer server) throws SQLException {
		String table = "CREATE TABLE t (id integer PRIMARY KEY, during int4range, kind int4range);";
		String rows = "INSERT INTO t VALUES (1, '[1,5)', '[1,2)'), (2, '[4,9)', '[1,2)'), (3, '[4,9)', '[7,8)'), (4, NULL, NULL);";
		obstructed(server, table, rows,
				table + "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (during WITH &&, kind WITH =)",
				"add exclusion constraint x USING gist (during WITH &&, kind WITH =) on t:"
						+ " rows exclude each other: 2 rows: id 1; id 2");
		obstructed(server, table, rows, table
				+ "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (during WITH &&, kind WITH =) WHERE (id > 1)");
	}

	@OnEachServer
	void renamedTablesAreReadUnderTheirOldNames(TestServer server) throws SQLException {
		obstructed(server, TABLE, ROWS,
				"CREATE TABLE \"New\" (number integer CONSTRAINT t_pkey PRIMARY KEY, a integer NOT NULL, \"B\" text,"
						+ " UNIQUE (a), CONSTRAINT c CHECK (\"B\" <> 'long'))",
				List.of("t:\"New\"", "t.b:\"B\"", "t.id:number"), "New.a is null in 2 rows: id 3; id 5",
				"add unique key New_a_key (a) on New: 1 key is there more than once in 2 rows: (1) in id 1; id 2",
				"New violates the check c in 1 row: id 3");
	}

	@Test
	void whatCannotBeLookedAtIsSaid() throws SQLException {
		Scratch scratch = scratch(TestServer.newest());
		Catalog after = scratch.catalog("CREATE DOMAIN even AS integer CHECK (VALUE % 2 = 0);"
				+ "CREATE TABLE t (id integer PRIMARY KEY, a even, b text)");
		Catalog before = scratch.catalog(TABLE);
		assertThat(Preflight.of(DSL.using(scratch.connection(), SQLDialect.POSTGRES), Comparison.of(before, after)))
			.singleElement()
			.satisfies((obstacle) -> {
				assertThat(obstacle.count()).isNull();
				assertThat(obstacle.sentence()).isEqualTo("change type of t.a from integer to even:"
						+ " the rows could not be looked at: the type even is not there yet");
			});
	}

	private static void obstructed(TestServer server, String before, String rows, String after, String... sentences)
			throws SQLException {
		obstructed(server, before, rows, after, List.of(), sentences);
	}

	/** The script must fail if and only if the preflight found something. */
	private static void obstructed(TestServer server, String before, String rows, String after, List<String> renames,
			String... sentences) throws SQLException {
		Scratch scratch = scratch(server);
		Catalog then = scratch.catalog(after);
		Catalog now = scratch.catalog(before);
		scratch.execute(rows);
		Comparison comparison = Comparison.of(now, then, renames.stream().map(Rename::of).toList(),
				Exclusions.standard());
		List<Obstacle> obstacles = Preflight.of(DSL.using(scratch.connection(), SQLDialect.POSTGRES), comparison);
		assertThat(obstacles).as(after).extracting(Obstacle::sentence).containsExactly(sentences);
		String up = MigrationScript.of(comparison).sql();
		if (obstacles.isEmpty()) {
			SqlScript.run(scratch.connection(), up);
			assertThat(Comparison.of(scratch.read(), then).findings()).isEmpty();
		}
		else {
			assertThatExceptionOfType(SqlFailure.class).as(after)
				.isThrownBy(() -> SqlScript.run(scratch.connection(), up));
		}
	}

}
