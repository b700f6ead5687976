package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Where warnings and stack traces go: a file, never the terminal. Opened when the first
 * of them is written, so that a command without trouble does not touch it.
 */
public final class LogFile extends Handler {

	/** Two files of this many bytes are kept. */
	private static final int LIMIT_BYTES = 1 << 20;

	private static Path path = Path.of("conda-store-shell.log");

	private final Path file;

	private @Nullable FileHandler handler;

	private LogFile(Path file) {
		this.file = file;
		setLevel(Level.WARNING);
	}

	/**
	 * Sends everything that is logged in this process to a file.
	 * @param directory made when it is needed
	 */
	public static void open(Path directory) {
		path = directory.resolve("conda-store-shell.log");
		LogManager.getLogManager().reset();
		Logger root = Logger.getLogger("");
		root.setLevel(Level.WARNING);
		root.addHandler(new LogFile(path));
	}

	/** The file, whether or not it exists. */
	static Path path() {
		return path;
	}

	@Override
	public synchronized void publish(LogRecord record) {
		if (!isLoggable(record)) {
			return;
		}
		try {
			if (this.handler == null) {
				Files.createDirectories(this.file.toAbsolutePath().getParent());
				this.handler = new FileHandler(this.file.toString().replace("%", "%%"), LIMIT_BYTES, 2, true);
				this.handler.setFormatter(new SimpleFormatter());
				this.handler.setEncoding("UTF-8");
			}
			this.handler.publish(record);
		}
		catch (IOException ex) {
			// A log that cannot be written must not stop the command: the operator still
			// gets the message itself.
			reportError(null, ex, java.util.logging.ErrorManager.OPEN_FAILURE);
		}
	}

	@Override
	public synchronized void flush() {
		if (this.handler != null) {
			this.handler.flush();
		}
	}

	@Override
	public synchronized void close() {
		if (this.handler != null) {
			this.handler.close();
		}
	}

}
