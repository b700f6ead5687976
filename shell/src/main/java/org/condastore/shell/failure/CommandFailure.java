package org.condastore.shell.failure;

import org.jspecify.annotations.Nullable;

/**
 * A command could not do its work, and the operator can act on the reason.
 *
 * <p>
 * The message says in one sentence what is wrong, naming the value at fault. The hint
 * says what to type next. Anything else that is thrown is a defect and is reported with
 * its stack trace in the log file only.
 */
public final class CommandFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ExitCode exitCode;

	private final String hint;

	private CommandFailure(ExitCode exitCode, String message, String hint, @Nullable Throwable cause) {
		super(message, cause);
		this.exitCode = exitCode;
		this.hint = hint;
	}

	/** What was typed cannot be understood or accepted; nothing ran. */
	public static CommandFailure usage(String message, String hint) {
		return new CommandFailure(ExitCode.USAGE, message, hint, null);
	}

	/** What was named does not exist. */
	public static CommandFailure notFound(String message, String hint) {
		return new CommandFailure(ExitCode.PRECONDITION, message, hint, null);
	}

	/** The database is not in a state in which this command can work. */
	public static CommandFailure precondition(String message, String hint) {
		return new CommandFailure(ExitCode.PRECONDITION, message, hint, null);
	}

	/** The command may not do this, or nobody confirmed it. */
	public static CommandFailure refused(String message, String hint) {
		return new CommandFailure(ExitCode.REFUSED, message, hint, null);
	}

	/**
	 * The database cannot be reached or refuses the login.
	 * @param cause what the driver threw, for the log file
	 */
	public static CommandFailure unavailable(String message, String hint, @Nullable Throwable cause) {
		return new CommandFailure(ExitCode.UNAVAILABLE, message, hint, cause);
	}

	/** Somebody else changed or locked what the command needs, or a wait ran out. */
	public static CommandFailure conflict(String message, String hint, @Nullable Throwable cause) {
		return new CommandFailure(ExitCode.CONFLICT, message, hint, cause);
	}

	/** A check found something; what, the command has printed. */
	public static CommandFailure finding(String message, String hint) {
		return new CommandFailure(ExitCode.FINDING, message, hint, null);
	}

	/** The operator interrupted the command. */
	public static CommandFailure interrupted(String message, String hint) {
		return new CommandFailure(ExitCode.INTERRUPTED, message, hint, null);
	}

	/**
	 * The outside world failed in a way that fits no other code, such as a full disk.
	 * @param cause what was thrown, for the log file
	 */
	public static CommandFailure failed(String message, String hint, @Nullable Throwable cause) {
		return new CommandFailure(ExitCode.FAILED, message, hint, cause);
	}

	/** The exit code of the command, never {@link ExitCode#OK}. */
	public ExitCode exitCode() {
		return this.exitCode;
	}

	/** What to type next. */
	public String hint() {
		return this.hint;
	}

}
