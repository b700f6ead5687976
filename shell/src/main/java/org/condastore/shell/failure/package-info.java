/** What can go wrong, in the words and exit codes that users and scripts see. */
@NullMarked
package org.condastore.shell.failure;

import org.jspecify.annotations.NullMarked;
