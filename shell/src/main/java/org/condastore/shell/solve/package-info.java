/** Solves: which packages a specification came to mean. */
@NullMarked
package org.condastore.shell.solve;

import org.jspecify.annotations.NullMarked;
