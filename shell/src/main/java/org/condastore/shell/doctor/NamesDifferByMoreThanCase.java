package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Environment;
import org.condastore.schema.jooq.tables.Namespace;
import org.condastore.schema.lint.Severity;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** N4. */
final class NamesDifferByMoreThanCase implements Invariant {

	private static final Namespace OTHER = org.condastore.schema.jooq.Tables.NAMESPACE.as("other");

	private static final Environment OTHER_ENVIRONMENT = org.condastore.schema.jooq.Tables.ENVIRONMENT
		.as("other_environment");

	private static final Condition SAME_NAMESPACE = DSL.lower(OTHER.NAME)
		.eq(DSL.lower(NAMESPACE.NAME))
		.and(OTHER.ID.ne(NAMESPACE.ID))
		.and(OTHER.DELETED_ON.isNull());

	private static final Condition SAME_ENVIRONMENT = OTHER_ENVIRONMENT.NAMESPACE_ID.eq(ENVIRONMENT.NAMESPACE_ID)
		.and(DSL.lower(OTHER_ENVIRONMENT.NAME).eq(DSL.lower(ENVIRONMENT.NAME)))
		.and(OTHER_ENVIRONMENT.ID.ne(ENVIRONMENT.ID))
		.and(OTHER_ENVIRONMENT.DELETED_ON.isNull());

	@Override
	public String id() {
		return "N4";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "names of namespaces, and of environments in one of them, differ by more than case";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store takes names as they are typed: Team and team are two namespaces. It
				happens when people type the same name differently, or when groups of an identity
				provider are renamed.
				""", """
				Nothing fails on a disk that tells upper from lower case. On one that does not, such
				as some network shares, both share a directory, and the files of one overwrite those
				of the other. People mistake one for the other anywhere.
				""", """
				Decide which of the two is meant, make its environments there, and delete the other
				one by request. What nothing was ever built in can be renamed by namespace rename.
				""", """
				Do not rename what has builds: names are in the paths and keys of their files.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE)
			.where(NAMESPACE.DELETED_ON.isNull())
			.where(exists(selectOne().from(OTHER).where(SAME_NAMESPACE)))
			.namespace(NAMESPACE.NAME)
			.detail("there is %s, too", DSL.field(DSL.select(DSL.min(OTHER.NAME)).from(OTHER).where(SAME_NAMESPACE))),
				ViolationQuery.of(ENVIRONMENT)
					.where(ENVIRONMENT.DELETED_ON.isNull())
					.where(exists(selectOne().from(OTHER_ENVIRONMENT).where(SAME_ENVIRONMENT)))
					.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
					.detail("%s: there is %s, too", ENVIRONMENT.NAME,
							DSL.field(DSL.select(DSL.min(OTHER_ENVIRONMENT.NAME))
								.from(OTHER_ENVIRONMENT)
								.where(SAME_ENVIRONMENT))));
	}

	@Override
	public Repair repair() {
		return new Repair.None("names are part of the paths of files, and only people know which of them is meant");
	}

}
