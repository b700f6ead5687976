package org.condastore.shell.doctor;

import java.util.Objects;

import org.condastore.schema.jooq.tables.Environment;
import org.condastore.schema.migration.Release;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SOLVE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/** U5. */
final class RowsFitFirstKeys extends UpgradeCheck {

	private static final Environment OTHER = ENVIRONMENT.as("other");

	RowsFitFirstKeys(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U5";
	}

	@Override
	public String sentence() {
		return "rows refer to rows that exist, and a name is given once in a namespace";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Until revision 4 there were no foreign keys, and no key on the names of environments. Rows were
				deleted by hand without what refers to them, two requests made the same environment at the same time,
				or a namespace was removed while it was built in.
				""", """
				Revision 4 makes the keys, and fails over the first row that does not fit one. The server runs all
				migrations in one transaction, so nothing of the upgrade is kept, and it does not start.
				""", """
				There is no command for it at such an old revision. A build or an environment whose owner is gone
				cannot be reached, and is deleted by SQL, from the bottom up: current_build_id, artifacts, links,
				builds, environments. A current_build_id that leads nowhere becomes NULL. Of two environments of one
				name one is renamed, or its builds get the environment_id of the other.
				""", """
				Do not delete builds before the keys of their artifacts were noted: nothing else knows where the
				files are.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return runs(MigrationStep.KEYS, schema);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(astray(ENVIRONMENT.ID, ENVIRONMENT.NAMESPACE_ID, NAMESPACE, NAMESPACE.ID),
				astray(ENVIRONMENT.ID, ENVIRONMENT.CURRENT_BUILD_ID, BUILD, BUILD.ID),
				ViolationQuery.of(ENVIRONMENT)
					.where(DSL.exists(DSL.selectOne()
						.from(OTHER)
						.where(OTHER.NAMESPACE_ID.eq(ENVIRONMENT.NAMESPACE_ID), OTHER.NAME.eq(ENVIRONMENT.NAME),
								OTHER.ID.ne(ENVIRONMENT.ID))))
					.detail("another one is called %s too, in namespace %s", ENVIRONMENT.NAME,
							ENVIRONMENT.NAMESPACE_ID),
				astray(BUILD.ID, BUILD.SPECIFICATION_ID, SPECIFICATION, SPECIFICATION.ID),
				astray(BUILD.ID, BUILD.ENVIRONMENT_ID, ENVIRONMENT, ENVIRONMENT.ID),
				astray(SOLVE.ID, SOLVE.SPECIFICATION_ID, SPECIFICATION, SPECIFICATION.ID),
				astray(CONDA_PACKAGE.ID, CONDA_PACKAGE.CHANNEL_ID, CONDA_CHANNEL, CONDA_CHANNEL.ID));
	}

	@Override
	public Repair repair() {
		return new Repair.None(
				"at a revision without foreign keys rows are put right by SQL; doctor explain U5 says how");
	}

	private static ViolationQuery astray(Field<Integer> key, TableField<?, Integer> reference, Table<?> referred,
			Field<Integer> id) {
		Table<?> table = Objects.requireNonNull(reference.getTable());
		return ViolationQuery.of(table, table.getName(), key)
			.where(reference.isNotNull().andNotExists(DSL.selectOne().from(referred).where(id.eq(reference))))
			.detail("its %s is %%s, and there is no such %s".formatted(reference.getName(), referred.getName()),
					reference);
	}

}
