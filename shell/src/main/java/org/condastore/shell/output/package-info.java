/** From records to the text of a result. Knows no command and no table of a database. */
@NullMarked
package org.condastore.shell.output;

import org.jspecify.annotations.NullMarked;
