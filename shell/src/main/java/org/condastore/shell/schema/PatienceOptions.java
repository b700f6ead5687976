package org.condastore.shell.schema;

import java.time.Duration;

import org.condastore.schema.migration.LockPatience;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * How long a migration or rollback waits for locks.
 *
 * @param lockTimeout how long a statement waits; null for 2 s
 * @param attempts how often a script is begun at most; null for 10
 */
public record PatienceOptions(
		@Option(longName = "lock-timeout",
				description = "how long a statement waits for a lock (default 2s)") @Nullable Duration lockTimeout,
		@Option(longName = "attempts",
				description = "how often a script is begun until it gets its locks (default 10)") @Nullable Integer attempts) {

	public PatienceOptions {
		if (lockTimeout != null && lockTimeout.toMillis() < 1) {
			throw CommandFailure.usage("--lock-timeout cannot be shorter than 1ms", "2s is the default");
		}
		if (attempts != null && attempts < 1) {
			throw CommandFailure.usage("--attempts cannot be %d".formatted(attempts), "use 1 or more");
		}
	}

	LockPatience patience() {
		LockPatience usual = LockPatience.DEFAULT;
		return new LockPatience((this.lockTimeout != null) ? this.lockTimeout : usual.timeout(),
				(this.attempts != null) ? this.attempts : usual.attempts(), usual.indexTimeout());
	}

}
