/**
 * How a database gets from one revision of conda-store's schema to another.
 */
@NullMarked
package org.condastore.schema.migration;

import org.jspecify.annotations.NullMarked;
