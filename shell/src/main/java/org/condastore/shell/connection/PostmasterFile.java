package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes into {@code postmaster.pid} of its data directory.
 *
 * @param pid the process
 * @param port where it listens; 0 while it is not known
 * @param status {@code starting}, {@code ready}, {@code stopping}, or empty while it is
 * not known
 * @see <a href=
 * "https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h">the
 * lines of the file</a>
 */
record PostmasterFile(long pid, int port, String status) {

	private static final int PID_LINE = 0;

	private static final int PORT_LINE = 3;

	private static final int STATUS_LINE = 7;

	/** Reads the file; empty if there is none, or nothing in it yet. */
	static Optional<PostmasterFile> read(Path dataDirectory) throws IOException {
		List<String> lines;
		try {
			lines = new String(Files.readAllBytes(path(dataDirectory)), StandardCharsets.ISO_8859_1).lines()
				.map(String::strip)
				.toList();
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		long pid = number(lines, PID_LINE);
		if (pid <= 0) {
			return Optional.empty();
		}
		String status = (lines.size() > STATUS_LINE) ? lines.get(STATUS_LINE) : "";
		return Optional.of(new PostmasterFile(pid, (int) number(lines, PORT_LINE), status));
	}

	static Path path(Path dataDirectory) {
		return dataDirectory.resolve("postmaster.pid");
	}

	boolean isReady() {
		return this.status.equals("ready");
	}

	boolean isStopping() {
		return this.status.equals("stopping");
	}

	/**
	 * Whether the process still lives and is a PostgreSQL server: after a crash of the
	 * machine another program may have its number.
	 */
	boolean isAlive() {
		Optional<ProcessHandle> process = ProcessHandle.of(this.pid);
		if (process.isEmpty() || !process.get().isAlive()) {
			return false;
		}
		Optional<String> program = process.get().info().command();
		return program.isEmpty() || Path.of(program.get()).getFileName().toString().startsWith("postgres");
	}

	/**
	 * Whether the process, which is a server, is the one on this data directory; also
	 * true where the system does not tell.
	 */
	boolean isOn(Path dataDirectory) {
		Optional<String[]> arguments = ProcessHandle.of(this.pid).flatMap((process) -> process.info().arguments());
		return arguments.isEmpty() || List.of(arguments.get()).contains(dataDirectory.toString());
	}

	private static long number(List<String> lines, int index) {
		if (lines.size() <= index || !lines.get(index).matches("[0-9]{1,18}")) {
			return 0;
		}
		return Long.parseLong(lines.get(index));
	}

}
