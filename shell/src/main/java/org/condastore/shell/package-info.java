/** Start-up and wiring. */
@NullMarked
package org.condastore.shell;

import org.jspecify.annotations.NullMarked;
