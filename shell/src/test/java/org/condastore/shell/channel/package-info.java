@NullMarked
package org.condastore.shell.channel;

import org.jspecify.annotations.NullMarked;
