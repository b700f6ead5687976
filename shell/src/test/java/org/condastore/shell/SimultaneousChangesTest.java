package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;

import static org.assertj.core.api.Assertions.assertThat;

/** What no constraint keeps apart: two that make the same row at the same time. */
class SimultaneousChangesTest {

	private static final int SHELLS = 4;

	private static final int ROUNDS = 8;

	private static CondaStoreShell shell(TestDatabase database) {
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(),
				OutputStream.nullOutputStream(), TerminalFacts.NONE);
		return new CondaStoreShell(Invocation.parse(List.of()), streams,
				new TargetResolver(new DatabaseOptions(database.url(), null, null, false), Map.of(),
						Directories.of(Map.of())),
				Clock.systemUTC());
	}

	/** Every shell types the same line; the lines of a round begin together. */
	private static void race(TestDatabase database, String line) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(SHELLS);
		CyclicBarrier start = new CyclicBarrier(SHELLS);
		try {
			List<Future<List<ExitCode>>> running = new ArrayList<>();
			for (int i = 0; i < SHELLS; i++) {
				running.add(threads.submit(() -> {
					List<ExitCode> ended = new ArrayList<>();
					try (CondaStoreShell shell = shell(database)) {
						for (int round = 0; round < ROUNDS; round++) {
							start.await();
							ended.add(shell.line(line.formatted(round)));
						}
					}
					return ended;
				}));
			}
			for (Future<List<ExitCode>> ended : running) {
				assertThat(ended.get()).hasSize(ROUNDS).isSubsetOf(ExitCode.OK, ExitCode.CONFLICT);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@OnEachServer
	void aRoleIsGrantedOnce(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			assertThat(shell.line("role grant global made viewer")).isEqualTo(ExitCode.OK);
			race(database, "role grant analyst-7 'race-%d/*' viewer");
			for (int round = 0; round < ROUNDS; round++) {
				assertThat(shell.line("role revoke analyst-7 'race-%d/*' --yes --expect 1".formatted(round)))
					.isEqualTo(ExitCode.OK);
			}
		}
	}

	@OnEachServer
	void aSettingHasOneRow(TestServer server) throws Exception {
		try (TestDatabase database = TestDatabase.live(server); CondaStoreShell shell = shell(database)) {
			database.load("INSERT INTO namespace SELECT 100 + n, 'race-' || n, NULL, '{}' FROM generate_series(0, %d) n"
				.formatted(ROUNDS));
			race(database, "setting set build_artifacts LOGS --namespace race-%d");
			for (int round = 0; round < ROUNDS; round++) {
				assertThat(shell
					.line("setting unset build_artifacts --namespace race-%d --yes --expect 1".formatted(round)))
					.isEqualTo(ExitCode.OK);
			}
		}
	}

}
