@NullMarked
package org.condastore.shell.doctor;

import org.jspecify.annotations.NullMarked;
