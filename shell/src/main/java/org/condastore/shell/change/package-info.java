/** What all commands that write have in common. */
@NullMarked
package org.condastore.shell.change;

import org.jspecify.annotations.NullMarked;
