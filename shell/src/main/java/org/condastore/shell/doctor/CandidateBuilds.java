package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Build;
import org.condastore.schema.jooq.tables.Environment;
import org.condastore.schema.jooq.tables.Specification;
import org.condastore.shell.build.BuildStatus;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/**
 * What could be the current builds of all environments. All live builds are read once.
 */
final class CandidateBuilds {

	private static final String NAME = "candidate";

	private static final Build OWN = BUILD.as("candidate_build");

	private static final Specification OF_OWN = SPECIFICATION.as("candidate_specification");

	private static final Environment OWNER = ENVIRONMENT.as("candidate_owner");

	/** A row for each environment with live builds. */
	private static final Table<?> TABLE = ViolationQuery.once(
			NAME, DSL
				.select(OWN.ENVIRONMENT_ID.as("environment_id"), DSL.max(OWN.ID).as("newest"),
						DSL.max(OWN.ID)
							.filterWhere(BuildConditions.is(OWN.STATUS, BuildStatus.COMPLETED),
									OF_OWN.NAME.eq(OWNER.NAME))
							.as("completed"))
				.from(OWN)
				.join(OWNER)
				.on(OWNER.ID.eq(OWN.ENVIRONMENT_ID))
				.leftJoin(OF_OWN)
				.on(OF_OWN.ID.eq(OWN.SPECIFICATION_ID))
				.where(OWN.DELETED_ON.isNull())
				.groupBy(OWN.ENVIRONMENT_ID));

	/**
	 * The newest completed build of an environment's own name, which is what a request
	 * can choose; NULL if there is none.
	 */
	static final Field<Integer> COMPLETED = field("completed");

	/** The newest live build; NULL if there is none. */
	static final Field<Integer> NEWEST = field("newest");

	private CandidateBuilds() {
	}

	/** Environments, joined with others or not, together with their candidates. */
	static Table<?> with(Table<?> environments) {
		return environments.leftJoin(TABLE).on(field("environment_id").eq(ENVIRONMENT.ID));
	}

	private static Field<Integer> field(String name) {
		return DSL.field(DSL.name(NAME, name), SQLDataType.INTEGER);
	}

}
