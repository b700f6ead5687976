/** Tests of the whole program. */
@NullMarked
package org.condastore.shell;

import org.jspecify.annotations.NullMarked;
