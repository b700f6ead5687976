package org.condastore.shell.session;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a command does to the database. A command without this annotation reads.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Effect {

	/**
	 * The kinds of effect, the harmless ones first: completion offers them in this order.
	 */
	enum Kind {

		/**
		 * Reads, in one READ ONLY transaction that lasts at least as long as the command.
		 */
		READS,

		/** Reads like {@link #READS}, from a database at any revision, or none. */
		READS_ANY_REVISION,

		/** Acts on the session, or runs transactions of its own. */
		SESSION,

		/** Shows what a change would do, as a dry run of it does. */
		PLANS,

		/** Writes what can be written again. */
		WRITES,

		/** Takes something away. */
		DESTROYS;

		/** Whether it does nothing but read. */
		boolean reads() {
			return this == READS || this == READS_ANY_REVISION;
		}

		/** Whether it may write, unless it is a dry run. */
		boolean writes() {
			return this == PLANS || this == WRITES || this == DESTROYS;
		}

	}

	Kind value();

	/**
	 * Whether a command that reads needs a transaction in which nothing else has run,
	 * because it sees that transaction or leaves something behind in it. Others may share
	 * one with the lines around them.
	 */
	boolean alone() default false;

	/**
	 * Whether a command has connections or transactions of its own, or waits for others:
	 * it cannot be a part of one transaction together with other commands.
	 */
	boolean apart() default false;

}
