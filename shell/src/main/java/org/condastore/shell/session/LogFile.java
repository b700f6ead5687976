package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Where warnings and stack traces go: a file, never the terminal. Opened only while one
 * of them is written, so that a command without trouble does not touch it and sessions
 * can share it. {@link java.util.logging.FileHandler} would add a number to its name, and
 * tell its own trouble in stack traces on standard error.
 */
public final class LogFile extends Handler {

	/** This many bytes of the past are kept, and as many of the time before. */
	private static final long LIMIT_BYTES = 1 << 20;

	private static Path path = Path.of("conda-store-shell.log");

	private static volatile boolean unwritable;

	private final Path file;

	private LogFile(Path file) {
		this.file = file;
		setLevel(Level.WARNING);
		setFormatter(new SimpleFormatter());
	}

	/**
	 * Sends everything that is logged in this process to a file.
	 * @param directory made when it is needed
	 */
	public static void open(Path directory) {
		path = directory.resolve("conda-store-shell.log");
		unwritable = false;
		LogManager.getLogManager().reset();
		Logger root = Logger.getLogger("");
		root.setLevel(Level.WARNING);
		root.addHandler(new LogFile(path));
	}

	/** Where to look for the details of a failure that was logged just now. */
	static String hint() {
		return (unwritable ? "%s cannot be written; set XDG_STATE_HOME to a directory of your own to keep the details"
				: "%s has the details")
			.formatted(path);
	}

	@Override
	public synchronized void publish(LogRecord record) {
		if (!isLoggable(record)) {
			return;
		}
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			if (Files.exists(this.file) && Files.size(this.file) > LIMIT_BYTES) {
				Files.move(this.file, this.file.resolveSibling(this.file.getFileName() + ".1"),
						StandardCopyOption.REPLACE_EXISTING);
			}
			Files.writeString(this.file, getFormatter().format(record), StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			// A log that cannot be written must not stop the command: the operator still
			// gets the message itself.
			unwritable = true;
		}
	}

	@Override
	public void flush() {
		// Nothing is held back.
	}

	@Override
	public void close() {
		// Nothing is open.
	}

}
