package org.condastore.shell.build;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BuildWaitTest {

	private static final BuildId QUEUED = new BuildId(47);

	private static final Duration SOON = Duration.ofMillis(20);

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final AwaitedStatus COMPLETED = AwaitedStatus.of("status=COMPLETED");

	private static final Executor THREAD = (work) -> new Thread(work, "waiting").start();

	private TestDatabase database;

	private Database session;

	private BuildWait wait;

	@BeforeEach
	void open() {
		this.database = TestDatabase.live(TestServer.newest());
		this.session = new Database(new TargetResolver(new DatabaseOptions(this.database.url(), null, null, false),
				Map.of(), Directories.of(Map.of()))
			.initial(), (note) -> {
			});
		this.wait = new BuildWait(this.session, new BuildRepository(this.session.sql(), Clock.systemUTC()));
	}

	@AfterEach
	void close() {
		this.session.close();
		this.database.close();
	}

	@Test
	void returnsWhenTheStatusIsReached() throws Exception {
		CompletableFuture<BuildState> reached = CompletableFuture
			.supplyAsync(() -> this.wait.until(QUEUED, COMPLETED, LONG, SOON), THREAD);
		untilItSleeps();
		status("BUILDING");
		assertThat(reached).isNotDone();
		status("COMPLETED");
		assertThat(reached.get(30, TimeUnit.SECONDS)).isEqualTo(new BuildState(47, "COMPLETED"));
	}

	@Test
	void holdsNothingInTheDatabaseInBetween() throws Exception {
		AtomicReference<Thread> waiting = new AtomicReference<>();
		CompletableFuture<Void> interrupted = CompletableFuture.runAsync(() -> {
			waiting.set(Thread.currentThread());
			this.wait.until(QUEUED, COMPLETED, LONG, LONG);
		}, THREAD);
		untilItSleeps();
		assertThat(this.database.sql()
			.fetch("SELECT state FROM pg_stat_activity WHERE datname = current_database()"
					+ " AND application_name = 'conda-store-shell'")
			.map((row) -> String.valueOf(row.get(0)))).containsExactly("idle");
		Objects.requireNonNull(waiting.get()).interrupt();
		assertThat(interrupted).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(CommandFailure.class,
					(failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
	}

	@Test
	void endsWhenTheBuildHasEndedOtherwise() throws Exception {
		CompletableFuture<BuildState> reached = CompletableFuture
			.supplyAsync(() -> this.wait.until(QUEUED, COMPLETED, LONG, SOON), THREAD);
		untilItSleeps();
		status("FAILED");
		assertThat(reached).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(CommandFailure.class, (failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFLICT);
				assertThat(failure).hasMessage("build 47 has ended as FAILED");
			});
	}

	@Test
	void endsWhenTheTimeIsOver() {
		assertFails(QUEUED, Duration.ofMillis(50), ExitCode.CONFLICT, "build 47 is not COMPLETED, but still QUEUED");
		this.database.load("UPDATE build SET status = 'ARCHIVED' WHERE id = 47");
		assertFails(QUEUED, Duration.ZERO, ExitCode.CONFLICT, "build 47 is not COMPLETED, but still ARCHIVED");
		this.database.load("UPDATE build SET status = NULL WHERE id = 47");
		assertFails(QUEUED, Duration.ZERO, ExitCode.CONFLICT, "build 47 is not COMPLETED, but still without a status");
	}

	@Test
	void whatDoesNotExistIsNotFound() {
		assertFails(new BuildId(62), LONG, ExitCode.PRECONDITION, "there is no build 62");
	}

	@Test
	void aBuildMayDisappear() throws Exception {
		CompletableFuture<BuildState> reached = CompletableFuture
			.supplyAsync(() -> this.wait.until(QUEUED, COMPLETED, LONG, SOON), THREAD);
		untilItSleeps();
		this.database.load("DELETE FROM build_artifact WHERE build_id = 47; DELETE FROM build WHERE id = 47");
		assertThat(reached).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.withMessage("there is no build 47");
	}

	private void assertFails(BuildId id, Duration timeout, ExitCode exitCode, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.wait.until(id, COMPLETED, timeout, SOON))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(exitCode));
	}

	private void status(String status) {
		this.database.load("UPDATE build SET status = '%s' WHERE id = 47".formatted(status));
	}

	/** The first look is over when the thread sleeps. */
	private static void untilItSleeps() throws InterruptedException {
		for (int i = 0; i < 3000; i++) {
			if (Thread.getAllStackTraces()
				.keySet()
				.stream()
				.anyMatch((thread) -> thread.getName().equals("waiting")
						&& thread.getState() == Thread.State.TIMED_WAITING)) {
				return;
			}
			Thread.sleep(10);
		}
		throw new AssertionError("nobody waits");
	}

}
