package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Namespace;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** N1. */
final class NamespaceNameIsAllowed implements Invariant {

	private static final Namespace OTHER = org.condastore.schema.jooq.Tables.NAMESPACE.as("other");

	private static final Condition BROKEN = NameRule.brokenBy(NAMESPACE.NAME);

	private static final Condition BUILT_IN = exists(selectOne().from(BUILD)
		.join(ENVIRONMENT)
		.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
		.where(ENVIRONMENT.NAMESPACE_ID.eq(NAMESPACE.ID)));

	/** An allowed name stays as it is, so this finds names that are taken, too. */
	private static final Condition FREE = notExists(
			selectOne().from(OTHER).where(OTHER.ID.ne(NAMESPACE.ID), mended(OTHER).eq(mended(NAMESPACE))));

	private static final Condition MENDABLE = BROKEN.andNot(BUILT_IN).and(FREE);

	@Override
	public String id() {
		return "N1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a namespace has a name that conda-store accepts";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store checks names only when a namespace is made by a request. Whatever inserts
				rows by itself passes that by: Nebari does so at each login, for every group of the
				user, and a group may be called "data science".
				""", """
				Every list that holds the namespace, or anything in it, answers with an error, for
				everybody who may see it.
				""", """
				Where nothing was ever built in the namespace each character that is not allowed
				becomes a hyphen, and a missing name becomes namespace-ID. Settings and role mappings
				that name the old one do not follow. A namespace with builds is left as it is, and so
				is one whose new name is taken: its environments have to be made again in another one.
				If the name came from a group, rename the group too, or the next login brings it back.
				""", """
				Do not rename a namespace with builds: its name is in the paths and keys of their
				files, and conda-store would no longer find them.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE)
			.where(BROKEN)
			.namespace(NAMESPACE.NAME)
			.detail("its name is %s", DSL.concat(DSL.inline("\""), NAMESPACE.NAME, DSL.inline("\""))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("where nothing was built yet, characters that are not allowed become hyphens", NAMESPACE,
				NamespaceNameIsAllowed::plan);
	}

	private static void plan(Planning planning) {
		int renamed = planning.update(NAMESPACE, MENDABLE, Assignments.set(NAMESPACE.NAME, mended(NAMESPACE)),
				NAMESPACE.DELETED_ON);
		if (renamed > 0) {
			planning.guard(Guard.NOTHING_BUILT);
			planning.followUp(
					"settings and role mappings that name an old name stay as they are: setting list and role list show them");
		}
		int left = planning.sql().fetchCount(NAMESPACE, BROKEN.andNot(MENDABLE));
		if (left > 0) {
			planning.followUp(
					"%,d namespaces are left as they are, because of their builds or because the new name is taken: doctor --check N1 shows them"
						.formatted(left));
		}
	}

	private static Field<String> mended(Namespace namespace) {
		return DSL.coalesce(DSL.nullif(NameRule.mended(namespace.NAME), DSL.inline("")),
				DSL.concat(DSL.inline("namespace-"), namespace.ID));
	}

}
