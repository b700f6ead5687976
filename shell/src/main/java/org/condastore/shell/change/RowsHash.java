package org.condastore.shell.change;

/** What the rows of a change add up to: an edited row changes it. */
final class RowsHash {

	private final Digest digest = new Digest();

	private int sets;

	private int chunks;

	/** Another set of rows follows. */
	void begin(RowSet set) {
		this.digest.add(set.table()).add(set.operation().toString()).add(set.key()).add(set.before()).add(set.after());
		this.sets++;
	}

	/** A chunk of the set that was begun last, in UTF-8. */
	void add(byte[] tuples) {
		this.digest.add(tuples);
		this.chunks++;
	}

	/** How many sets were begun. */
	int sets() {
		return this.sets;
	}

	/** How many chunks were added. */
	int chunks() {
		return this.chunks;
	}

	/** Ends it. */
	String hex() {
		return this.digest.hex();
	}

	/** Of all rows of some sets. */
	static String of(Iterable<RowSet> sets) {
		RowsHash hash = new RowsHash();
		for (RowSet set : sets) {
			hash.begin(set);
			for (int chunk = 0; chunk < set.rows().chunks(); chunk++) {
				hash.add(set.rows().bytes(chunk));
			}
		}
		return hash.hex();
	}

}
