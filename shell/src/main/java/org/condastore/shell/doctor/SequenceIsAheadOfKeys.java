package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.condastore.schema.jooq.DefaultSchema;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.CONDA_STORE_CONFIGURATION;

/** S3. */
final class SequenceIsAheadOfKeys implements Invariant {

	private static final String ID = "id";

	/** Those whose ids a sequence gives. */
	private static final List<TableField<?, ?>> IDS = ids();

	private static final Field<String> OF = DSL.field(DSL.name("keys", "of"), SQLDataType.CLOB);

	private static final Field<Long> HIGHEST = DSL.field(DSL.name("keys", "highest"), SQLDataType.BIGINT);

	private static final Field<Long> LAST = DSL.field(DSL.name("last_value"), SQLDataType.BIGINT);

	/** What was told to go on with a number has not given it out yet. */
	private static final Field<Long> NEXT = LAST
		.plus(DSL.when(DSL.field(DSL.name("is_called"), SQLDataType.BOOLEAN), 1L).otherwise(0L));

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
				The sequence goes on after the highest id. Whoever wants a number meanwhile waits for the moment that
				this takes, so none is given out twice. It takes a login that owns the sequence. The sequence of
				conda_package is still called conda_package_tmp_id_seq. The row of conda_store_configuration gets its
				id from conda-store and not from a sequence.
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
		for (TableField<?, ?> id : IDS) {
			if (examination.schema().has(id)) {
				Table<?> table = Objects.requireNonNull(id.getTable());
				sequence(examination.sql(), table).ifPresent((sequence) -> queries.add(behind(table, sequence)));
			}
		}
		return examination.find(queries.toArray(ViolationQuery[]::new));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the sequence goes on after the highest id", Planning.SEQUENCES,
				(planning) -> planning.raiseSequences(IDS));
	}

	/** conda-store itself gives the row of its configuration the id 1. */
	private static List<TableField<?, ?>> ids() {
		List<TableField<?, ?>> ids = new ArrayList<>();
		for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
			UniqueKey<?> key = table.getPrimaryKey();
			if (key != null && key.getFields().size() == 1 && !table.equals(CONDA_STORE_CONFIGURATION)) {
				key.getFields().stream().filter((field) -> field.getName().equals(ID)).forEach(ids::add);
			}
		}
		return List.copyOf(ids);
	}

	/** Empty if there is none, or the login may not read it. */
	private static Optional<Name> sequence(DSLContext sql, Table<?> table) {
		return sql.resultQuery("""
				SELECT nspname::text, relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
				WHERE pg_class.oid = pg_get_serial_sequence(quote_ident({0}), {1})::regclass
					AND has_sequence_privilege(pg_class.oid, 'SELECT')
				""", DSL.inline(table.getName()), DSL.inline(ID))
			.fetchOptional((row) -> DSL.name(row.get(0, String.class), row.get(1, String.class)));
	}

	private static ViolationQuery behind(Table<?> table, Name sequence) {
		Field<Long> id = DSL.field(DSL.name(table.getName(), ID), SQLDataType.BIGINT);
		Table<?> keys = DSL.select(DSL.inline(ID).as("of"), DSL.max(id).as("highest"))
			.from(DSL.table(DSL.name(table.getName())))
			.asTable("keys");
		return ViolationQuery.of(keys.crossJoin(DSL.table(sequence)), table.getName(), OF)
			.where(HIGHEST.ge(NEXT))
			.detail("its highest id is %s, and %s goes on with %s", HIGHEST, DSL.inline(sequence.last()), NEXT);
	}

}
