package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an invariant does not hold.
 *
 * @param count how many rows break it
 * @param rows which ones: the first of them if they are many
 */
record Findings(long count, List<Violation> rows) {

	static final Findings NONE = new Findings(0, List.of());

	Findings {
		rows = List.copyOf(rows);
	}

	/** Both, these first. */
	Findings and(Findings others) {
		List<Violation> all = new ArrayList<>(this.rows);
		all.addAll(others.rows);
		return new Findings(this.count + others.count, all);
	}

	Findings first(int limit) {
		return (this.rows.size() <= limit) ? this : new Findings(this.count, this.rows.subList(0, limit));
	}

}
