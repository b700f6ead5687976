/** Namespaces in files: to move them, and to have them before they are purged. */
@NullMarked
package org.condastore.shell.transfer;

import org.jspecify.annotations.NullMarked;
