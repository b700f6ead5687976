/** Roles: who may do what where. */
@NullMarked
package org.condastore.shell.role;

import org.jspecify.annotations.NullMarked;
