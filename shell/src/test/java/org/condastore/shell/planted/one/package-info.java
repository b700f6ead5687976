/** Breaks the rules of the architecture. */
@NullMarked
package org.condastore.shell.planted.one;

import org.jspecify.annotations.NullMarked;
