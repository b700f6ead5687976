package org.condastore.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL for the packaged program at random moments of a change and of its undo: either
 * all of it was done, and the journal has it, or nothing was. Not part of verify:
 * {@code -Dit.test=ChangeKillCampaign -Dkill.changes=120} runs it, {@code -Dkill.seed}
 * repeats it.
 */
class ChangeKillCampaign {

	private static final int KILLS = Integer.getInteger("kill.changes", 8);

	/** In the first statement of a transaction that writes. */
	private static final String WRITING = "lock_timeout";

	/** A few more than such a transaction has statements, so that some run through. */
	private static final int BOUNDARIES = 16;

	private static LaunchedShells shells;

	@BeforeAll
	static void launch(@TempDir Path home) {
		shells = new LaunchedShells(home);
	}

	@Test
	void aChangeThatIsKilledWasDoneOrWasNot() throws IOException, InterruptedException {
		long seed = Long.getLong("kill.seed", new Random().nextLong());
		Random random = new Random(seed);
		int killed = 0;
		int done = 0;
		int through = 0;
		try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
			List<String> before = database.rowHashes();
			assertThat(type(database, "namespace delete analyst-7 --yes").code()).isEqualTo(ExitCode.OK);
			List<String> after = database.rowHashes();
			assertThat(type(database, "undo").code()).isEqualTo(ExitCode.OK);
			assertThat(database.rowHashes()).isEqualTo(before).isNotEqualTo(after);
			boolean deleted = false;
			while (killed < KILLS) {
				String story = "kill %d of seed %d".formatted(killed, seed);
				long entries = entries(database);
				String[] command = deleted ? new String[] { "undo" } : new String[] { "redo", "1" };
				boolean hit = shells.killed(database, 1 + random.nextInt(BOUNDARIES), random.nextBoolean(), WRITING,
						command);
				through += hit ? 0 : 1;
				killed += hit ? 1 : 0;
				List<String> now = database.rowHashes();
				boolean is = now.equals(after);
				assertThat(now).as(story).isEqualTo(is ? after : before);
				assertThat(entries(database) - entries).as(story).isEqualTo((is != deleted) ? 1 : 0);
				assertThat(hit || is != deleted).as(story).isTrue();
				assertThat(type(database, "journal verify").code()).as(story).isEqualTo(ExitCode.OK);
				done += (hit && is != deleted) ? 1 : 0;
				deleted = is;
			}
		}
		System.getLogger(ChangeKillCampaign.class.getName())
			.log(System.Logger.Level.INFO,
					"%d kills, after %d of them it was done, %d others ran through: -Dkill.seed=%d".formatted(killed,
							done, through, seed));
	}

	/** In a session that ends: whoever is killed must be the only one. */
	private static TypedShell.Ended type(TestDatabase database, String line) {
		try (TypedShell shell = new TypedShell(database)) {
			return shell.type(line);
		}
	}

	private static long entries(TestDatabase database) {
		return (Long) database.sql().fetchValue("SELECT count(*) FROM conda_store_shell.journal");
	}

}
