/**
 * Databases for tests, on a real PostgreSQL. Other modules use it as the test-jar of this
 * one.
 */
@NullMarked
package org.condastore.schema.testing;

import org.jspecify.annotations.NullMarked;
