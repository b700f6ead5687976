@NullMarked
package org.condastore.shell.specification;

import org.jspecify.annotations.NullMarked;
