@NullMarked
package org.condastore.shell.listing;

import org.jspecify.annotations.NullMarked;
