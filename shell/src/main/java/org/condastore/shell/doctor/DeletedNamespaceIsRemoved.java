package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.jooq.tables.Environment;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;

/** N3. */
final class DeletedNamespaceIsRemoved implements Invariant {

	private static final Duration LONG_ENOUGH = Duration.ofHours(1);

	private static final Environment OWN = org.condastore.schema.jooq.Tables.ENVIRONMENT.as("own");

	private static final Environment USER = org.condastore.schema.jooq.Tables.ENVIRONMENT.as("foreign_user");

	private static final Field<Integer> MAPPINGS = DSL.field(
			DSL.selectCount().from(NAMESPACE_ROLE_MAPPING).where(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(NAMESPACE.ID)));

	private static final Field<Integer> MAPPINGS_2 = DSL.field(DSL.selectCount()
		.from(NAMESPACE_ROLE_MAPPING_V2)
		.where(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.eq(NAMESPACE.ID)
			.or(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID.eq(NAMESPACE.ID))));

	/** How many environments of other namespaces use builds of a namespace. */
	private static final Table<?> FOREIGN_USERS = ViolationQuery.once("foreign_users",
			DSL.select(OWN.NAMESPACE_ID.as("namespace_id"), DSL.count().as("environments"))
				.from(USER)
				.join(BUILD)
				.on(BUILD.ID.eq(USER.CURRENT_BUILD_ID))
				.join(OWN)
				.on(OWN.ID.eq(BUILD.ENVIRONMENT_ID))
				.where(OWN.NAMESPACE_ID.ne(USER.NAMESPACE_ID))
				.groupBy(OWN.NAMESPACE_ID));

	@Override
	public String id() {
		return "N3";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a namespace that is marked as deleted is gone within an hour";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server marks a namespace as deleted, and a worker removes its files and then its
				rows. The worker fails as long as a role mapping belongs to the namespace or grants
				something to it, or an environment elsewhere has one of its builds as the current one.
				It is not tried again, and nothing tells that it failed. Or the task was lost on its
				way.
				""", """
				The name stays taken: to make the namespace again is refused. Its files may be gone
				already, its rows stay, and its role mappings go on granting what they grant.
				""", """
				The role mappings that keep the namespace from being removed are deleted. Then DELETE
				/api/v1/namespace/NAMESPACE/ makes a worker try again: the request is accepted for a
				deleted namespace too. Current builds of other environments are what E2 is about. If
				the deletion was a mistake and the files are still there, namespace restore takes it
				back instead.
				""", """
				Do not delete the rows by hand while artifacts are left: nothing else knows where the
				files are.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		ExaminedSchema schema = examination.schema();
		Field<Integer> mappings = schema.has(NAMESPACE_ROLE_MAPPING) ? MAPPINGS : DSL.inline(0);
		Field<Integer> mappings2 = schema.has(NAMESPACE_ROLE_MAPPING_V2) ? MAPPINGS_2 : DSL.inline(0);
		Field<Integer> users = DSL.coalesce(foreignUsers("environments"), DSL.inline(0));
		return examination.find(ViolationQuery.of(NAMESPACE)
			.joined(NAMESPACE.leftJoin(FOREIGN_USERS).on(foreignUsers("namespace_id").eq(NAMESPACE.ID)))
			.where(overdue(examination.now()))
			.namespace(NAMESPACE.NAME)
			.detail("it was deleted %s; role mappings in its way: %s, environments elsewhere that use its builds: %s",
					NAMESPACE.DELETED_ON, mappings.add(mappings2), users));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows(
				"role mappings in its way are deleted; DELETE /api/v1/namespace/NAMESPACE/ does the rest",
				NAMESPACE_ROLE_MAPPING, DeletedNamespaceIsRemoved::plan);
	}

	private static Field<Integer> foreignUsers(String name) {
		return DSL.field(DSL.name("foreign_users", name), SQLDataType.INTEGER);
	}

	private static void plan(Planning planning) {
		Condition overdue = overdue(planning.now());
		Condition granted = NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.in(ids(overdue));
		Condition granted2 = NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.in(ids(overdue))
			.or(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID.in(ids(overdue)));
		planning.require(NAMESPACE, overdue.and(MAPPINGS.add(MAPPINGS_2).gt(DSL.inline(0))), NAMESPACE.DELETED_ON);
		planning.delete(NAMESPACE_ROLE_MAPPING, granted);
		planning.delete(NAMESPACE_ROLE_MAPPING_V2, granted2);
		planning.sql()
			.select(NAMESPACE.NAME)
			.from(NAMESPACE)
			.where(overdue)
			.orderBy(NAMESPACE.ID)
			.limit(Examination.FEW)
			.forEach((row) -> planning
				.followUp("DELETE /api/v1/namespace/%s/ makes a worker remove it".formatted(row.value1())));
	}

	private static Condition overdue(LocalDateTime now) {
		return NAMESPACE.DELETED_ON.lt(now.minus(LONG_ENOUGH));
	}

	private static Select<Record1<Integer>> ids(Condition which) {
		return DSL.select(NAMESPACE.ID).from(NAMESPACE).where(which);
	}

}
