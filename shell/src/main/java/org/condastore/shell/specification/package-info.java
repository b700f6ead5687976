/** Specifications: what environments are built from. */
@NullMarked
package org.condastore.shell.specification;

import org.jspecify.annotations.NullMarked;
