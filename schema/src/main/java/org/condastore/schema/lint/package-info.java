/**
 * What is dangerous in a script that changes the schema while conda-store is running.
 */
@NullMarked
package org.condastore.schema.lint;

import org.jspecify.annotations.NullMarked;
