package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.NamespaceRoleMapping;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** R4. */
final class RoleIsMappedOnce implements Invariant {

	private static final NamespaceRoleMapping OTHER = NAMESPACE_ROLE_MAPPING.as("other");

	private static final NamespaceRoleMapping LATER = NAMESPACE_ROLE_MAPPING.as("later");

	private static final Condition REPEATED = exists(
			selectOne().from(OTHER).where(same(OTHER, NAMESPACE_ROLE_MAPPING), OTHER.ID.lt(NAMESPACE_ROLE_MAPPING.ID)));

	/** Somebody may take away the first one meanwhile. */
	private static final Condition FIRST = exists(
			selectOne().from(LATER).where(same(LATER, NAMESPACE_ROLE_MAPPING), LATER.ID.gt(NAMESPACE_ROLE_MAPPING.ID)))
		.andNot(REPEATED);

	@Override
	public String id() {
		return "R4";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "no role mapping is there twice";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Nothing keeps a second row with the same holder, entity and role out of the first generation of role
				mappings.
				""", """
				Permissions are the same. But who takes the role away takes one row away, and the other still grants
				it.
				""", """
				The first row stays, and the others are deleted. It comes after R1, which may have made two rows the
				same.
				""", """
				Rows with the same entity and different roles are not the same: see R5.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(NAMESPACE_ROLE_MAPPING);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE_ROLE_MAPPING)
			.where(REPEATED)
			.namespace(NamespaceOf.namespace(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID))
			.detail("%s on %s, as an earlier row says", NAMESPACE_ROLE_MAPPING.ROLE, NAMESPACE_ROLE_MAPPING.ENTITY));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("rows that repeat the first one are deleted", NAMESPACE_ROLE_MAPPING,
				RoleIsMappedOnce::plan);
	}

	private static void plan(Planning planning) {
		planning.require(NAMESPACE_ROLE_MAPPING, FIRST, NAMESPACE_ROLE_MAPPING.NAMESPACE_ID,
				NAMESPACE_ROLE_MAPPING.ENTITY, NAMESPACE_ROLE_MAPPING.ROLE);
		planning.delete(NAMESPACE_ROLE_MAPPING, REPEATED);
	}

	private static Condition same(NamespaceRoleMapping one, NamespaceRoleMapping other) {
		return one.NAMESPACE_ID.eq(other.NAMESPACE_ID).and(one.ENTITY.eq(other.ENTITY)).and(one.ROLE.eq(other.ROLE));
	}

}
