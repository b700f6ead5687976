/** Builds: what became of a specification in an environment. */
@NullMarked
package org.condastore.shell.build;

import org.jspecify.annotations.NullMarked;
