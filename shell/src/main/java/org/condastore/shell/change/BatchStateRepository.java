package org.condastore.shell.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.BatchStates;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

import static org.condastore.shell.change.JournalTables.BATCH_STATE;
import static org.condastore.shell.change.JournalTables.DIGEST;
import static org.condastore.shell.change.JournalTables.NAME;
import static org.condastore.shell.change.JournalTables.STEPS;
import static org.condastore.shell.change.JournalTables.UPDATED_ON;
import static org.condastore.shell.change.JournalTables.VALUES;
import static org.condastore.shell.change.JournalTables.VARIABLES;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

/** How far batches have come, beside the journal. */
public final class BatchStateRepository implements BatchStates {

	private final DSLContext sql;

	public BatchStateRepository(DSLContext sql) {
		this.sql = sql;
	}

	@Override
	public Optional<State> find(String name) {
		if (!exists()) {
			return Optional.empty();
		}
		return this.sql.select(STEPS, DIGEST, VARIABLES, VALUES)
			.from(BATCH_STATE)
			.where(NAME.eq(name))
			.fetchOptional((row) -> new State(row.value1(), row.value2(), variables(row.value3(), row.value4())));
	}

	private static Map<String, String> variables(String[] names, String[] values) {
		Map<String, String> variables = new HashMap<>();
		for (int i = 0; i < names.length; i++) {
			variables.put(names[i], values[i]);
		}
		return variables;
	}

	@Override
	public void advance(String name, State before, State now) {
		try {
			if (!exists()) {
				new Journal(this.sql).create();
				this.sql.execute(JournalTables.CREATE_BATCH_STATE);
			}
			List<String> names = List.copyOf(now.variables().keySet());
			String[] variables = names.toArray(String[]::new);
			String[] values = names.stream().map(now.variables()::get).toArray(String[]::new);
			int written = (before.steps() == 0)
					? this.sql.insertInto(BATCH_STATE, NAME, STEPS, DIGEST, VARIABLES, VALUES, UPDATED_ON)
						.values(val(name), val(now.steps()), val(now.digest()), val(variables), val(values),
								currentOffsetDateTime())
						.onConflictDoNothing()
						.execute()
					: this.sql.update(BATCH_STATE)
						.set(STEPS, now.steps())
						.set(DIGEST, now.digest())
						.set(VARIABLES, variables)
						.set(VALUES, values)
						.set(UPDATED_ON, currentOffsetDateTime())
						.where(NAME.eq(name), STEPS.eq(before.steps()), DIGEST.eq(before.digest()))
						.execute();
			if (written == 0) {
				throw CommandFailure.conflict("somebody else runs the batch %s".formatted(name),
						"wait for it to end; what is not done then can be resumed", null);
			}
		}
		catch (DataAccessException ex) {
			throw new Journal(this.sql).denied(ex);
		}
	}

	private boolean exists() {
		return this.sql
			.fetchSingle(
					field("to_regclass({0}) IS NOT NULL", Boolean.class, inline(JournalTables.SCHEMA + ".batch_state")))
			.value1();
	}

}
