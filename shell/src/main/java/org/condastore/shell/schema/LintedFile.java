package org.condastore.shell.schema;

import org.condastore.schema.lint.LintFinding;

/**
 * A finding, with the file that it is in.
 *
 * @param file the file as it was named
 * @param finding what was found in it
 */
record LintedFile(String file, LintFinding finding) {
}
