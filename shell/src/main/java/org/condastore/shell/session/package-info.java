/** A typed line becomes a call and an exit code. */
@NullMarked
package org.condastore.shell.session;

import org.jspecify.annotations.NullMarked;
