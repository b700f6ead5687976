package org.condastore.shell.schema;

import java.util.function.Supplier;

import org.condastore.schema.migration.SchemaFailure;
import org.condastore.shell.failure.CommandFailure;

/** What the schema module refuses, in the words and exit codes of the shell. */
final class SchemaFailures {

	private SchemaFailures() {
	}

	/**
	 * Runs something and translates its failure.
	 * @throws CommandFailure instead of a {@link SchemaFailure}
	 */
	static <T> T translated(Supplier<T> body) {
		try {
			return body.get();
		}
		catch (SchemaFailure failure) {
			String message = String.valueOf(failure.getMessage());
			throw switch (failure.kind()) {
				case PRECONDITION -> CommandFailure.precondition(message, failure.hint());
				case REFUSED -> CommandFailure.refused(message, failure.hint());
				case CONFLICT -> CommandFailure.conflict(message, failure.hint(), failure.getCause());
				case SCRIPT -> CommandFailure.failed(message, failure.hint(), failure);
			};
		}
	}

}
