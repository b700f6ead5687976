package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class EmbeddedDatabaseTest {

	/** Unpacked once for all tests. */
	private static final Path CACHE = Path.of("target/postgresql").toAbsolutePath();

	private static final Path TEMPLATE = Path.of("target/embedded").toAbsolutePath();

	private static final EmbeddedDatabase.Content NOTHING = (empty) -> {
	};

	private final Path directory;

	private final List<String> notes = new ArrayList<>();

	private final List<AutoCloseable> opened = new ArrayList<>();

	EmbeddedDatabaseTest(@TempDir Path home) throws IOException {
		this.directory = home.toRealPath().resolve("share/embedded");
	}

	/** One of an earlier run may have been made with other settings. */
	@BeforeAll
	static void forgetTemplate() throws IOException {
		Trees.delete(TEMPLATE);
	}

	@AfterEach
	void stopWhateverRuns() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
		if (!Files.isDirectory(this.directory)) {
			return;
		}
		for (String cluster : List.of("cluster", "creating")) {
			new PostgresCluster(this.directory.resolve(cluster),
					() -> PostgresPrograms.unpacked(CACHE, this.notes::add))
				.stop(true);
		}
	}

	@Test
	void isMadeOnceAndKeepsWhatIsWritten() throws Exception {
		EmbeddedDatabase first = enter();
		try (Connection connection = first.connect(EmbeddedShell::open)) {
			execute(connection, "CREATE TABLE kept AS SELECT 42 AS answer");
			connection.commit();
		}
		first.close();
		assertThat(this.notes).anyMatch((note) -> note.startsWith("making the embedded database in " + this.directory));
		awaitStopped();
		this.notes.clear();
		try (EmbeddedDatabase second = enter(); Connection connection = second.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT answer FROM kept")).isEqualTo("42");
			assertThat(this.notes).isEmpty();
		}
	}

	@Test
	void isDurable() throws Exception {
		existing();
		try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
			for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
				assertThat(query(connection, "SHOW " + setting)).as(setting).isEqualTo("on");
			}
		}
	}

	@Test
	void listensOnLoopbackOnlyAndWantsThePassword() throws Exception {
		existing();
		try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
			assertThat(query(connection, "SHOW unix_socket_directories")).isEmpty();
			assertThat(query(connection,
					"SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules WHERE error IS NULL"))
				.isEqualTo("scram-sha-256");
			assertThat(query(connection, "SELECT rolpassword LIKE 'SCRAM-SHA-256$1:%' FROM pg_authid WHERE rolname = '"
					+ PostgresCluster.USER + "'"))
				.isEqualTo("t");
			int port = Integer.parseInt(query(connection, "SHOW port"));
			assertThatThrownBy(() -> EmbeddedShell.open(new Endpoint("127.0.0.1", port), "wrong"))
				.isInstanceOf(SQLException.class)
				.hasFieldOrPropertyWithValue("SQLState", "28P01");
		}
		Path password = this.directory.resolve("cluster/password");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory))).isEqualTo("rwx------");
		assertThat(Files.readString(password).strip()).hasSizeGreaterThanOrEqualTo(32);
	}

	@Test
	void shellsShareTheServerAndTheLastOneStopsIt() throws Exception {
		existing();
		EmbeddedShell other = otherShell();
		long server = other.server();
		EmbeddedDatabase ours = enter();
		try (Connection connection = ours.connect(EmbeddedShell::open)) {
			assertThat(serverProcess()).isEqualTo(server);
			other.leave();
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
			try (Connection another = ours.connect(EmbeddedShell::open)) {
				assertThat(query(another, "SELECT 2")).isEqualTo("2");
			}
		}
		assertThat(serverProcess()).isEqualTo(server);
		ours.close();
		awaitStopped();
	}

	@Test
	void usersInOneProcessCountAsOneShell() throws Exception {
		existing();
		EmbeddedDatabase first = enter();
		EmbeddedDatabase second = enter();
		try (Connection connection = first.connect(EmbeddedShell::open);
				Connection another = second.connect(EmbeddedShell::open)) {
			first.close();
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
			assertThat(query(another, "SELECT 1")).isEqualTo("1");
		}
		second.close();
		awaitStopped();
	}

	@Test
	void serverOfAKilledShellIsUsedByTheNextOne() throws Exception {
		existing();
		EmbeddedShell killed = otherShell();
		long server = killed.server();
		killed.kill();
		assertThat(ProcessHandle.of(server)).isPresent();
		EmbeddedDatabase ours = enter();
		try (Connection connection = ours.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
			assertThat(serverProcess()).isEqualTo(server);
		}
		ours.close();
		awaitStopped();
	}

	@Test
	void killedShellDoesNotKeepTheServerForEver() throws Exception {
		existing();
		EmbeddedDatabase ours = enter();
		ours.connect(EmbeddedShell::open).close();
		EmbeddedShell killed = otherShell();
		assertThat(killed.server()).isEqualTo(serverProcess());
		killed.kill();
		ours.close();
		awaitStopped();
	}

	@Test
	void shellThatExitsWithoutClosingLeavesAllTheSame() throws Exception {
		existing();
		EmbeddedShell exiting = otherShell();
		exiting.server();
		exiting.exit();
		awaitStopped();
	}

	@Test
	void shellsThatStartTogetherMakeOneDatabase() throws Exception {
		List<EmbeddedShell> shells = List.of(otherShell(), otherShell(), otherShell());
		List<Long> servers = new ArrayList<>();
		for (EmbeddedShell shell : shells) {
			servers.add(shell.server());
		}
		assertThat(servers).containsOnly(serverProcess());
		for (EmbeddedShell shell : shells) {
			shell.leave();
		}
		awaitStopped();
	}

	@Test
	void startsAgainRightAfterStopping() throws Exception {
		existing();
		for (int round = 0; round < 5; round++) {
			try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
				assertThat(query(connection, "SELECT 1")).isEqualTo("1");
			}
		}
	}

	@Test
	void shellKilledWhileMakingItLeavesNothingInTheWay() throws Exception {
		EmbeddedShell killed = EmbeddedShell.start(this.directory, CACHE, "hang", Map.of());
		this.opened.add(killed);
		assertThat(killed.line()).isEqualTo("hanging");
		long orphan = PostmasterFile.read(this.directory.resolve("creating/data")).orElseThrow().pid();
		killed.kill();
		assertThat(ProcessHandle.of(orphan)).isPresent();
		try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
		}
		// It has ended; whoever adopted it may take a moment to notice.
		assertThat(ProcessHandle.of(orphan)
			.map(ProcessHandle::onExit)
			.orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current())))
			.succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.directory.resolve("creating")).doesNotExist();
	}

	@Test
	void contentThatFailsLeavesNothing() {
		EmbeddedDatabase database = EmbeddedDatabase.enter(this.directory, CACHE, (empty) -> {
			throw new SQLException("no content", "XX000");
		}, this.notes::add);
		this.opened.add(database);
		assertThatThrownBy(() -> database.connect(EmbeddedShell::open)).isInstanceOf(SQLException.class)
			.hasMessage("no content");
		assertThat(this.directory.resolve("creating")).doesNotExist();
		assertThat(this.directory.resolve("cluster")).doesNotExist();
	}

	@Test
	void serverThatDiedIsStartedAgain() throws Exception {
		existing();
		EmbeddedDatabase database = enter();
		long server;
		try (Connection connection = database.connect(EmbeddedShell::open)) {
			server = serverProcess();
			ProcessHandle process = ProcessHandle.of(server).orElseThrow();
			process.destroyForcibly();
			process.onExit().join();
			assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
		}
		try (Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
			assertThat(serverProcess()).isNotEqualTo(server);
		}
	}

	@Test
	void numberOfADeadServerMayBelongToAnotherProgram() throws Exception {
		existing();
		Path data = this.directory.resolve("cluster/data");
		Files.writeString(data.resolve("postmaster.pid"), "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n0 0\nready   \n"
			.formatted(ProcessHandle.current().pid(), data));
		try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void isOutOfReachOfTheTerminalsSignals() throws Exception {
		existing();
		try (EmbeddedDatabase database = enter(); Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(connection.isValid(1)).isTrue();
			assertThat(processGroup(serverProcess())).isNotEqualTo(processGroup(ProcessHandle.current().pid()));
		}
	}

	@Test
	void interruptedShellCanGoOn() throws Exception {
		EmbeddedShell other = EmbeddedShell.start(this.directory, CACHE, "hang", Map.of());
		this.opened.add(other);
		assertThat(other.line()).isEqualTo("hanging");
		EmbeddedDatabase database = enter();
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread waiting = new Thread(() -> {
			try {
				database.connect(EmbeddedShell::open).close();
			}
			catch (SQLException | RuntimeException ex) {
				thrown.set(ex);
			}
		});
		waiting.start();
		waiting.join(200);
		waiting.interrupt();
		waiting.join();
		assertThat(thrown.get()).isInstanceOf(CommandFailure.class)
			.extracting((failure) -> ((CommandFailure) failure).exitCode())
			.isEqualTo(ExitCode.INTERRUPTED);
		other.kill();
		try (Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SELECT 1")).isEqualTo("1");
		}
		database.close();
		awaitStopped();
	}

	@Test
	void waitingForAnotherShellIsSaid() throws Exception {
		EmbeddedShell other = EmbeddedShell.start(this.directory, CACHE, "hang", Map.of());
		this.opened.add(other);
		assertThat(other.line()).isEqualTo("hanging");
		EmbeddedDatabase database = enter();
		Thread waiting = new Thread(() -> assertThatThrownBy(() -> database.connect(EmbeddedShell::open)));
		waiting.start();
		Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
		while (this.notes.isEmpty() && Instant.now().isBefore(deadline)) {
			PostgresCluster.pause(20);
		}
		waiting.interrupt();
		waiting.join();
		assertThat(this.notes)
			.containsExactly("waiting for another shell that is making or starting the embedded database");
	}

	@Test
	void directoryThatCannotBe() throws Exception {
		Files.createDirectories(this.directory.getParent());
		Files.writeString(this.directory, "a file");
		assertUnavailable(this::enter, "cannot be used", "--embedded-dir");
	}

	@Test
	void directoryThatPostgresCannotBeStartedIn() {
		assertUnavailable(() -> EmbeddedDatabase.enter(this.directory.resolve("a\"b"), CACHE, NOTHING, this.notes::add),
				"quote", "--embedded-dir");
	}

	@Test
	void directoryWithABlankIsFine() throws Exception {
		Path blank = this.directory.resolve("two words");
		try (EmbeddedDatabase database = EmbeddedDatabase.enter(blank, CACHE, NOTHING, this.notes::add);
				Connection connection = database.connect(EmbeddedShell::open)) {
			assertThat(query(connection, "SHOW data_directory")).isEqualTo(blank + "/cluster/data");
		}
	}

	@Test
	void directoryOfAnotherMajorVersion() throws Exception {
		existing();
		Files.writeString(this.directory.resolve("cluster/data/PG_VERSION"), "17\n");
		assertUnavailable(() -> enter().connect(EmbeddedShell::open), "was made by PostgreSQL 17", "--embedded-dir");
	}

	@Test
	void directoryThatIsNotWhole() throws Exception {
		existing();
		Trees.delete(this.directory.resolve("cluster/data"));
		assertUnavailable(() -> enter().connect(EmbeddedShell::open), "not a whole database", "move it away");
		assertThat(this.directory.resolve("cluster/password")).exists();
	}

	@Test
	void reasonWhyItDoesNotStartIsItsOwn() throws Exception {
		existing();
		Files.writeString(this.directory.resolve("cluster/data/postgresql.auto.conf"), "shared_buffers = 'much'\n");
		assertUnavailable(() -> enter().connect(EmbeddedShell::open), "does not start", "server.log");
	}

	@Test
	void fullDisk() throws Exception {
		PostgresCluster cluster = new PostgresCluster(Files.createDirectories(this.directory.resolve("full")),
				() -> program("initdb", "echo 'initdb: error: could not write: No space left on device'; exit 1"));
		assertUnavailable(cluster::initialise, "the disk is full", "--embedded-dir");
	}

	@Test
	void programsThatMayNotRun() throws Exception {
		PostgresCluster cluster = new PostgresCluster(Files.createDirectories(this.directory.resolve("noexec")),
				() -> program("initdb", "echo \"unshare: failed to execute initdb: Permission denied\"; exit 126"));
		assertUnavailable(cluster::initialise, "cannot be made: unshare: failed to execute", "must be allowed to run");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void rootWithoutUserNamespaces() throws Exception {
		assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
		Path program = program("unshare", "echo 'unshare: unshare failed: Operation not permitted'; exit 1");
		EmbeddedShell shell = EmbeddedShell.start(this.directory, CACHE, "",
				Map.of("PATH", program.resolve("bin") + ":" + System.getenv("PATH")));
		this.opened.add(shell);
		assertThat(shell.line()).startsWith("UNAVAILABLE root cannot run PostgreSQL")
			.contains("run as another user, or name a server with --db");
	}

	@Test
	void platformWithoutPrograms() {
		assertUnavailable(() -> PostgresPrograms.unpacked("plan9-mips", CACHE, this.notes::add),
				"no embedded PostgreSQL for this platform, plan9-mips", "--db");
		assertThat(PostgresPrograms.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
		assertThat(PostgresPrograms.platform("Linux", "aarch64")).isEqualTo("linux-arm_64");
		assertThat(PostgresPrograms.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm_64");
	}

	private EmbeddedDatabase enter() {
		return EmbeddedDatabase.enter(this.directory, CACHE, NOTHING, this.notes::add);
	}

	/** Copies one that was made before, for tests to which its making does not matter. */
	private void existing() throws Exception {
		Path template = TEMPLATE.resolve("cluster");
		if (!Files.exists(template)) {
			EmbeddedDatabase database = EmbeddedDatabase.enter(TEMPLATE, CACHE, NOTHING, this.notes::add);
			database.connect(EmbeddedShell::open).close();
			database.close();
			awaitStopped(template);
		}
		Files.createDirectories(this.directory,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		try (Stream<Path> files = Files.walk(template)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.copy(file, this.directory.resolve("cluster").resolve(template.relativize(file)),
						StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
		this.notes.clear();
	}

	private EmbeddedShell otherShell() throws IOException {
		EmbeddedShell shell = EmbeddedShell.start(this.directory, CACHE, "", Map.of());
		this.opened.add(shell);
		return shell;
	}

	private long serverProcess() throws IOException {
		return PostmasterFile.read(this.directory.resolve("cluster/data")).orElseThrow().pid();
	}

	private void awaitStopped() throws IOException {
		awaitStopped(this.directory.resolve("cluster"));
	}

	private static void awaitStopped(Path cluster) throws IOException {
		Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
		while (Files.exists(cluster.resolve("data/postmaster.pid"))) {
			assertThat(Instant.now()).as("the server still runs").isBefore(deadline);
			PostgresCluster.pause(10);
		}
	}

	/** A directory of programs with one that does as told. */
	private Path program(String name, String script) throws IOException {
		Path programs = this.directory.resolve("programs");
		Path file = Files.createDirectories(programs.resolve("bin")).resolve(name);
		Files.writeString(file, "#!/bin/sh\n" + script + "\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
		return programs;
	}

	private static String processGroup(long pid) throws IOException {
		String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
	}

	private static void assertUnavailable(ThrowingCallable call, String message, String hint) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(call).satisfies((failure) -> {
			assertThat(failure.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
			assertThat(failure.getMessage()).contains(message).doesNotContain("\n");
			assertThat(failure.hint()).contains(hint);
		});
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

}
