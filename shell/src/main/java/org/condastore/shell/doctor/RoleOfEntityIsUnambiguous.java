package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.NamespaceRoleMapping;
import org.condastore.schema.lint.Severity;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** R5. */
final class RoleOfEntityIsUnambiguous implements Invariant {

	private static final NamespaceRoleMapping OTHER = NAMESPACE_ROLE_MAPPING.as("other");

	private static final Condition CONTRADICTED = exists(selectOne().from(OTHER)
		.where(OTHER.NAMESPACE_ID.eq(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID),
				OTHER.ENTITY.eq(NAMESPACE_ROLE_MAPPING.ENTITY), OTHER.ROLE.ne(NAMESPACE_ROLE_MAPPING.ROLE)));

	@Override
	public String id() {
		return "R5";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the user of a namespace has one role on the same entity";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Nothing keeps a second row with the same holder and entity, and another role, out of the first
				generation of role mappings.
				""", """
				conda-store keeps one role for each entity, that of the row which it reads last, and the database
				promises no order. The user is a viewer today and may be an administrator tomorrow.
				""", """
				An operator decides: role explain shows what counts, role revoke takes the wrong one away.
				""", """
				Do not let the stronger role win by habit.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(NAMESPACE_ROLE_MAPPING);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE_ROLE_MAPPING)
			.where(CONTRADICTED)
			.namespace(NamespaceOf.namespace(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID))
			.detail("%s on %s, and another row says otherwise", NAMESPACE_ROLE_MAPPING.ROLE,
					NAMESPACE_ROLE_MAPPING.ENTITY));
	}

	@Override
	public Repair repair() {
		return new Repair.None("the database does not say which role is meant: role revoke takes the wrong one away");
	}

}
