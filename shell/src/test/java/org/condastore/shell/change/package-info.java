@NullMarked
package org.condastore.shell.change;

import org.jspecify.annotations.NullMarked;
