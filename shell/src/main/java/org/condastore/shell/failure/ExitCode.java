package org.condastore.shell.failure;

/** How a command, a batch or the whole program ended: the process exit status. */
public enum ExitCode {

	/** Everything asked for was done. */
	OK(0),

	/** A defect of ours, or a failure that fits nothing below. */
	FAILED(1),

	/** An unknown command or option, a wrong value, a script that does not parse. */
	USAGE(2),

	/** Something named does not exist, or a precondition does not hold. */
	PRECONDITION(3),

	/** Not confirmed, read-only, or an expected number of rows not met. */
	REFUSED(4),

	/** The database cannot be reached or refuses the login. */
	UNAVAILABLE(5),

	/** Rows or schema changed under us, a lock was not obtained, a wait timed out. */
	CONFLICT(6),

	/** A check found something. */
	FINDING(7),

	/** Interrupted from the keyboard: 128 and the number of SIGINT. */
	INTERRUPTED(130);

	private final int status;

	ExitCode(int status) {
		this.status = status;
	}

	/** The process exit status, 0 to 255. */
	public int status() {
		return this.status;
	}

}
