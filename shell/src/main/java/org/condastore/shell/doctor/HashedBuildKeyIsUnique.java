package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Build;
import org.condastore.schema.lint.Severity;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

/** B18. */
final class HashedBuildKeyIsUnique implements Invariant {

	private static final Build OTHER = org.condastore.schema.jooq.Tables.BUILD.as("other");

	private static final Condition SAME = OTHER.HASH.eq(BUILD.HASH)
		.and(OTHER.ID.ne(BUILD.ID))
		.and(OTHER.BUILD_KEY_VERSION.eq(DSL.inline(BuildKeyOf.HASHED_VERSION)));

	@Override
	public String id() {
		return "B18";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "no two builds have the same hash as their key";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The hash is made of the id of the build among others, so that no two should ever
				agree. They do if rows were copied by hand, with the hash.
				""", """
				conda-store looks a build up by its hash, and finds the wrong one or fails over two.
				Both have the same address: deleting one removes the files of the other.
				""", """
				Find out which build the files belong to: the logs at that key tell. The other one has
				none: with row set build ID hash=@null conda-store computes its own.
				""", """
				Do not delete either build by request before that: the files of both would go.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(BUILD.HASH);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BUILD.BUILD_KEY_VERSION.eq(DSL.inline(BuildKeyOf.HASHED_VERSION)))
			.where(exists(selectOne().from(OTHER).where(SAME)))
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("its hash %s is that of build %s, too", BUILD.HASH,
					DSL.field(DSL.select(DSL.min(OTHER.ID)).from(OTHER).where(SAME))));
	}

	@Override
	public Repair repair() {
		return new Repair.None("only the files tell which of the builds the hash belongs to");
	}

}
