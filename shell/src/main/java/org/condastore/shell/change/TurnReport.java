package org.condastore.shell.change;

import java.util.List;

/**
 * What several changes did, one after another, or would do.
 *
 * @param together what they did, all in all
 * @param changes each of them
 */
record TurnReport(ChangeReport together, List<ChangeReport> changes) {

	static TurnReport of(String change, List<ChangeReport> changes) {
		return new TurnReport(ChangeReport.together(change, changes), changes);
	}

	/** Whether every row is there, and not only how many there are. */
	boolean hasRows() {
		return this.together.rows().size() == this.together.size();
	}

}
