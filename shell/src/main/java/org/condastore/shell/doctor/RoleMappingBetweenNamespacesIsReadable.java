package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Namespace;
import org.condastore.schema.jooq.tables.NamespaceRoleMappingV2;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.role.RoleName;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.clause;

/** R2. */
final class RoleMappingBetweenNamespacesIsReadable implements Invariant {

	private static final NamespaceRoleMappingV2 V2 = org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;

	private static final Namespace TARGET = NAMESPACE.as("target");

	private static final Namespace HOLDER = NAMESPACE.as("holder");

	private static final Table<?> WITH_NAMESPACES = V2.leftJoin(TARGET)
		.on(TARGET.ID.eq(V2.NAMESPACE_ID))
		.leftJoin(HOLDER)
		.on(HOLDER.ID.eq(V2.OTHER_NAMESPACE_ID));

	private static final Condition WRONG_ROLE = V2.ROLE.notIn(RoleName.all());

	private static final Condition SELF = V2.NAMESPACE_ID.eq(V2.OTHER_NAMESPACE_ID);

	private static final Condition GONE = TARGET.ID.isNull().or(HOLDER.ID.isNull());

	private static final Condition DELETED = TARGET.DELETED_ON.isNotNull().or(HOLDER.DELETED_ON.isNotNull());

	@Override
	public String id() {
		return "R2";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a role mapping between namespaces has a role that there is, and two live namespaces";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The second generation of role mappings names two namespaces: the one that is granted, and the one
				whose user has the role. Nothing checks that they are two and that both are live, and the role is
				any text.
				""", """
				conda-store reads all rows of a user before it decides about a request. One that it cannot read
				makes each request of that user fail, whatever it is for. A mapping that leads to a namespace, or
				away from it, keeps the namespace from being deleted.
				""", """
				editor becomes developer. The rest is left to the operator: role revoke removes a mapping of a
				namespace that is marked as deleted, unless the namespace is to be restored. Where Nebari runs, it
				makes the mappings of its users again whenever they log in.
				""", """
				Do not guess a role: the wrong guess makes somebody an administrator.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(V2);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(V2)
			.joined(WITH_NAMESPACES)
			.where(WRONG_ROLE.or(SELF).or(DELETED).or(GONE))
			.namespace(NamespaceOf.namespace(V2.NAMESPACE_ID))
			.detail(DSL.when(WRONG_ROLE, clause("its role is %s", V2.ROLE))
				.when(SELF, clause("it gives namespace %s a role on itself", V2.NAMESPACE_ID))
				.when(GONE, clause("namespace %s or %s does not exist", V2.NAMESPACE_ID, V2.OTHER_NAMESPACE_ID))
				.otherwise(clause("%s has it on %s, one of which is deleted", HOLDER.NAME, TARGET.NAME))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("editor becomes developer", V2, RoleMappingBetweenNamespacesIsReadable::plan);
	}

	private static void plan(Planning planning) {
		Condition editor = V2.ROLE.eq(DSL.inline(RoleMappingIsReadable.EDITOR));
		planning.update(V2, editor, Assignments.set(V2.ROLE, RoleName.of(RoleMappingIsReadable.EDITOR).value()),
				V2.NAMESPACE_ID, V2.OTHER_NAMESPACE_ID);
		int left = planning.sql().fetchCount(WITH_NAMESPACES, WRONG_ROLE.andNot(editor).or(SELF).or(DELETED).or(GONE));
		if (left > 0) {
			planning.followUp(
					"%,d role mappings are left as they are: doctor --check R2 shows them, role set and role revoke change them"
						.formatted(left));
		}
	}

}
