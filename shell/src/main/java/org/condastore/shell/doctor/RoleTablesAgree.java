package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Namespace;
import org.condastore.schema.jooq.tables.NamespaceRoleMapping;
import org.condastore.schema.jooq.tables.NamespaceRoleMappingV2;
import org.condastore.schema.lint.Severity;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** R3. */
final class RoleTablesAgree implements Invariant {

	private static final NamespaceRoleMapping V1 = org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;

	private static final NamespaceRoleMappingV2 V2 = org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;

	private static final Namespace TARGET = NAMESPACE.as("target");

	/** How the first generation writes a whole namespace. */
	private static final Field<String> ENTITY = DSL.concat(TARGET.NAME, DSL.inline("/*"));

	private static final Condition SAME = V1.ENTITY.eq(ENTITY).and(V1.ROLE.eq(V2.ROLE));

	@Override
	public String id() {
		return "R3";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "both tables of role mappings say the same, or one is empty";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store has two tables of role mappings and reads one of them: role_mappings_version in its
				configuration says which. It is 1 unless somebody sets it, and Nebari sets 2. After a switch the
				rows of the other table stay.
				""", """
				The rows that are not read grant nothing, and are granted again at once when somebody switches back.
				""", """
				The database does not say which table is read, so rows of both are shown that have no counterpart in
				the other: NAMESPACE/* for a role on the whole of a namespace. role explain --role-mappings-version
				shows what counts; role grant --generation writes into the table that is read.
				""", """
				Do not delete the rows that are not read now: they are the way back.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(V1) && schema.has(V2);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(
				ViolationQuery.of(V1)
					.where(notExists(selectOne().from(V2)
						.join(TARGET)
						.on(TARGET.ID.eq(V2.NAMESPACE_ID))
						.where(V2.OTHER_NAMESPACE_ID.eq(V1.NAMESPACE_ID), SAME)))
					.where(exists(selectOne().from(V2)))
					.namespace(NamespaceOf.namespace(V1.NAMESPACE_ID))
					.detail("%s on %s is not in %s", V1.ROLE, V1.ENTITY, DSL.inline(V2.getName())),
				ViolationQuery.of(V2)
					.joined(V2.join(TARGET).on(TARGET.ID.eq(V2.NAMESPACE_ID)))
					.where(notExists(selectOne().from(V1).where(V1.NAMESPACE_ID.eq(V2.OTHER_NAMESPACE_ID), SAME)))
					.where(exists(selectOne().from(V1)))
					.namespace(NamespaceOf.namespace(V2.OTHER_NAMESPACE_ID))
					.detail("%s on %s is not in %s", V2.ROLE, ENTITY, DSL.inline(V1.getName())));
	}

	@Override
	public Repair repair() {
		return new Repair.None("the configuration says which table counts: role_mappings_version");
	}

}
