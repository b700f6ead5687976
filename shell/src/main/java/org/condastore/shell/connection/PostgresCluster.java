package org.condastore.shell.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL data directory of ours and the server on it. Runs PostgreSQL's own
 * programs; whoever uses it makes sure that nobody else starts or stops the server at the
 * same time.
 */
final class PostgresCluster {

	static final String USER = "conda_store";

	private static final byte[] LOOPBACK = { 127, 0, 0, 1 };

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration PROGRAM_TIMEOUT = Duration.ofMinutes(2);

	private static final long POLL_MILLISECONDS = 3;

	private static final int ATTEMPTS = 20;

	private static final long LOG_LIMIT_BYTES = 1 << 20;

	/**
	 * What differs from PostgreSQL's own defaults; durability does not. The password is
	 * random, and iterations, which slow down guessing, would only slow down the login.
	 */
	private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("listen_addresses", "127.0.0.1"),
			Map.entry("unix_socket_directories", ""), Map.entry("max_connections", "40"),
			Map.entry("shared_buffers", "32MB"), Map.entry("io_method", "sync"), Map.entry("max_wal_size", "256MB"),
			Map.entry("jit", "off"), Map.entry("max_logical_replication_workers", "0"), Map.entry("timezone", "UTC"),
			Map.entry("log_timezone", "UTC"), Map.entry("password_encryption", "scram-sha-256"),
			Map.entry("scram_iterations", "1"), Map.entry("log_line_prefix", "%m [%p] "));

	private final Path directory;

	/** Where the directory of PostgreSQL's programs comes from. */
	private final Programs programs;

	/**
	 * A cluster, which need not exist yet.
	 * @param directory contains {@code data}, {@code password} and {@code server.log}
	 */
	PostgresCluster(Path directory, Programs programs) {
		this.directory = directory;
		this.programs = programs;
	}

	/** Finds PostgreSQL's programs when the first of them is needed. */
	@FunctionalInterface
	interface Programs {

		/** The directory that contains {@code bin}. */
		Path directory() throws IOException;

	}

	Path data() {
		return this.directory.resolve("data");
	}

	Path passwordFile() {
		return this.directory.resolve("password");
	}

	Path log() {
		return this.directory.resolve("server.log");
	}

	boolean exists() {
		return Files.exists(data().resolve("PG_VERSION"));
	}

	String password() throws IOException {
		return Files.readString(passwordFile(), StandardCharsets.UTF_8).strip();
	}

	/**
	 * The server that runs on the data directory, in whatever state; empty if none does.
	 */
	Optional<PostmasterFile> running() throws IOException {
		return PostmasterFile.read(data()).filter(PostmasterFile::isAlive);
	}

	/**
	 * Makes the data directory. The password file must exist; nothing is synced to disk.
	 */
	void initialise() throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-U", USER, "--encoding=UTF8",
				"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256",
				"--pwfile=" + passwordFile(), "--no-sync", "--no-instructions"));
		SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
		Ended ended = run(command("initdb", arguments));
		if (ended.status() != 0) {
			throw failure("the embedded database cannot be made", ended.output());
		}
	}

	/**
	 * Writes everything to disk that {@link #initialise} and a server without fsync left.
	 */
	void sync() throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "--sync-only"));
		if (isLinux()) {
			// One call for the file system instead of one for each of a thousand files.
			arguments.add("--sync-method=syncfs");
		}
		Ended ended = run(command("initdb", arguments));
		if (ended.status() != 0) {
			throw failure("the embedded database cannot be written to disk", ended.output());
		}
	}

	/**
	 * Starts the server on a free port and waits until it accepts connections. It is in a
	 * process group of its own: Ctrl-C in our terminal does not reach it.
	 * @param settings further settings, as {@code name=value}
	 */
	PostmasterFile start(String... settings) throws IOException {
		rotateLog();
		for (int attempt = 1;; attempt++) {
			long logStart = logSize();
			int port = freePort();
			StringBuilder options = new StringBuilder("-p " + port);
			for (String setting : settings) {
				options.append(" -c ").append(setting);
			}
			Process start = process(
					command("pg_ctl", List.of("start", "-w", "-s", "-t", String.valueOf(START_TIMEOUT.toSeconds()),
							"-D", data().toString(), "-l", log().toString(), "-o", options.toString())));
			Optional<PostmasterFile> ready = awaitReady(start, port);
			if (ready.isPresent()) {
				return ready.get();
			}
			String output = output(start);
			String log = logSince(logStart);
			if (attempt == ATTEMPTS || !isTemporary(log)) {
				throw startFailure(output, log);
			}
			pause(100);
		}
	}

	/**
	 * Stops the server: running statements are ended, everything committed is kept.
	 * @param wait whether to wait until it has ended; otherwise until it has begun to
	 */
	void stop(boolean wait) throws IOException {
		if (running().filter((server) -> server.isOn(data())).isEmpty()) {
			return;
		}
		Ended ended = run(
				command("pg_ctl", List.of("stop", "-s", "-m", "fast", wait ? "-w" : "-W", "-D", data().toString())));
		if (ended.status() != 0 && running().isPresent()) {
			throw failure("the embedded database does not stop", ended.output());
		}
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (!wait && running().filter((server) -> !server.isStopping()).isPresent()
				&& System.nanoTime() < deadline) {
			pause(POLL_MILLISECONDS);
		}
	}

	/**
	 * Removes the file of a server that is not there any more: PostgreSQL would not
	 * start.
	 */
	void forgetDeadServer() throws IOException {
		if (running().isEmpty()) {
			Files.deleteIfExists(PostmasterFile.path(data()));
		}
	}

	/** What a failure of this cluster is for the operator. */
	private CommandFailure failure(String what, String output) {
		String reason = reason(output);
		// Before the full disk: too many namespaces is ENOSPC, too.
		if (output.contains("unshare failed") || output.contains("unshare: Cannot run")) {
			return CommandFailure.unavailable(
					"root cannot run PostgreSQL, and this system forbids the user namespace that would help",
					"run as another user, or name a server with --db", null);
		}
		if (output.contains("No space left on device") || output.contains("Disk quota exceeded")) {
			return CommandFailure.unavailable(what + ": the disk is full",
					"free some space, or move it with --embedded-dir", null);
		}
		if (output.contains("Permission denied")) {
			return CommandFailure.unavailable(what + ": " + reason,
					"the directory must be writable, and programs in the cache directory must be allowed to run", null);
		}
		return CommandFailure.unavailable(what + ": " + reason,
				Files.exists(log()) ? "its log is " + log() : "name a server with --db", null);
	}

	private CommandFailure startFailure(String output, String log) throws IOException {
		if (log.contains("database files are incompatible with server")) {
			String version = Files.readString(data().resolve("PG_VERSION"), StandardCharsets.UTF_8).strip();
			return CommandFailure.unavailable(
					"the embedded database in %s was made by PostgreSQL %s, which is not the version here"
						.formatted(this.directory.getParent(), version),
					"use the shell that made it, or another directory with --embedded-dir", null);
		}
		String text = log.contains("FATAL") ? log : output + "\n" + log;
		return failure("the embedded database does not start", text);
	}

	/**
	 * Whether another attempt may succeed: the port was taken, or a killed server is
	 * still dying.
	 */
	private static boolean isTemporary(String log) {
		return log.contains("could not create any TCP/IP sockets") || log.contains("could not bind")
				|| log.contains("pre-existing shared memory block") || log.contains("lock file \"postmaster.pid\"");
	}

	/** The line that says why. */
	private static String reason(String output) {
		List<String> lines = output.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		String best = lines.isEmpty() ? "it gives no reason" : lines.get(lines.size() - 1);
		for (String line : lines) {
			int marker = Math.max(line.indexOf("FATAL:"), line.indexOf("error:"));
			if (marker >= 0) {
				best = line.substring(line.indexOf(':', marker) + 1).strip();
				break;
			}
		}
		return best;
	}

	private Optional<PostmasterFile> awaitReady(Process start, int port) throws IOException {
		while (true) {
			boolean ended = !start.isAlive();
			Optional<PostmasterFile> server = PostmasterFile.read(data())
				.filter((file) -> file.isReady() && file.port() == port);
			if (server.isPresent() && server.get().isAlive()) {
				return server;
			}
			if (ended) {
				return Optional.empty();
			}
			pause(POLL_MILLISECONDS);
		}
	}

	private List<String> command(String program, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>();
		if (isLinux() && isRoot()) {
			// PostgreSQL refuses to run as root. In a user namespace it is nobody, to
			// whom root's files still belong.
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(this.programs.directory().resolve("bin").resolve(program).toString());
		command.addAll(arguments);
		return command;
	}

	private Process process(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.directory(this.directory.toFile());
		// Where the operator's other databases are is none of these programs' business.
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		// Its messages are recognised by their English words.
		builder.environment().put("LC_ALL", "C");
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			return process;
		}
		catch (IOException ex) {
			if (command.get(0).equals("unshare")) {
				throw failure("", "unshare: " + ex.getMessage());
			}
			throw ex;
		}
	}

	private Ended run(List<String> command) throws IOException {
		Process process = process(command);
		String output = output(process);
		return new Ended(process.exitValue(), output);
	}

	/** Waits for the end of a program; what it said. */
	private static String output(Process process) throws IOException {
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(PROGRAM_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw DatabaseFailures.interrupted();
		}
	}

	/** How a program ended. */
	private record Ended(int status, String output) {
	}

	private void rotateLog() throws IOException {
		if (logSize() > LOG_LIMIT_BYTES) {
			Files.move(log(), this.directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private long logSize() throws IOException {
		try {
			return Files.size(log());
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
	}

	private String logSince(long start) throws IOException {
		if (!Files.exists(log())) {
			return "";
		}
		byte[] log = Files.readAllBytes(log());
		int from = (int) Math.min(start, log.length);
		return new String(log, from, log.length - from, StandardCharsets.UTF_8);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
			return socket.getLocalPort();
		}
	}

	static void pause(long milliseconds) {
		try {
			Thread.sleep(milliseconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw DatabaseFailures.interrupted();
		}
	}

	private static boolean isLinux() {
		return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
	}

	private static boolean isRoot() throws IOException {
		@Nullable Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		return Integer.valueOf(0).equals(owner);
	}

}
