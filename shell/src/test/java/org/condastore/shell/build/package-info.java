@NullMarked
package org.condastore.shell.build;

import org.jspecify.annotations.NullMarked;
