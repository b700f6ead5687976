/** Breaks the rules of the architecture. */
@NullMarked
package org.condastore.shell.planted.two;

import org.jspecify.annotations.NullMarked;
