/** What must hold in a healthy database, and how it is mended where it does not. */
@NullMarked
package org.condastore.shell.doctor;

import org.jspecify.annotations.NullMarked;
