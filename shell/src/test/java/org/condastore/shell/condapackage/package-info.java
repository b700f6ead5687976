@NullMarked
package org.condastore.shell.condapackage;

import org.jspecify.annotations.NullMarked;
