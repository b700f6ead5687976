@NullMarked
package org.condastore.shell.environment;

import org.jspecify.annotations.NullMarked;
