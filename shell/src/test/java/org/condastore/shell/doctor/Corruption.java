package org.condastore.shell.doctor;

import java.util.List;

/**
 * How a healthy database gets broken for a test.
 *
 * @param id the invariant that does not hold then
 * @param sql breaks {@code healthy.sql}
 * @param rows which rows are found, each as its table and its key
 * @param left those of them that a repair leaves as they are
 * @param besides other invariants that cannot hold then either
 */
record Corruption(String id, String sql, List<String> rows, List<String> left, List<String> besides) {

	static Corruption of(String id, String sql, String... rows) {
		return new Corruption(id, sql, List.of(rows), List.of(), List.of());
	}

	/** Rows of it that nobody can mend by changing rows. */
	Corruption leaving(String... some) {
		return new Corruption(this.id, this.sql, this.rows, List.of(some), this.besides);
	}

	/** Other invariants that it breaks as well. */
	Corruption besides(String... ids) {
		return new Corruption(this.id, this.sql, this.rows, this.left, List.of(ids));
	}

}
