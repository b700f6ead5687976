package org.condastore.shell.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.OutputClosed;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command that runs: its statement is canceled at the server, and the thread that
 * waits or prints is interrupted.
 *
 * <p>
 * In the interactive shell that is what Ctrl-C does, see {@link #signal}. Without a line
 * editor nobody but the JVM handles signals: it ends, whatever signal told it to, and
 * {@link #beforeProcessEnds} makes sure that no statement stays behind at the server.
 * That costs a one-shot command nothing, where handling the signal costs some ten
 * milliseconds.
 */
public final class Interrupts {

	private static final Logger log = Logger.getLogger(Interrupts.class.getName());

	/** Enough for a server to give up a statement, short enough to wait for. */
	private static final int GRACE_SECONDS = 3;

	/** This many of them leave the shell, if the command does not end before. */
	private static final int SIGNALS_TO_LEAVE = 3;

	/** A command, or part of one. */
	interface Body {

		void run() throws Exception;

	}

	private final Runnable cancel;

	private final CountDownLatch done = new CountDownLatch(1);

	private volatile @Nullable Thread running;

	private volatile int signals;

	private volatile boolean ending;

	/**
	 * Makes an idle instance.
	 * @param cancel cancels the statement that runs; called from another thread
	 */
	public Interrupts(Runnable cancel) {
		this.cancel = cancel;
	}

	/**
	 * To be called when somebody presses Ctrl-C in a session. The command ends as
	 * interrupted, the session goes on. The third time during one command ends the
	 * process: the command hangs.
	 */
	synchronized void signal() {
		if (this.running == null) {
			return;
		}
		this.signals++;
		if (this.signals >= SIGNALS_TO_LEAVE) {
			this.done.countDown();
			Runtime.getRuntime().exit(ExitCode.INTERRUPTED.status());
		}
		interrupt();
	}

	/**
	 * When the process is told to end, interrupts the command that runs, and gives it
	 * time to say so. The exit status is the JVM's, 130 for SIGINT.
	 */
	public void beforeProcessEnds() {
		Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interrupt"));
	}

	/** Says that nothing runs any more and that everything has been reported. */
	public void done() {
		this.done.countDown();
	}

	private void end() {
		this.ending = true;
		if (this.running == null) {
			return;
		}
		interrupt();
		try {
			if (!this.done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
				log.warning("the process ended before its command did");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void interrupt() {
		Thread thread = this.running;
		if (thread != null) {
			thread.interrupt();
		}
		try {
			this.cancel.run();
		}
		catch (CommandFailure failure) {
			// The server is away: the command will find out by itself.
			log.log(Level.WARNING, "cancel", failure);
		}
	}

	/**
	 * Runs a command that can be interrupted.
	 * @throws CommandFailure {@code INTERRUPTED} if it was interrupted and failed of it
	 */
	void during(Body command) throws Exception {
		Thread outer = this.running;
		if (this.ending) {
			throw interrupted();
		}
		if (outer == null) {
			this.signals = 0;
		}
		this.running = Thread.currentThread();
		try {
			command.run();
		}
		catch (OutputClosed closed) {
			throw closed;
		}
		catch (Exception failure) {
			throw failedOfIt(failure) ? interrupted() : failure;
		}
		finally {
			this.running = outer;
			// the flag must not hit the next command
			Thread.interrupted();
		}
	}

	/** A failure that says what happened is better than ours. */
	private boolean failedOfIt(Exception failure) {
		return (this.signals > 0 || this.ending)
				&& !(failure instanceof CommandFailure told && told.exitCode() == ExitCode.INTERRUPTED);
	}

	private static CommandFailure interrupted() {
		return CommandFailure.interrupted("interrupted", "what it had not finished did not happen");
	}

}
