package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.catalog.RowTable;
import org.condastore.schema.catalog.TaskQueue;
import org.condastore.schema.lint.Severity;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.CONDA_STORE_CONFIGURATION;

/** S3. */
final class SequenceIsAheadOfKeys implements Invariant {

	private static final String ID = "id";

	private static final Field<String> OF = DSL.field(DSL.name("keys", "of"), SQLDataType.CLOB);

	private static final Field<Long> HIGHEST = DSL.field(DSL.name("keys", "highest"), SQLDataType.BIGINT);

	private static final Field<String> SEQUENCE = DSL.field(DSL.name("keys", "sequence"), SQLDataType.CLOB);

	/** NULL for who may not ask, and 0 of a sequence that was never used. */
	private static final Field<Long> LAST = DSL.when(
			DSL.condition(
					DSL.function("has_sequence_privilege", SQLDataType.BOOLEAN, SEQUENCE, DSL.inline("SELECT,USAGE"))),
			DSL.coalesce(DSL.function("pg_sequence_last_value", SQLDataType.BIGINT,
					DSL.function("to_regclass", SQLDataType.OTHER, SEQUENCE)), DSL.inline(0L)));

	@Override
	public String id() {
		return "S3";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the sequence of a table is not behind its highest id";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A sequence gives a new row its id, whatever is in the table. Rows that were inserted with ids of
				their own, by a restore of single tables, a copy between databases or by hand, do not move it.
				""", """
				Inserts fail with a duplicate key, one for each id that is taken already, until the sequence is past
				them: environments cannot be made, builds do not start, logs are not kept.
				""", """
				The sequence is set to the highest id: SELECT setval(pg_get_serial_sequence('build', 'id'), (SELECT
				max(id) FROM build)). The sequence of conda_package is still called conda_package_tmp_id_seq, so ask
				for it by table and column, not by its name. The row of conda_store_configuration gets its id from
				conda-store, not from the sequence.
				""", """
				Do not set a sequence downwards: ids come back that builds had before, and with them the addresses
				of their files.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		List<ViolationQuery> queries = new ArrayList<>();
		for (RowTable table : examination.schema().tables().all()) {
			if (table.key().equals(List.of(ID)) && !TaskQueue.owns(table.name())
					&& !table.name().equals(CONDA_STORE_CONFIGURATION.getName())) {
				queries.add(behind(table.name()));
			}
		}
		return examination.find(queries.toArray(ViolationQuery[]::new));
	}

	@Override
	public Repair repair() {
		return new Repair.None("setval raises it; no change of rows does");
	}

	private static ViolationQuery behind(String name) {
		Field<Long> id = DSL.field(DSL.name(name, ID), SQLDataType.BIGINT);
		Field<String> sequence = DSL.function("pg_get_serial_sequence", SQLDataType.CLOB,
				DSL.function("quote_ident", SQLDataType.CLOB, DSL.inline(name)), DSL.inline(ID));
		Table<?> keys = DSL.select(DSL.inline(ID).as("of"), DSL.max(id).as("highest"), sequence.as("sequence"))
			.from(DSL.table(DSL.name(name)))
			.asTable("keys");
		return ViolationQuery.of(keys, name, OF)
			.where(HIGHEST.gt(LAST))
			.detail("its highest id is %s, and %s has given out no more than %s", HIGHEST, SEQUENCE, LAST);
	}

}
