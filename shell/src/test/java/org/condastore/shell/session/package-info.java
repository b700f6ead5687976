@NullMarked
package org.condastore.shell.session;

import org.jspecify.annotations.NullMarked;
