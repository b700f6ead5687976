package org.condastore.shell.session;

import org.condastore.shell.failure.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while a command runs: the first cancels its statement at the server and
 * interrupts the thread that waits or prints, the second ends the process.
 */
public final class Interrupts {

	/** A command, or part of one. */
	interface Body {

		void run() throws Exception;

	}

	private final Runnable cancel;

	private volatile @Nullable Thread running;

	private volatile boolean interrupted;

	/**
	 * Makes an idle instance.
	 * @param cancel cancels the statement that runs; called from the signal's thread
	 */
	public Interrupts(Runnable cancel) {
		this.cancel = cancel;
	}

	/** To be called when SIGINT arrives. */
	public void signal() {
		Thread thread = this.running;
		if (thread == null || this.interrupted) {
			Runtime.getRuntime().exit(ExitCode.INTERRUPTED.status());
			return;
		}
		this.interrupted = true;
		thread.interrupt();
		this.cancel.run();
	}

	/** Runs a command that {@link #signal} interrupts. */
	void during(Body command) throws Exception {
		Thread outer = this.running;
		this.interrupted = false;
		this.running = Thread.currentThread();
		try {
			command.run();
		}
		finally {
			this.running = outer;
			// the flag must not hit the next command
			Thread.interrupted();
		}
	}

}
