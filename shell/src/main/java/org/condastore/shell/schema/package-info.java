/** The commands over conda-store's schema: migrations, rollbacks, checks. */
@NullMarked
package org.condastore.shell.schema;

import org.jspecify.annotations.NullMarked;
