package org.condastore.shell.change;

import java.util.List;

/**
 * A change in the journal with its rows.
 *
 * @param rows what was done to each
 */
record JournalDetail(JournalLine line, List<RowChange> rows) {

}
