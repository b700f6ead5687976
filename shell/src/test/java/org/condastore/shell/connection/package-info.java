@NullMarked
package org.condastore.shell.connection;

import org.jspecify.annotations.NullMarked;
