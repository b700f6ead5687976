package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;

/** B18. */
final class HashedBuildKeyIsUnique implements Invariant {

	/** Builds with a hash, with the first of the same hash and the next one. */
	private static final Table<?> HASHED = ViolationQuery.once("hashed",
			DSL.select(BUILD.ID.as("id"), DSL.min(BUILD.ID).over(DSL.partitionBy(BUILD.HASH)).as("first"),
					DSL.lead(BUILD.ID).over(DSL.partitionBy(BUILD.HASH).orderBy(BUILD.ID)).as("next"))
				.from(BUILD)
				.where(BUILD.BUILD_KEY_VERSION.eq(DSL.inline(BuildKeyOf.HASHED_VERSION)), BUILD.HASH.isNotNull()));

	/** The first one that has the same hash; NULL if none has. */
	private static final Field<Integer> OTHER = DSL.coalesce(DSL.nullif(hashed("first"), BUILD.ID), hashed("next"));

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
			.joined(BUILD.join(HASHED).on(hashed("id").eq(BUILD.ID)))
			.where(OTHER.isNotNull())
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("its hash %s is that of build %s, too", BUILD.HASH, OTHER));
	}

	@Override
	public Repair repair() {
		return new Repair.None("only the files tell which of the builds the hash belongs to");
	}

	private static Field<Integer> hashed(String name) {
		return DSL.field(DSL.name("hashed", name), SQLDataType.INTEGER);
	}

}
