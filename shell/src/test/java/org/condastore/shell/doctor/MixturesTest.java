package org.condastore.shell.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases in which random rows are broken in random ways at once: the doctor finds
 * exactly these, the repairs mend exactly what can be mended, and undo brings all of it
 * back.
 *
 * <p>
 * {@code -Ddoctor.mixtures=500} makes it a campaign, {@code -Ddoctor.seed=N} another one;
 * {@code -Ddoctor.first=N -Ddoctor.mixtures=1} looks at one mixture again, and
 * {@code -Ddoctor.server=15} takes one server only.
 *
 * <p>
 * Not among the mutations are S1 (but for foreign keys that C4 needs to be gone), S2, S4,
 * S5, S6 and S7, which are about the schema and not about rows; G3, which is about
 * sessions and dead rows; and R3, which holds of hardly any row that is there, and so is
 * only told where rows come and go. {@link InvariantsTest} breaks each of them alone.
 */
class MixturesTest {

	private static final long SEED = Long.getLong("doctor.seed", 20240921);

	private static final int FIRST = Integer.getInteger("doctor.first", 0);

	private static final int COUNT = Integer.getInteger("doctor.mixtures", 8);

	private static final int SERVER = Integer.getInteger("doctor.server", 0);

	private static final int MOST = 14;

	/**
	 * Random begins with nearly the same numbers for seeds that are next to each other.
	 */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	/** So many that each mutation has its turn. */
	private static final int CAMPAIGN = 200;

	private static final List<Mutation> MUTATIONS = Stream.of(MutationsBesidesBuilds.ALL, MutationsOfBuilds.ALL)
		.flatMap(List::stream)
		.toList();

	private static final String REPAIRABLE = Invariants.all()
		.stream()
		.filter((invariant) -> invariant.repair() instanceof Repair.Rows)
		.map(Invariant::id)
		.collect(Collectors.joining(" "));

	@OnEachServer
	void whatIsBrokenIsFoundMendedAndBroughtBack(TestServer server) throws SQLException {
		if (SERVER != 0 && SERVER != server.major()) {
			return;
		}
		long began = System.nanoTime();
		Map<String, Integer> mutations = new TreeMap<>();
		Set<String> found = new TreeSet<>();
		List<String> wrong = new ArrayList<>();
		try (Templates templates = new Templates(server)) {
			for (int i = FIRST; i < FIRST + COUNT; i++) {
				Random random = new Random((SEED * 1_000_003 + i) * SPREAD);
				Template template = templates.get(random.nextBoolean(), random.nextBoolean());
				try (TestDatabase database = template.database().copy();
						Connection connection = database.dataSource().getConnection()) {
					Mixture mixture = new Mixture(connection, random);
					for (int left = 1 + random.nextInt(MOST); left > 0; left--) {
						Mutation mutation = mixture.oneOf(MUTATIONS.toArray(Mutation[]::new));
						if (mixture.mutate(mutation)) {
							mutations.merge(mutation.name(), 1, Integer::sum);
						}
					}
					found.addAll(mixture.idsFound());
					List<String> differences = differences(mixture, database, connection, template);
					if (!differences.isEmpty()) {
						wrong.add("mixture %d of seed %d on %s, %s\n%s\n%s".formatted(i, SEED, server, template.name(),
								mixture.story(), String.join("\n", differences)));
					}
				}
			}
		}
		System.out.printf("%d mixtures of seed %d from %d on %s: %d mutations, %d invariants, %d s%n", COUNT, SEED,
				FIRST, server, mutations.values().stream().mapToInt(Integer::intValue).sum(), found.size(),
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
		assertThat(wrong).as("%d of %d:%n%s", wrong.size(), COUNT, String.join("\n\n", wrong)).isEmpty();
		if (COUNT >= CAMPAIGN) {
			assertThat(mutations).hasSize(MUTATIONS.size());
		}
	}

	/** What is not as it should be; empty if all is well. */
	private static List<String> differences(Mixture mixture, TestDatabase database, Connection connection,
			Template template) {
		List<String> wrong = new ArrayList<>();
		Rows rows = template.rows().of(DSL.using(connection, SQLDialect.POSTGRES));
		try (TypedShell shell = new TypedShell(database)) {
			Map<String, String> corrupt = rows.hashes();
			Set<String> gone = mixture.gone(rows);
			Set<Mixture.Found> broken = mixture.broken(template.healthy());
			compare("found", found(shell), broken, wrong);
			String batches = mixture.oneOf("", "", " --batch-rows 1", " --batch-rows 3");
			TypedShell.Ended repaired = shell
				.type("repair apply %s --yes --max-rows 100000%s".formatted(REPAIRABLE, batches));
			if (repaired.code() != ExitCode.OK) {
				wrong.add("repair apply%s: %s".formatted(batches, repaired));
			}
			Map<String, String> mended = rows.hashes();
			compare("gone", missing(corrupt, mended), gone, wrong);
			compare("new", missing(mended, corrupt), mixture.appears(gone), wrong);
			Set<String> changed = changed(corrupt, mended);
			changed.removeAll(mixture.changes());
			compare("changed besides", changed, Set.of(), wrong);
			compare("left", found(shell), mixture.repaired(template.healthy(), gone), wrong);
			wrong.addAll(mixture.disappointed());
			rows.brokenReferences().forEach((key) -> wrong.add("broken: " + key));
			TypedShell.Ended again = shell.type("repair plan %s --exit-code".formatted(REPAIRABLE));
			if (again.code() != ExitCode.OK) {
				wrong.add("not mended at once: %s".formatted(again));
			}
			if (shell.type("undo --dry-run").code() == ExitCode.OK) {
				// There is nothing after the first change if it is the only one.
				shell.type("undo --to 1 --yes --max-rows 100000");
				TypedShell.Ended undone = shell.type("undo 1 --yes --max-rows 100000");
				if (undone.code() != ExitCode.OK) {
					wrong.add("undo: %s".formatted(undone));
				}
				Map<String, String> restored = rows.hashes();
				if (!restored.equals(corrupt)) {
					wrong.add("undone: gone %s, new %s, changed %s".formatted(missing(corrupt, restored),
							missing(restored, corrupt), changed(corrupt, restored)));
				}
				compare("found again", found(shell), broken, wrong);
			}
		}
		return wrong;
	}

	private static <T> void compare(String what, Set<T> actual, Set<T> expected, List<String> wrong) {
		Set<String> surplus = minus(actual, expected);
		Set<String> missing = minus(expected, actual);
		if (!surplus.isEmpty() || !missing.isEmpty()) {
			wrong.add("%s: too much %s, too little %s".formatted(what, surplus, missing));
		}
	}

	private static Set<String> minus(Set<?> some, Set<?> others) {
		return some.stream()
			.filter((one) -> !others.contains(one))
			.map(String::valueOf)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> missing(Map<String, String> before, Map<String, String> after) {
		return minus(before.keySet(), after.keySet());
	}

	private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
		Set<String> changed = new TreeSet<>();
		before.forEach((row, hash) -> {
			if (!after.getOrDefault(row, hash).equals(hash)) {
				changed.add(row);
			}
		});
		return changed;
	}

	private static Set<Mixture.Found> found(TypedShell shell) {
		Set<Mixture.Found> found = new TreeSet<>();
		Examined.by(shell, "--all")
			.rows()
			.forEach((id, rows) -> rows.forEach((row) -> found.add(new Mixture.Found(id, row))));
		return found;
	}

	/**
	 * A healthy database to copy.
	 *
	 * @param healthy what the doctor finds in it all the same
	 */
	private record Template(String name, TestDatabase database, Rows rows, Set<Mixture.Found> healthy) {
	}

	/**
	 * With and without the indexes that migrate makes, and with and without a task queue.
	 */
	private static final class Templates implements AutoCloseable {

		private final TestServer server;

		private final Map<String, Template> all = new HashMap<>();

		Templates(TestServer server) {
			this.server = server;
		}

		Template get(boolean indexes, boolean queue) {
			String name = "with%s indexes, with%s a task queue".formatted(indexes ? "" : "out", queue ? "" : "out");
			return this.all.computeIfAbsent(name, (missing) -> {
				TestDatabase database = indexes ? TestDatabase.atNewest(this.server) : TestDatabase.atHead(this.server);
				database.loadResource(InvariantsTest.class, "healthy.sql");
				database.loadResource(InvariantsTest.class, "more.sql");
				if (queue) {
					database.loadResource(InvariantsTest.class, "queue.sql");
				}
				try (TypedShell shell = new TypedShell(database)) {
					assertThat(Examined.by(shell).serious()).as("%s", Examined.by(shell)).isEmpty();
					return new Template(name, database, new Rows(database.sql()), found(shell));
				}
			});
		}

		@Override
		public void close() {
			this.all.values().forEach((template) -> template.database().close());
		}

	}

}
