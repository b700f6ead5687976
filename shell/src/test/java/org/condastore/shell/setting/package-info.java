@NullMarked
package org.condastore.shell.setting;

import org.jspecify.annotations.NullMarked;
