@NullMarked
package org.condastore.shell.role;

import org.jspecify.annotations.NullMarked;
