/**
 * What deleting, restoring and purging have in common, be it of namespaces, environments
 * or builds.
 */
@NullMarked
package org.condastore.shell.purge;

import org.jspecify.annotations.NullMarked;
