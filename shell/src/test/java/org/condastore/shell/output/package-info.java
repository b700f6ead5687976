@NullMarked
package org.condastore.shell.output;

import org.jspecify.annotations.NullMarked;
