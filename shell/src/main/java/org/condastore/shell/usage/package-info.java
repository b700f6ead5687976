/** How much each namespace holds. */
@NullMarked
package org.condastore.shell.usage;

import org.jspecify.annotations.NullMarked;
