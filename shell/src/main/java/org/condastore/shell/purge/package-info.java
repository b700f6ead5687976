/** What purges of namespaces, environments and builds have in common. */
@NullMarked
package org.condastore.shell.purge;

import org.jspecify.annotations.NullMarked;
