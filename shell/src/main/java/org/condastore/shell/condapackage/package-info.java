/** Packages, as conda-store knows them from channels, builds and solves. */
@NullMarked
package org.condastore.shell.condapackage;

import org.jspecify.annotations.NullMarked;
