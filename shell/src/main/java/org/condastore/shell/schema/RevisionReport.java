package org.condastore.shell.schema;

import java.util.List;

/**
 * What {@code revision} found and wrote.
 *
 * @param found what differs, in the order of the script
 * @param warnings where a reviewer has to look
 * @param obstacles rows of this database in which the script would fail
 * @param proved whether the scripts were tried in a scratch database, up and down
 * @param files what was written; empty for a dry run or if nothing differs
 */
record RevisionReport(List<String> found, List<String> warnings, List<String> obstacles, boolean proved,
		List<String> files) {

}
