package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what the journal knows, and makes it again. It knows rows, not verbs.
 *
 * @param entry the change that is taken back or made again
 * @param redo whether it is made again
 */
record Undo(JournalEntry entry, boolean redo) {

	/**
	 * Takes a change back.
	 * @param last what became of it since; null if nothing did
	 * @throws CommandFailure {@code PRECONDITION} if it is taken back already, or is an
	 * undo itself
	 */
	static Undo of(JournalEntry entry, @Nullable JournalEntry last) {
		if (entry.undoes() != null) {
			throw CommandFailure.precondition(
					"change %d is the undo of change %d".formatted(entry.id(), entry.undoes()),
					"redo %d makes that one again".formatted(entry.undoes()));
		}
		if (entry.redoes() != null) {
			throw CommandFailure.precondition(
					"change %d is the redo of change %d".formatted(entry.id(), entry.redoes()),
					"undo %d takes that one back again".formatted(entry.redoes()));
		}
		if (last != null && last.undoes() != null) {
			throw CommandFailure.precondition(
					"change %d is undone already, by change %d".formatted(entry.id(), last.id()),
					"redo %d makes it again".formatted(entry.id()));
		}
		return new Undo(entry, false);
	}

	/**
	 * Makes a change again.
	 * @param last what became of it since; null if nothing did
	 * @throws CommandFailure {@code PRECONDITION} if it is not taken back
	 */
	static Undo redoOf(JournalEntry entry, @Nullable JournalEntry last) {
		if (last == null || last.undoes() == null) {
			throw CommandFailure.precondition("change %d is not undone".formatted(entry.id()),
					"journal list shows which changes are");
		}
		return new Undo(entry, true);
	}

	/** In words. */
	String change() {
		return "%s change %d: %s".formatted(this.redo ? "redo" : "undo", this.entry.id(), this.entry.change());
	}

	/** What helps if somebody has changed the rows since. */
	String conflictHint() {
		return "nothing was changed; journal show %d shows its rows, journal list what was done since"
			.formatted(this.entry.id());
	}

	/** Adds what is to be done to a plan. */
	void plan(Planning planning, JournalRepository journal) {
		List<RowSet> sets = new ArrayList<>(journal.rows(this.entry));
		if (!this.redo) {
			Collections.reverse(sets);
			sets.replaceAll(RowSet::inverse);
		}
		sets.forEach(planning::add);
	}

	@Nullable Long undoes() {
		return this.redo ? null : Long.valueOf(this.entry.id());
	}

	@Nullable Long redoes() {
		return this.redo ? Long.valueOf(this.entry.id()) : null;
	}

}
