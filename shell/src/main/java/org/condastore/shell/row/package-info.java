/** Repairs of single rows, for what no other command covers. */
@NullMarked
package org.condastore.shell.row;

import org.jspecify.annotations.NullMarked;
