@NullMarked
package org.condastore.shell.transfer;

import org.jspecify.annotations.NullMarked;
