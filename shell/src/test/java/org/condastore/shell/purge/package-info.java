@NullMarked
package org.condastore.shell.purge;

import org.jspecify.annotations.NullMarked;
