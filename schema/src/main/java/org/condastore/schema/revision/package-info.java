/**
 * How one catalog becomes another: what differs, the SQL that mends it and takes it back,
 * which rows are in the way, and the proof on a scratch database.
 */
@NullMarked
package org.condastore.schema.revision;

import org.jspecify.annotations.NullMarked;
