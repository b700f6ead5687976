package org.condastore.shell.change;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * The options that every command takes that writes.
 *
 * @param dryRun whether to show what would be done, and do nothing
 * @param exitCode whether a dry run ends with code 7 if there is something to do
 * @param expect of how many things the command is expected to be about; null if any
 * number is right
 * @param reason why, for the journal; null if nobody says
 * @param yes whether questions are answered
 */
public record ChangeOptions(
		@Option(longName = "dry-run", description = "show what would be done, change nothing") boolean dryRun,
		@Option(longName = "exit-code",
				description = "with --dry-run: end with 7 if there is something to do") boolean exitCode,
		@Option(longName = "expect",
				description = "refuse unless the change is about just this many") @Nullable Integer expect,
		@Option(longName = "reason", description = "why, to be kept with the change") @Nullable String reason,
		@Option(longName = "yes", description = "do not ask") boolean yes) {

	public ChangeOptions {
		if (exitCode && !dryRun) {
			throw CommandFailure.usage("--exit-code goes with --dry-run only", "add --dry-run, or leave it out");
		}
		if (expect != null && expect < 0) {
			throw CommandFailure.usage("--expect cannot be %d".formatted(expect), "use 0 or more");
		}
		if (reason != null && reason.codePoints().anyMatch(Character::isISOControl)) {
			throw CommandFailure.usage("a reason cannot have control characters", "write it in one line");
		}
	}

	/**
	 * Refuses a change that is about more or less than was expected.
	 * @param found of how many it is about
	 * @param plural what they are called
	 * @throws CommandFailure {@code REFUSED}; nothing was written
	 */
	public void requireExpected(int found, String plural) {
		if (this.expect != null && this.expect != found) {
			throw CommandFailure.refused(
					"the number of %s is %d, and %d was expected".formatted(plural, found, this.expect),
					"nothing was changed; --dry-run shows them");
		}
	}

	/**
	 * Ends a dry run.
	 * @param changes how many things would be done
	 * @throws CommandFailure {@code FINDING} if there are some and the operator wants to
	 * know by the exit code
	 */
	public void endDryRun(int changes) {
		if (this.exitCode && changes > 0) {
			throw CommandFailure.finding("there is something to do", "leave out --dry-run to do it");
		}
	}

}
