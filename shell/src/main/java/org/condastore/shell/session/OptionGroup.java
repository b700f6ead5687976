package org.condastore.shell.session;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a command whose type is a record of options: its components carry
 * {@link org.springframework.shell.core.command.annotation.Option @Option} and are typed
 * like any other option. For options that several commands share.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OptionGroup {

}
