package org.condastore.shell.listing;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import static org.assertj.core.api.Assertions.assertThat;

class CopiedValueTest {

	@Test
	void readsEveryType() {
		assertThat(read("42\t-9223372036854775808\tt\tab c\t{\"a\": 1}\t2024-09-01 20:51:16.865995\n",
				CopiedValue.INTEGER, CopiedValue.LONG, CopiedValue.BOOLEAN, CopiedValue.TEXT, CopiedValue.JSON_TEXT,
				CopiedValue.TIME))
			.containsExactly(42, Long.MIN_VALUE, true, "ab c", JSON.valueOf("{\"a\": 1}"),
					LocalDateTime.of(2024, 9, 1, 20, 51, 16, 865_995_000));
	}

	@Test
	void nullIsNeitherEmptyNorTheTextOfIt() {
		assertThat(read("\\N\t\t\\\\N\tN\n", CopiedValue.TEXT, CopiedValue.TEXT, CopiedValue.TEXT, CopiedValue.TEXT))
			.containsExactly(null, "", "\\N", "N");
		assertThat(read("\\N\t\\N\n", CopiedValue.INTEGER, CopiedValue.TIME)).containsExactly(null, null);
	}

	@Test
	void knowsItsTypes() {
		assertThat(CopiedValue.of(Integer.class)).contains(CopiedValue.INTEGER);
		assertThat(CopiedValue.of(LocalDateTime.class)).contains(CopiedValue.TIME);
		assertThat(CopiedValue.of(byte[].class)).isEmpty();
	}

	/** Whatever the server sends reads as what the driver makes of it. */
	@OnEachServer
	void agreesWithTheDriver(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.empty(server)) {
			database.load("CREATE TABLE t (id int, n bigint, b boolean, x text, j json, d timestamp)");
			Random random = new Random(7);
			for (int i = 0; i < 500; i++) {
				database.sql()
					.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?::json, ?::timestamp)", random.nextInt(),
							random.nextLong() >> random.nextInt(64), maybe(random, random.nextBoolean()),
							maybe(random, text(random)), maybe(random, "[\"\\t\", \"\\u00e9\"]"),
							maybe(random, time(random)));
			}
			List<Object[]> expected = database.sql()
				.fetch("SELECT * FROM t")
				.map((row) -> new Object[] { row.get(0), row.get(1), row.get(2), row.get(3), row.get(4),
						row.get(5, LocalDateTime.class) });
			CopiedValue[] columns = { CopiedValue.INTEGER, CopiedValue.LONG, CopiedValue.BOOLEAN, CopiedValue.TEXT,
					CopiedValue.JSON_TEXT, CopiedValue.TIME };
			try (Connection connection = database.dataSource().getConnection()) {
				CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY t TO STDOUT");
				for (Object[] row : expected) {
					@Nullable Object[] values = new @Nullable Object[columns.length];
					CopiedValue.read(copy.readFromCopy(), columns, values);
					assertThat(values).containsExactly(row);
				}
				assertThat(copy.readFromCopy()).isNull();
			}
		}
	}

	private static @Nullable Object[] read(String row, CopiedValue... columns) {
		@Nullable Object[] values = new @Nullable Object[columns.length];
		CopiedValue.read(row.getBytes(StandardCharsets.UTF_8), columns, values);
		return values;
	}

	private static @Nullable Object maybe(Random random, Object value) {
		return (random.nextInt(5) == 0) ? null : value;
	}

	private static String text(Random random) {
		String characters = "ab\\\t\n\r\b\f\u000bN.é雪😀\"'\u001b";
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(12); i > 0; i--) {
			text.append(Character.toString(characters.codePointAt(characters.offsetByCodePoints(0,
					random.nextInt(characters.codePointCount(0, characters.length()))))));
		}
		return text.toString();
	}

	private static String time(Random random) {
		return switch (random.nextInt(8)) {
			case 2 -> "12024-02-29 01:02:03.5";
			case 4 -> "0001-01-01 00:00:00";
			default -> "20%02d-%02d-%02d %02d:%02d:%02d.%06d".formatted(random.nextInt(100), 1 + random.nextInt(12),
					1 + random.nextInt(28), random.nextInt(24), random.nextInt(60), random.nextInt(60),
					random.nextInt(1_000_000) / (random.nextBoolean() ? 1 : 1000) * (random.nextBoolean() ? 1 : 0));
		};
	}

}
