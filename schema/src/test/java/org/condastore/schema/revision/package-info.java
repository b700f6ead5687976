/**
 * The proof of the comparison: recorded changes, random changes, and rows in the way.
 */
@NullMarked
package org.condastore.schema.revision;

import org.jspecify.annotations.NullMarked;
