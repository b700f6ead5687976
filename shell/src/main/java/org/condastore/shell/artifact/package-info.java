/** Artifacts: the files that builds left behind, by the keys under which they lie. */
@NullMarked
package org.condastore.shell.artifact;

import org.jspecify.annotations.NullMarked;
