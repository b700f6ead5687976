/**
 * Where the database is, how it is reached, and what kind of database it turns out to be.
 */
@NullMarked
package org.condastore.shell.connection;

import org.jspecify.annotations.NullMarked;
