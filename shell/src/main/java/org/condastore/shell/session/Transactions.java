package org.condastore.shell.session;

import java.util.Optional;

import org.condastore.shell.failure.CommandFailure;

/** What the dispatcher needs to know of a database. */
public interface Transactions {

	/**
	 * Runs a reading command in one READ ONLY transaction, which begins with the
	 * command's first statement: a command that needs no database opens none.
	 */
	void reading(Runnable command);

	/** Cancels the statement that runs, at the server. For another thread. */
	void cancel();

	/**
	 * What a failure of the database means to the operator.
	 * @return empty if the failure has nothing to do with the database
	 */
	Optional<CommandFailure> explain(Throwable failure);

}
