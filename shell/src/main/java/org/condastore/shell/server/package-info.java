/** The server behind the database: its state, and statements of the operator's own. */
@NullMarked
package org.condastore.shell.server;

import org.jspecify.annotations.NullMarked;
