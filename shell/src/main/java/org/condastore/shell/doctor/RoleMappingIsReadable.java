package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.role.RoleEntity;
import org.condastore.shell.role.RoleName;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;

/** R1. */
final class RoleMappingIsReadable implements Invariant {

	/** conda-store's pages, but not its database, call a developer so. */
	static final String EDITOR = "editor";

	private static final Condition WRONG_ROLE = NAMESPACE_ROLE_MAPPING.ROLE.notIn(RoleName.all());

	/** What needs no second look. */
	private static final String PLAIN = "^[A-Za-z0-9_@=*-]{1,100}/[A-Za-z0-9_@=*-]{1,100}$";

	@Override
	public String id() {
		return "R1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a role mapping has a role that there is, on a pattern NAMESPACE/ENVIRONMENT";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The database takes any text. The application checks what comes through its requests, but not what
				was written by hand, by scripts, or by old versions. editor is what the pages call a developer, and
				is not a role that is stored.
				""", """
				conda-store reads all rows of a user before it decides about a request. One that it cannot read
				makes each request of that user fail, whatever it is for.
				""", """
				editor becomes developer, as conda-store itself would have stored it. Any other role and any other
				entity is left to the operator, because nobody can tell what was meant: role set and role revoke
				change it, row delete namespace_role_mapping ID removes it.
				""", """
				Do not guess a role: the wrong guess makes somebody an administrator.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(NAMESPACE_ROLE_MAPPING);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE_ROLE_MAPPING)
			.where(WRONG_ROLE.or(NAMESPACE_ROLE_MAPPING.ENTITY.in(wrongEntities(examination.sql()))))
			.namespace(NamespaceOf.namespace(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID))
			.detail("%s on %s", NAMESPACE_ROLE_MAPPING.ROLE, NAMESPACE_ROLE_MAPPING.ENTITY));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("editor becomes developer", NAMESPACE_ROLE_MAPPING, RoleMappingIsReadable::plan);
	}

	private static void plan(Planning planning) {
		planning.update(NAMESPACE_ROLE_MAPPING, NAMESPACE_ROLE_MAPPING.ROLE.eq(DSL.inline(EDITOR)),
				Assignments.set(NAMESPACE_ROLE_MAPPING.ROLE, RoleName.of(EDITOR).value()),
				NAMESPACE_ROLE_MAPPING.NAMESPACE_ID, NAMESPACE_ROLE_MAPPING.ENTITY);
		int left = planning.sql()
			.fetchCount(NAMESPACE_ROLE_MAPPING, WRONG_ROLE.and(NAMESPACE_ROLE_MAPPING.ROLE.ne(DSL.inline(EDITOR)))
				.or(NAMESPACE_ROLE_MAPPING.ENTITY.in(wrongEntities(planning.sql()))));
		if (left > 0) {
			planning.followUp(
					"%,d role mappings are left as they are: doctor --check R1 shows them, role set and role revoke change them"
						.formatted(left));
		}
	}

	/** conda-store's own rules decide about what is unusual. */
	private static List<String> wrongEntities(DSLContext sql) {
		return sql.selectDistinct(NAMESPACE_ROLE_MAPPING.ENTITY)
			.from(NAMESPACE_ROLE_MAPPING)
			.where(NAMESPACE_ROLE_MAPPING.ENTITY.notLikeRegex(PLAIN))
			.fetch(NAMESPACE_ROLE_MAPPING.ENTITY)
			.stream()
			.filter((entity) -> !RoleEntity.isStored(entity))
			.toList();
	}

}
