package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.Map;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * How a batch runs.
 *
 * @param mode what is one transaction
 * @param dryRun whether all of it is tried and nothing stays
 * @param exitCode whether a dry run ends with code 7 if there is something to do
 * @param check whether nothing runs at all
 * @param given the variables that {@code --set} gives
 * @param environment whether variables are looked for in the environment
 * @param resume under which name the database remembers how far it has come; null if it
 * does not
 * @param log where a record of each line goes; null if none is kept
 */
public record BatchOptions(Mode mode, boolean dryRun, boolean exitCode, boolean check, Map<String, String> given,
		boolean environment, @Nullable String resume, @Nullable Path log) {

	/** What is one transaction, and what a failure ends. */
	public enum Mode {

		/** The batch: all of it or nothing. */
		ATOMIC,

		/** Each line; the first that fails ends the batch. */
		PER_LINE,

		/** Each line; the batch goes on after one that fails. */
		KEEP_GOING

	}

	public BatchOptions {
		given = Map.copyOf(given);
		if (exitCode && !dryRun) {
			throw CommandFailure.usage("--exit-code goes with --dry-run only", "add --dry-run, or leave it out");
		}
		if (dryRun && mode != Mode.ATOMIC) {
			throw CommandFailure.usage("--dry-run tries a batch as one transaction",
					"leave out --per-line and --keep-going, or --dry-run");
		}
		if (resume != null && mode != Mode.PER_LINE) {
			throw CommandFailure.usage("--resume goes with --per-line only",
					"add --per-line: what is one transaction cannot stop in the middle");
		}
		if (resume != null && (resume.isBlank() || resume.codePoints().anyMatch(Character::isISOControl))) {
			throw CommandFailure.usage("--resume needs a name for the state", "use one such as prune-2024-09");
		}
	}

}
