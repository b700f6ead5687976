package org.condastore.shell.server;

import java.util.List;

import org.condastore.shell.output.Rows;
import org.jspecify.annotations.Nullable;

/**
 * What a statement gives.
 *
 * @param rows each has the text of one value per column, as the server writes it; read
 * while they are shown
 */
record StatementResult(List<ResultColumn> columns, Rows<@Nullable String[]> rows) {
}
