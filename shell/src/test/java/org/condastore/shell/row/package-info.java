@NullMarked
package org.condastore.shell.row;

import org.jspecify.annotations.NullMarked;
