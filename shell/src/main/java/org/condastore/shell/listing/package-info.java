/** What all lists have in common: order, limit, name patterns, and pages underneath. */
@NullMarked
package org.condastore.shell.listing;

import org.jspecify.annotations.NullMarked;
