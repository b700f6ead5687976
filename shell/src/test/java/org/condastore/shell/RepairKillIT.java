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
 * SIGKILL for the packaged program at random moments of a repair in batches: each batch
 * is done or not begun, and the same command goes on where the last one stopped.
 * {@code -Dkill.repairs=100} kills it at least so many times, {@code -Dkill.seed} repeats
 * it.
 */
class RepairKillIT {

	private static final int KILLS = Integer.getInteger("kill.repairs", 3);

	private static final int ROWS = 500;

	private static final int BATCH = 50;

	/** Fewer statements than this lie between the beginning and the end of most runs. */
	private static final int BOUNDARIES = 60;

	/** In the first statement of a transaction that writes. */
	private static final String WRITING = "lock_timeout";

	private static final String[] REPAIR = { "repair", "apply", "C1", "--yes", "--batch-rows", String.valueOf(BATCH) };

	private static LaunchedShells shells;

	@BeforeAll
	static void launch(@TempDir Path home) {
		shells = new LaunchedShells(home);
	}

	@Test
	void aRepairThatIsKilledAgainAndAgainIsDoneOnce() throws IOException, InterruptedException {
		long seed = Long.getLong("kill.seed", new Random().nextLong());
		Random random = new Random(seed);
		int killed = 0;
		int repairs = 0;
		while (killed < KILLS) {
			try (TestDatabase database = TestDatabase.live(TestServer.newest())) {
				database
					.load("""
							INSERT INTO conda_package (id, channel_id, name, version)
								SELECT 100000 + i, 1, 'package-' || i, '1' FROM generate_series(1, %1$d) i;
							INSERT INTO conda_package_build (package_id, build, build_number, depends, md5, sha256, size, subdir)
								SELECT 100000 + i, 'b', 0, '[]', '', md5(i::text), 1, 'noarch' FROM generate_series(1, %1$d) i;
							"""
						.formatted(ROWS));
				List<String> corrupt = database.rowHashes();
				boolean hit = true;
				while (hit) {
					hit = shells.killed(database, 1 + random.nextInt(BOUNDARIES), random.nextBoolean(), WRITING,
							REPAIR);
					killed += hit ? 1 : 0;
					assertThat(database.sql()
						.fetchValue("SELECT count(*) FROM conda_package_build WHERE channel_id IS NULL"))
						.as("after kill %d of seed %d", killed, seed)
						.isEqualTo(ROWS - BATCH * changes(database));
				}
				String story = "after kill %d of seed %d".formatted(killed, seed);
				assertThat(changes(database)).as(story).isEqualTo(ROWS / BATCH);
				try (TypedShell shell = new TypedShell(database)) {
					assertThat(shell.type("journal verify").code()).as(story).isEqualTo(ExitCode.OK);
					assertThat(shell.type("undo --to 1 --yes").code()).as(story).isEqualTo(ExitCode.OK);
					assertThat(shell.type("undo 1 --yes").code()).as(story).isEqualTo(ExitCode.OK);
				}
				assertThat(database.rowHashes()).as(story).isEqualTo(corrupt);
				repairs++;
			}
		}
		System.getLogger(RepairKillIT.class.getName())
			.log(System.Logger.Level.INFO,
					"%d kills of %d repairs in %d batches each; each batch was done once: -Dkill.seed=%d"
						.formatted(killed, repairs, ROWS / BATCH, seed));
	}

	private static long changes(TestDatabase database) {
		return (database.sql().fetchValue("SELECT to_regclass('conda_store_shell.journal')") == null) ? 0
				: (Long) database.sql().fetchValue("SELECT count(*) FROM conda_store_shell.journal");
	}

}
