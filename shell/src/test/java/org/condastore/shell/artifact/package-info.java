@NullMarked
package org.condastore.shell.artifact;

import org.jspecify.annotations.NullMarked;
