package org.condastore.shell.change;

import org.jspecify.annotations.Nullable;

/**
 * A change in the journal and what became of it.
 *
 * @param entry as it was written
 * @param last the newest entry that undoes or redoes it; null if none does
 */
record JournalLine(JournalEntry entry, @Nullable JournalEntry last) {

	long id() {
		return this.entry.id();
	}

	/** {@code done}, {@code undone}, or of what it is the undo or the redo. */
	String state() {
		if (this.entry.undoes() != null) {
			return "undo of %d".formatted(this.entry.undoes());
		}
		if (this.entry.redoes() != null) {
			return "redo of %d".formatted(this.entry.redoes());
		}
		return (this.last != null && this.last.undoes() != null) ? "undone by %d".formatted(this.last.id()) : "done";
	}

}
