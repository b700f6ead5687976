package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The embedded default: a real and durable PostgreSQL in a directory of the operator's,
 * shared by all shells that use it, running while there is one.
 *
 * <p>
 * Two bytes of the file {@code lock} order them. Whoever starts, stops or makes the
 * server holds the first one exclusively, the gate. Every shell that uses the server
 * holds the second one shared; who leaves and then gets it exclusively was the last, and
 * stops the server. The operating system gives up the locks of a shell that is killed, so
 * a server can be left behind but never be stopped under somebody; the next shell finds
 * it by its {@code postmaster.pid}.
 *
 * <p>
 * A new database is made in {@code creating}, and renamed to {@code cluster} when it is
 * complete and on disk: what is called {@code cluster} is whole.
 */
final class EmbeddedDatabase implements AutoCloseable {

	static final String DATABASE = "conda_store";

	private static final String LOOPBACK = "127.0.0.1";

	/**
	 * How long to wait for another shell, which may be making the database on a slow
	 * machine.
	 */
	private static final Duration GATE_TIMEOUT = Duration.ofMinutes(2);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final long POLL_MILLISECONDS = 5;

	private static final long GATE = 0;

	private static final long USERS = 1;

	private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	/** pg_ctl hands paths to a shell inside of double quotes. */
	private static final Pattern UNQUOTABLE = Pattern.compile("[\"$`\\\\\\n]");

	/**
	 * One per directory and process, for good: to the operating system a process has a
	 * lock once, and loses it when it closes the file anywhere.
	 */
	private static final Map<Path, EmbeddedDatabase> IN_THIS_PROCESS = new HashMap<>();

	private final Path directory;

	private final PostgresCluster cluster;

	private Path cache;

	private Content content;

	private Consumer<String> notes;

	/** How many have entered and not closed. */
	private int uses;

	private @Nullable FileChannel lockFile;

	private @Nullable FileLock usersLock;

	private @Nullable Thread leavingAtExit;

	private EmbeddedDatabase(Path directory, Path cache, Content content, Consumer<String> notes) {
		this.directory = directory;
		this.cache = cache;
		this.content = content;
		this.notes = notes;
		this.cluster = new PostgresCluster(directory.resolve("cluster"), this::programs);
	}

	/** What a new database is filled with. */
	@FunctionalInterface
	interface Content {

		void fill(DataSource empty) throws SQLException;

	}

	/** How a connection to the running server is opened. */
	@FunctionalInterface
	interface Opening {

		Connection open(Endpoint endpoint, String password) throws SQLException;

	}

	/**
	 * Joins those in this process that use the database; {@link #close} leaves them.
	 * Nothing is made or started before {@link #connect}, apart from the directory.
	 * @param directory where it is or shall be
	 * @param cache where PostgreSQL's programs are unpacked
	 * @param content what a new one gets
	 * @param notes told about what takes long
	 * @throws CommandFailure unavailable, if it cannot be there
	 */
	static EmbeddedDatabase enter(Path directory, Path cache, Content content, Consumer<String> notes) {
		for (Path path : List.of(directory, cache)) {
			if (UNQUOTABLE.matcher(path.toString()).find()) {
				throw CommandFailure.unavailable(
						"PostgreSQL cannot run in a directory with a quote, a backslash, $ or ` in its name: " + path,
						"choose another one with --embedded-dir and XDG_CACHE_HOME", null);
			}
		}
		Path real;
		try {
			Files.createDirectories(directory, OWNER_ONLY);
			// One directory has one name, whatever links lead to it.
			real = directory.toRealPath();
		}
		catch (IOException ex) {
			throw failure(ex, directory);
		}
		EmbeddedDatabase database;
		synchronized (IN_THIS_PROCESS) {
			database = IN_THIS_PROCESS.computeIfAbsent(real, (key) -> new EmbeddedDatabase(key, cache, content, notes));
		}
		synchronized (database) {
			database.uses++;
			database.cache = cache;
			database.content = content;
			database.notes = notes;
		}
		return database;
	}

	/**
	 * Connects, after making and starting whatever is missing.
	 * @param opening opens a connection at the endpoint that it is given
	 * @return a connection to a server that is known to be on our data directory
	 * @throws CommandFailure unavailable, if the server cannot be made or started
	 * @throws SQLException if the running server refuses the connection
	 */
	synchronized Connection connect(Opening opening) throws SQLException {
		try {
			FileLock gate = enterGate();
			try {
				if (this.usersLock == null || !this.usersLock.isValid()) {
					this.usersLock = lock(USERS, true);
				}
				leaveAtExit();
				if (!this.cluster.exists()) {
					create();
				}
				return connectToServer(opening);
			}
			finally {
				release(gate);
			}
		}
		catch (ClosedByInterruptException ex) {
			throw DatabaseFailures.interrupted();
		}
		catch (IOException ex) {
			throw failure(ex, this.directory);
		}
	}

	/**
	 * Leaves; the last one of all processes stops the server. Returns when it has begun
	 * to stop.
	 */
	@Override
	public synchronized void close() {
		this.uses--;
		if (this.uses == 0) {
			leave();
		}
	}

	private synchronized void leave() {
		if (this.lockFile == null) {
			return;
		}
		// Leaving is part of being interrupted, and must not be interrupted itself.
		boolean interrupted = Thread.interrupted();
		try {
			enterGate();
			if (this.usersLock != null) {
				release(this.usersLock);
			}
			if (Objects.requireNonNull(this.lockFile).tryLock(USERS, 1, false) != null) {
				this.cluster.stop(false);
			}
		}
		catch (IOException ex) {
			throw failure(ex, this.directory);
		}
		finally {
			// Gives all locks back, the gate included.
			closeLockFile();
			if (this.leavingAtExit != null && Thread.currentThread() != this.leavingAtExit) {
				forgetExit(this.leavingAtExit);
				this.leavingAtExit = null;
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void closeLockFile() {
		FileChannel file = this.lockFile;
		this.lockFile = null;
		this.usersLock = null;
		if (file == null) {
			return;
		}
		try {
			file.close();
		}
		catch (IOException ex) {
			// Nothing was written to it, and the locks go with the process.
			System.getLogger(EmbeddedDatabase.class.getName()).log(System.Logger.Level.DEBUG, "closing failed", ex);
		}
	}

	/** Gives a lock back, unless it went already with a channel that was closed. */
	private static void release(FileLock lock) throws IOException {
		if (lock.isValid()) {
			lock.release();
		}
	}

	/** A shell that ends without closing leaves all the same. */
	private void leaveAtExit() {
		if (this.leavingAtExit == null) {
			this.leavingAtExit = new Thread(this::leave, "leave-embedded-database");
			Runtime.getRuntime().addShutdownHook(this.leavingAtExit);
		}
	}

	private static void forgetExit(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// The process is ending already: the hook runs and finds nothing to do.
			return;
		}
	}

	private FileLock enterGate() throws IOException {
		if (this.lockFile == null || !this.lockFile.isOpen()) {
			// An interrupted thread closes a channel; its locks went with it.
			this.usersLock = null;
			this.lockFile = FileChannel.open(this.directory.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		return lock(GATE, false);
	}

	private FileLock lock(long position, boolean shared) throws IOException {
		FileChannel file = Objects.requireNonNull(this.lockFile);
		long start = System.nanoTime();
		boolean noted = false;
		while (true) {
			FileLock lock = file.tryLock(position, 1, shared);
			if (lock != null) {
				return lock;
			}
			long waited = System.nanoTime() - start;
			if (waited > GATE_TIMEOUT.toNanos()) {
				throw CommandFailure.unavailable(
						"another shell has been starting or stopping the embedded database in %s for %d seconds"
							.formatted(this.directory, GATE_TIMEOUT.toSeconds()),
						"end it, or name another directory with --embedded-dir", null);
			}
			if (!noted && waited > PATIENCE.toNanos()) {
				this.notes.accept("waiting for another shell that is making or starting the embedded database");
				noted = true;
			}
			PostgresCluster.pause(POLL_MILLISECONDS);
		}
	}

	private Connection connectToServer(Opening opening) throws IOException, SQLException {
		long deadline = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
		while (true) {
			Optional<PostmasterFile> running = this.cluster.running();
			if (running.isEmpty()) {
				this.cluster.forgetDeadServer();
				this.cluster.start();
				continue;
			}
			if (running.get().isReady()) {
				try {
					return connectTo(running.get(), opening);
				}
				catch (SQLException ex) {
					if (!isPassing(ex) || System.nanoTime() > deadline) {
						throw ex;
					}
				}
			}
			else if (System.nanoTime() > deadline) {
				throw CommandFailure.unavailable("the embedded database does not become ready",
						"its log is " + this.cluster.log(), null);
			}
			PostgresCluster.pause(POLL_MILLISECONDS);
		}
	}

	/**
	 * Connects and makes sure that it is our server that answers, not one that took over
	 * the port.
	 */
	private Connection connectTo(PostmasterFile server, Opening opening) throws IOException, SQLException {
		Connection connection = opening.open(new Endpoint(LOOPBACK, server.port()), this.cluster.password());
		boolean ours = false;
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SHOW data_directory")) {
			row.next();
			ours = Files.isSameFile(Path.of(row.getString(1)), this.cluster.data());
		}
		finally {
			if (!ours) {
				Connector.closeQuietly(connection);
			}
		}
		if (!ours) {
			throw CommandFailure.unavailable(
					"another server answers at port %d instead of the embedded database".formatted(server.port()),
					"remove %s if no PostgreSQL runs there".formatted(PostmasterFile.path(this.cluster.data())), null);
		}
		connection.commit();
		return connection;
	}

	/**
	 * Whether the server is about to be ready, or about to be gone: it was signalled a
	 * moment ago.
	 */
	private static boolean isPassing(SQLException ex) {
		String state = String.valueOf(ex.getSQLState());
		return state.equals("57P03") || state.equals("57P01") || state.startsWith("08");
	}

	private void create() throws IOException, SQLException {
		if (Files.exists(this.directory.resolve("cluster"))) {
			throw CommandFailure.unavailable("%s is not a whole database".formatted(this.directory.resolve("cluster")),
					"move it away, and the next start makes a new one", null);
		}
		this.notes.accept("making the embedded database in " + this.directory);
		Path creating = this.directory.resolve("creating");
		PostgresCluster unfinished = new PostgresCluster(creating, this::programs);
		// Of a shell that was killed while it did this.
		unfinished.stop(true);
		Trees.delete(creating);
		Files.createDirectory(creating, OWNER_ONLY);
		try {
			make(unfinished);
		}
		catch (IOException | SQLException | RuntimeException ex) {
			deleteAfter(ex, creating);
			throw ex;
		}
		Files.move(creating, this.directory.resolve("cluster"), StandardCopyOption.ATOMIC_MOVE);
		try (FileChannel parent = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			parent.force(true);
		}
	}

	/**
	 * Makes a whole cluster, up to what is in its tables, and leaves it stopped and on
	 * disk.
	 */
	private void make(PostgresCluster unfinished) throws IOException, SQLException {
		writePassword(unfinished.passwordFile());
		unfinished.initialise();
		// Written to disk as a whole at the end instead of at every commit.
		PostmasterFile server = unfinished.start("fsync=off");
		try {
			fill(server, unfinished.password());
		}
		finally {
			unfinished.stop(true);
		}
		unfinished.sync();
	}

	/** Gives the room back: the disk may be full because of it. */
	private static void deleteAfter(Exception failure, Path unfinished) {
		try {
			Trees.delete(unfinished);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	private void fill(PostmasterFile server, String password) throws SQLException {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { LOOPBACK });
		dataSource.setPortNumbers(new int[] { server.port() });
		dataSource.setUser(PostgresCluster.USER);
		dataSource.setPassword(password);
		dataSource.setSslMode("disable");
		dataSource.setDatabaseName("postgres");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + DATABASE);
		}
		dataSource.setDatabaseName(DATABASE);
		this.content.fill(dataSource);
	}

	private static void writePassword(Path file) throws IOException {
		byte[] random = new byte[24];
		new SecureRandom().nextBytes(random);
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(file, Base64.getUrlEncoder().encodeToString(random) + "\n", StandardCharsets.US_ASCII,
				StandardOpenOption.WRITE, StandardOpenOption.SYNC);
	}

	private Path programs() throws IOException {
		return PostgresPrograms.unpacked(this.cache, this.notes);
	}

	/** What went wrong with files, for the operator. */
	private static CommandFailure failure(IOException ex, Path directory) {
		String message = String.valueOf(ex.getMessage());
		if (ex instanceof AccessDeniedException || message.contains("Permission denied")
				|| message.contains("Read-only file system")) {
			return CommandFailure.unavailable(
					"the embedded database cannot be in %s: %s is not accessible".formatted(directory, fileOf(ex)),
					"choose a writable directory with --embedded-dir, or name a server with --db", ex);
		}
		if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
			return CommandFailure.unavailable(
					"the embedded database in %s has no room: the disk is full".formatted(directory),
					"free some space, or move it with --embedded-dir", ex);
		}
		return CommandFailure.unavailable(
				"the embedded database in %s cannot be used: %s".formatted(directory, message),
				"choose another directory with --embedded-dir, or name a server with --db", ex);
	}

	private static String fileOf(IOException ex) {
		return (ex instanceof FileSystemException file && file.getFile() != null) ? file.getFile() : "a file in it";
	}

}
