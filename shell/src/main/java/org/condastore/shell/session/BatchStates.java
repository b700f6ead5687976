package org.condastore.shell.session;

import java.util.Map;
import java.util.Optional;

/**
 * How far batches have come that can be resumed. It is kept in the database, and written
 * in the transaction of the change that a line makes.
 */
public interface BatchStates {

	/**
	 * How far a batch has come.
	 *
	 * @param steps how many steps are done
	 * @param digest of the text of those steps: another batch is not this one
	 * @param variables the values that {@code let} has given so far
	 */
	record State(int steps, String digest, Map<String, String> variables) {

		public State {
			variables = Map.copyOf(variables);
		}

	}

	/**
	 * The state under a name.
	 * @return empty if no batch has begun under it
	 */
	Optional<State> find(String name);

	/**
	 * Keeps a state, within a transaction that writes.
	 * @param before what it was; a batch that begins has done no steps
	 * @throws org.condastore.shell.failure.CommandFailure {@code CONFLICT} if it is not
	 * what it was: somebody else runs the same batch
	 */
	void advance(String name, State before, State now);

}
