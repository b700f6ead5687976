package org.condastore.shell.session;

import org.condastore.shell.output.Outcome;
import org.jspecify.annotations.Nullable;

/** What the lines of a batch have come to so far. */
final class BatchSummary {

	private int lines;

	private int done;

	private int failed;

	private int changes;

	private long rows;

	private String verb = "done";

	/**
	 * Nothing has run yet.
	 * @param lines how many lines there are, without those that only mark blocks
	 */
	BatchSummary(int lines) {
		this.lines = lines;
	}

	/** A line was done by a run before this one. */
	void skip() {
		this.lines--;
	}

	void done(@Nullable Outcome outcome) {
		this.done++;
		if (outcome == null) {
			return;
		}
		this.changes += (outcome.written() > 0) ? 1 : 0;
		this.rows += outcome.written();
	}

	/** Nothing of it stays. */
	void takenBack() {
		this.verb = "tried";
		this.changes = 0;
		this.rows = 0;
	}

	void failed() {
		this.failed++;
	}

	int lines() {
		return this.lines;
	}

	int done() {
		return this.done;
	}

	int failures() {
		return this.failed;
	}

	int changes() {
		return this.changes;
	}

	long rows() {
		return this.rows;
	}

	/** How many lines have not run. */
	int left() {
		return this.lines - this.done - this.failed;
	}

	/**
	 * In words.
	 * @param ending what has become of the changes; null if that goes without saying
	 */
	String text(@Nullable String ending) {
		if (left() == this.lines) {
			return "nothing ran";
		}
		StringBuilder text = new StringBuilder();
		text.append((this.done == this.lines) ? count(this.lines, "line")
				: "%,d of %s".formatted(this.done, count(this.lines, "line")))
			.append((this.done == 1 || this.lines == 1) ? " was " : " were ")
			.append(this.verb);
		if (this.failed > 0) {
			text.append(", %,d failed".formatted(this.failed));
		}
		if (left() > 0) {
			text.append(", %,d did not run".formatted(left()));
		}
		if (this.changes > 0) {
			text.append("; %s of %s".formatted(count(this.changes, "change"), count(this.rows, "row")));
		}
		return (ending != null) ? text.append("; ").append(ending).toString() : text.toString();
	}

	private static String count(long count, String singular) {
		return "%,d %s%s".formatted(count, singular, (count == 1) ? "" : "s");
	}

}
