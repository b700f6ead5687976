package org.condastore.shell.environment;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Record3;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/** What changes of environments mean in rows. */
public final class EnvironmentChangeRepository {

	/**
	 * The environment gets another description.
	 * @param description null for none
	 */
	void setDescription(Planning planning, EnvironmentName name, @Nullable String description) {
		int id = live(planning, name);
		planning.update(ENVIRONMENT, ENVIRONMENT.ID.eq(id), Assignments.set(ENVIRONMENT.DESCRIPTION, description),
				ENVIRONMENT.DELETED_ON);
	}

	/**
	 * The id of an environment that is not marked as deleted.
	 * @throws CommandFailure {@code PRECONDITION} if there is none
	 */
	private static int live(Planning planning, EnvironmentName name) {
		Record3<Integer, java.time.LocalDateTime, java.time.LocalDateTime> found = planning.sql()
			.select(ENVIRONMENT.ID, ENVIRONMENT.DELETED_ON, NAMESPACE.DELETED_ON)
			.from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(NAMESPACE.NAME.eq(name.namespace().value()), ENVIRONMENT.NAME.eq(name.name()))
			.fetchOptional()
			.orElseThrow(() -> EnvironmentRepository.missing(name));
		if (found.value2() != null) {
			throw CommandFailure.precondition(
					"the environment %s was deleted on %s".formatted(name, StoredTime.instant(found.value2())),
					"environment restore %s takes that back".formatted(name));
		}
		return found.value1();
	}

}
