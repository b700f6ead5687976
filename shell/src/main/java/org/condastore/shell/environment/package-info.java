/** Environments: what builds are made for. */
@NullMarked
package org.condastore.shell.environment;

import org.jspecify.annotations.NullMarked;
