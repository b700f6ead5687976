/** Namespaces: who owns environments. */
@NullMarked
package org.condastore.shell.namespace;

import org.jspecify.annotations.NullMarked;
