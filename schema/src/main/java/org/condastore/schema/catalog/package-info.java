/**
 * What a database looks like: its catalog read into records, and those as text. Nothing
 * outside this package knows {@code pg_catalog}.
 */
@NullMarked
package org.condastore.schema.catalog;

import org.jspecify.annotations.NullMarked;
