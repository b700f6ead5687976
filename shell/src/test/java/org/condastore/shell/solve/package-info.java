@NullMarked
package org.condastore.shell.solve;

import org.jspecify.annotations.NullMarked;
