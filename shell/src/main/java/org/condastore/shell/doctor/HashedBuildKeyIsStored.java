package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.select;

/** B17. */
final class HashedBuildKeyIsStored implements Invariant {

	private static final Condition MISSING = BUILD.HASH.isNull();

	private static final Condition BROKEN = BUILD.BUILD_KEY_VERSION.eq(DSL.inline(BuildKeyOf.HASHED_VERSION))
		.and(BUILD.STARTED_ON.isNotNull())
		.and(MISSING.or(ViolationQuery.notHexadecimal(BUILD.HASH, BuildKeyOf.HASH)));

	/** NULL if the build was never scheduled. */
	private static final Field<String> COMPUTED = DSL.field(select(BuildKeyOf.hash()).from(SPECIFICATION)
		.crossJoin(ENVIRONMENT)
		.join(NAMESPACE)
		.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
		.where(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID), ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID)));

	private static final Condition MENDABLE = BROKEN.and(MISSING)
		.andNot(BuildConditions.HAS_ARTIFACTS)
		.and(BUILD.SCHEDULED_ON.isNotNull());

	@Override
	public String id() {
		return "B17";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a build that has begun with a key of version 3 has its hash, 32 hexadecimal digits";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store computes the hash when it first needs the key, and stores it with the
				build, so that renaming the namespace does not change it. A row that was inserted or
				changed by hand, or came through a downgrade, which drops the column, has none.
				""", """
				A hash that is missing is computed again, from names that may have changed since: the
				address leads elsewhere. A hash that is none leads nowhere.
				""", """
				Where the build has no artifacts a missing hash is computed as conda-store would do
				it. Where it has some their keys are the hash: artifact list shows them, row set build
				ID hash=HASH writes it.
				""", """
				Do not compute the hash of a build with files if its namespace or environment may have
				been renamed: compare it with the keys.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(BUILD.HASH);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.where(BROKEN)
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s, and its hash is %s", BUILD.STATUS, BUILD.HASH));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("a missing hash of a build without artifacts is computed", BUILD,
				HashedBuildKeyIsStored::plan);
	}

	private static void plan(Planning planning) {
		planning.update(BUILD, MENDABLE, Assignments.set(BUILD.HASH, COMPUTED), BUILD.BUILD_KEY_VERSION,
				BUILD.SCHEDULED_ON, BUILD.SPECIFICATION_ID, BUILD.ENVIRONMENT_ID);
		int left = planning.sql().fetchCount(BUILD, BROKEN.andNot(MENDABLE));
		if (left > 0) {
			planning.followUp(
					"%,d builds are left as they are: artifact list shows the keys that contain the hash, row set build ID hash=HASH writes it"
						.formatted(left));
		}
	}

}
