package org.condastore.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL for the packaged program at random moments of a batch that is resumed until it
 * is done: each of its changes happens once, and in its turn. Not part of verify:
 * {@code -Dit.test=BatchKillCampaign -Dkill.batches=200} runs it with so many kills,
 * {@code -Dkill.seed} repeats it.
 */
class BatchKillCampaign {

	private static final int KILLS = Integer.getInteger("kill.batches", 8);

	/** The changes of one batch. */
	private static final int CHANGES = 60;

	/**
	 * A line has about as many statements as this, and some lines run before each kill.
	 */
	private static final int BOUNDARIES = 12 * 12;

	/** In the first statement of a transaction that writes. */
	private static final String WRITING = "lock_timeout";

	private static LaunchedShells shells;

	private static Path file;

	private static final List<String> CHANGING = new ArrayList<>();

	@BeforeAll
	static void launch(@TempDir Path home) throws IOException {
		shells = new LaunchedShells(home);
		file = Files.write(home.resolve("batch"), lines());
	}

	/**
	 * Changes of which none can be made twice without being seen, and lines that make
	 * none.
	 */
	private static List<String> lines() {
		List<String> lines = new ArrayList<>(List.of("# " + CHANGES + " changes", "build show 1"));
		for (int i = 1; i <= CHANGES; i++) {
			String change = switch (i % 4) {
				case 0, 2 -> "environment set-description default/latest 'change %d'".formatted(i);
				default -> "namespace create made-%d".formatted(i);
			};
			CHANGING.add(change);
			if (i % 4 == 1) {
				lines.add("let ID = %s --field rows.0.key.id".formatted(change));
				lines.add("assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int AND name = 'made-%d')\""
					.formatted(i));
			}
			else if (i % 4 == 2) {
				// The second time it finds nothing to do.
				lines.addAll(List.of(change, change));
			}
			else {
				lines.addAll(List.of(change, "on-error stop", "build list --limit 1", "end"));
			}
		}
		lines.add("assert \"EXISTS (SELECT FROM namespace WHERE id = ${ID}::int)\"");
		return lines;
	}

	@Test
	void aBatchThatIsKilledAgainAndAgainIsDoneOnce() throws IOException, InterruptedException {
		long seed = Long.getLong("kill.seed", new Random().nextLong());
		Random random = new Random(seed);
		int killed = 0;
		int batches = 0;
		int most = 0;
		while (killed < KILLS) {
			try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
				int kills = 0;
				int done = 0;
				boolean hit = true;
				while (hit) {
					String story = "kill %d of seed %d".formatted(killed, seed);
					hit = shells.killed(database, 1 + random.nextInt(BOUNDARIES), random.nextBoolean(), WRITING,
							command());
					kills += hit ? 1 : 0;
					killed += hit ? 1 : 0;
					List<String> journal = journal(database);
					assertThat(journal).as(story).isEqualTo(CHANGING.subList(0, journal.size()));
					assertThat(journal.size()).as(story).isGreaterThanOrEqualTo(done);
					done = journal.size();
				}
				String story = "after kill %d of seed %d".formatted(killed, seed);
				assertDone(database, story);
				Process again = shells.start(database.url(), command());
				assertThat(again.waitFor(5, TimeUnit.MINUTES)).as(story).isTrue();
				assertThat(again.exitValue()).as(story).isZero();
				assertDone(database, story);
				batches++;
				most = Math.max(most, kills);
			}
		}
		System.getLogger(BatchKillCampaign.class.getName())
			.log(System.Logger.Level.INFO,
					"%d kills of %d batches with %d changes each, at most %d of one; each was done once: -Dkill.seed=%d"
						.formatted(killed, batches, CHANGES, most, seed));
	}

	private static String[] command() {
		return new String[] { "--per-line", "--resume", "campaign", "-f", file.toString() };
	}

	private static void assertDone(TestDatabase database, String story) {
		assertThat(journal(database)).as(story).isEqualTo(CHANGING);
		assertThat(database.sql().fetchValue("SELECT count(*) FROM namespace WHERE name LIKE 'made-%'")).as(story)
			.isEqualTo((long) CHANGES / 2);
		assertThat(database.sql().fetchValue("SELECT description FROM environment WHERE id = 1")).as(story)
			.isEqualTo("change %d".formatted(CHANGES));
		try (TypedShell shell = new TypedShell(database)) {
			assertThat(shell.type("journal verify").code()).as(story).isEqualTo(ExitCode.OK);
		}
	}

	/** What was typed for each change that was made, in their order. */
	private static List<String> journal(TestDatabase database) {
		if (database.sql().fetchValue("SELECT to_regclass('conda_store_shell.journal')") == null) {
			return List.of();
		}
		return database.sql()
			.fetch("SELECT command FROM conda_store_shell.journal ORDER BY id")
			.map((row) -> String.valueOf(row.get(0)));
	}

}
