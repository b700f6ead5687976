/** Settings: what conda-store lets be changed without a restart, at three levels. */
@NullMarked
package org.condastore.shell.setting;

import org.jspecify.annotations.NullMarked;
