package org.condastore.shell.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.RowTables;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.ExitCode;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random sequences of changes, undos and redos. What a plan says is what happens; when
 * all is undone every row is as it was.
 *
 * <p>
 * {@code -Dchanges.sequences=2000} runs a long campaign, {@code -Dchanges.seed} repeats
 * one.
 */
class RandomChangesTest {

	private static final int SEQUENCES = Integer.getInteger("changes.sequences", 40);

	private static final int LONGEST = 6;

	@TempDir
	private Path directory = Path.of("");

	@OnEachServer
	void whatIsPlannedHappensAndWhatIsUndoneIsGone(TestServer server) throws SQLException {
		long seed = Long.getLong("changes.seed", new Random().nextLong());
		System.out.printf("%d random sequences on %s: -Dchanges.seed=%d%n", SEQUENCES, server, seed);
		Map<String, Integer> done = new TreeMap<>();
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell shell = new TypedShell(database);
				Connection connection = database.dataSource().getConnection()) {
			DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
			RandomChanges.prepare(database);
			List<String> before = database.rowHashes();
			for (int sequence = 0; sequence < SEQUENCES; sequence++) {
				Random random = random(seed, sequence);
				List<String> story = new ArrayList<>(List.of("seed %d, sequence %d".formatted(seed, sequence)));
				long first = newest(sql);
				for (int i = 1 + random.nextInt(LONGEST); i > 0; i--) {
					step(sql, shell, random, story, done);
				}
				if (newest(sql) > first) {
					undoAfter(shell, first, story);
				}
				assertThat(database.rowHashes()).as("%s", story).isEqualTo(before);
			}
			assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
		}
		System.out.printf("changes that were made: %s%n", done);
		assertThat(done.keySet()).as("verbs that changed something").containsAll(expected(done));
	}

	/** Neighbouring seeds alone would begin alike. */
	private static Random random(long seed, int number) {
		return new Random(new SplittableRandom(seed + number).nextLong());
	}

	/** In a long campaign every verb must have had its turn. */
	private static List<String> expected(Map<String, Integer> done) {
		return (SEQUENCES >= 1000) ? RandomChanges.verbs() : List.copyOf(done.keySet());
	}

	private static void step(DSLContext sql, TypedShell shell, Random random, List<String> story,
			Map<String, Integer> done) {
		String line = RandomChanges.line(sql, random);
		Map<String, Map<String, String>> was = rows(sql);
		TypedShell.Ended plan = shell.type(line + " --dry-run --max-rows 100000 -o json");
		assertThat(plan.code().status()).as("%s%n%s%n%s", story, line, plan).isIn(0, 2, 3, 6);
		assertThat(rows(sql)).as("%s%n%s", story, line).isEqualTo(was);
		TypedShell.Ended ended = shell.type(line + " --yes --max-rows 100000 -o json");
		story.add("%s -> %s".formatted(line, ended.code()));
		Map<String, Map<String, String>> is = rows(sql);
		if (plan.code() != ExitCode.OK) {
			assertThat(ended.code()).as("%s", story).isEqualTo(plan.code());
			assertThat(is).as("%s", story).isEqualTo(was);
			return;
		}
		if (ended.code() != ExitCode.OK) {
			// A plan of what the database then refuses, such as a row that others refer
			// to.
			assertThat(ended.code().status()).as("%s%n%s", story, ended).isIn(3, 6);
			assertThat(is).as("%s", story).isEqualTo(was);
			return;
		}
		boolean changed = !is.equals(was);
		if (changed) {
			done.merge(RandomChanges.verb(line), 1, Integer::sum);
		}
		Predicted predicted = Predicted.of(plan.out());
		assertThat(predicted.keys()).as("%s%n%s", story, plan.out()).isEqualTo(Predicted.between(was, is).keys());
		assertThat(Predicted.of(ended.out()).keys()).as("%s", story)
			.containsAllEntriesOf(predicted.withoutNew().keys());
	}

	private static void undoAfter(TypedShell shell, long first, List<String> story) {
		if (first > 0) {
			TypedShell.Ended ended = shell.type("undo --to %d --max-rows 100000".formatted(first));
			assertThat(ended.code()).as("%s%n%s", story, ended).isIn(ExitCode.OK, ExitCode.PRECONDITION);
			return;
		}
		TypedShell.Ended ended;
		do {
			ended = shell.type("undo --max-rows 100000");
		}
		while (ended.code() == ExitCode.OK);
		assertThat(ended.err()).as("%s", story).contains("there is no change to undo");
	}

	/**
	 * A plan that is saved, somebody else's commit, and then the plan: nothing of the
	 * other one's is lost.
	 */
	@OnEachServer
	void aSecondWriterLosesNothing(TestServer server) throws IOException, SQLException {
		long seed = Long.getLong("changes.seed", new Random().nextLong());
		System.out.printf("%d second writers on %s: -Dchanges.seed=%d%n", SEQUENCES, server, seed);
		Map<ExitCode, Integer> endings = new TreeMap<>();
		try (TestDatabase database = TestDatabase.live(server);
				TypedShell shell = new TypedShell(database);
				Connection connection = database.dataSource().getConnection()) {
			DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
			RandomChanges.prepare(database);
			Path file = this.directory.resolve("plan-%s.json".formatted(server.major()));
			for (int i = 0; i < SEQUENCES; i++) {
				Random random = random(seed, i);
				List<String> story = new ArrayList<>(List.of("seed %d, plan %d".formatted(seed, i)));
				Files.deleteIfExists(file);
				String line = RandomChanges.line(sql, random);
				if (shell.type("%s --dry-run --max-rows 100000 --save %s".formatted(line, file))
					.code() != ExitCode.OK) {
					continue;
				}
				Map<String, Map<String, String>> was = rows(sql);
				String written = RandomChanges.ofSecondWriter(random);
				story.add(line);
				story.add(written);
				database.load(written);
				Map<String, Map<String, String>> others = rows(sql);
				TypedShell.Ended ended = shell.type("repair apply %s --yes --max-rows 100000 -o json".formatted(file));
				story.add(ended.toString());
				endings.merge(ended.code(), 1, Integer::sum);
				Map<String, Map<String, String>> is = rows(sql);
				if (ended.code() != ExitCode.OK) {
					assertThat(ended.code()).as("%s", story).isIn(ExitCode.CONFLICT, ExitCode.PRECONDITION);
					assertThat(is).as("%s", story).isEqualTo(others);
				}
				else {
					requireKept(was, others, is, story);
					assertThat(shell.type("undo --max-rows 100000").code()).as("%s", story)
						.isIn(ExitCode.OK, ExitCode.PRECONDITION);
				}
			}
			assertThat(shell.type("journal verify").code()).isEqualTo(ExitCode.OK);
		}
		System.out.printf("plans after somebody else's commit: %s%n", endings);
		if (SEQUENCES >= 1000) {
			assertThat(endings).containsKeys(ExitCode.OK, ExitCode.CONFLICT);
		}
	}

	/** What the other one wrote is there, value by value. */
	private static void requireKept(Map<String, Map<String, String>> was, Map<String, Map<String, String>> others,
			Map<String, Map<String, String>> is, List<String> story) {
		others.forEach((key, row) -> {
			Map<String, String> earlier = was.getOrDefault(key, Map.of());
			row.forEach((column, value) -> {
				if (!value.equals(earlier.get(column))) {
					assertThat(is.getOrDefault(key, Map.of())).as("%s %s", key, story).containsEntry(column, value);
				}
			});
		});
	}

	private static long newest(DSLContext sql) {
		if (sql.fetchValue("SELECT to_regclass('conda_store_shell.journal')") == null) {
			return 0;
		}
		Object newest = sql.fetchValue("SELECT max(id) FROM conda_store_shell.journal");
		return (newest instanceof Number number) ? number.longValue() : 0;
	}

	/** Every row, as column and text, by table and key. */
	private static Map<String, Map<String, String>> rows(DSLContext sql) {
		Map<String, Map<String, String>> rows = new HashMap<>();
		List<RowTable> tables = new RowTables(sql).all();
		for (RowTable table : tables) {
			for (Record row : sql.fetch("SELECT * FROM {0}", DSL.name(table.name()))) {
				Map<String, String> values = new LinkedHashMap<>();
				for (int i = 0; i < row.size(); i++) {
					values.put(row.field(i).getName(), String.valueOf(row.get(i)));
				}
				StringBuilder key = new StringBuilder(table.name());
				table.key().forEach((column) -> key.append('|').append(values.get(column)));
				rows.put(key.toString(), values);
			}
		}
		return rows;
	}

	/**
	 * What becomes of rows.
	 *
	 * @param keys the operation by table and key; a row that is written and then deleted
	 * is deleted
	 */
	private record Predicted(Map<String, String> keys) {

		static Predicted of(String json) {
			Map<String, String> keys = new TreeMap<>();
			Map<?, ?> report = map(StoredJson.read(json).orElseThrow().value());
			int unknown = 0;
			for (Object element : (List<?>) Objects.requireNonNull(report.get("rows"))) {
				Map<?, ?> row = map(element);
				StringBuilder key = new StringBuilder(String.valueOf(row.get("table")));
				boolean known = true;
				for (Object value : map(row.get("key")).values()) {
					key.append('|').append(value);
					known &= value != null;
				}
				if (!known) {
					unknown++;
				}
				keys.merge(known ? key.toString() : row.get("table") + "|new " + unknown,
						String.valueOf(row.get("operation")), (first, then) -> first.equals("insert") ? first : then);
			}
			return new Predicted(keys).withNewCounted();
		}

		static Predicted between(Map<String, Map<String, String>> was, Map<String, Map<String, String>> is) {
			Map<String, String> keys = new TreeMap<>();
			was.forEach((key, row) -> {
				@Nullable Map<String, String> now = is.get(key);
				if (now == null) {
					keys.put(key, "delete");
				}
				else if (!now.equals(row)) {
					keys.put(key, "update");
				}
			});
			is.keySet().stream().filter((key) -> !was.containsKey(key)).forEach((key) -> keys.put(key, "insert"));
			return new Predicted(keys).withNewCounted();
		}

		private static Map<?, ?> map(@Nullable Object value) {
			return (Map<?, ?>) Objects.requireNonNull(value);
		}

		/** The ids of new rows are not known before. */
		private Predicted withNewCounted() {
			Map<String, String> counted = new TreeMap<>();
			Map<String, Integer> inserted = new TreeMap<>();
			this.keys.forEach((key, operation) -> {
				if (operation.equals("insert")) {
					inserted.merge(key.substring(0, key.indexOf('|')), 1, Integer::sum);
				}
				else {
					counted.put(key, operation);
				}
			});
			inserted.forEach((table, count) -> counted.put(table + "|new", count + " inserted"));
			return new Predicted(counted);
		}

		Predicted withoutNew() {
			Map<String, String> known = new TreeMap<>(this.keys);
			known.keySet().removeIf((key) -> key.endsWith("|new"));
			return new Predicted(known);
		}

	}

}
