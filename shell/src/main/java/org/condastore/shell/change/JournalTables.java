package org.condastore.shell.change;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import org.condastore.schema.migration.Migration;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The journal's tables. They are in the shell's own schema, because conda-store looks at
 * the tables in its own.
 */
final class JournalTables {

	static final String SCHEMA = Migration.HISTORY_SCHEMA;

	/**
	 * What makes them, in this order; nothing is done to what is there already. CREATE
	 * SCHEMA IF NOT EXISTS is refused to who may not make schemas, even if there is one.
	 */
	static final List<String> CREATE = List.of("""
			DO $$ BEGIN IF to_regnamespace('%1$s') IS NULL THEN CREATE SCHEMA %1$s; END IF; END $$
			""".formatted(SCHEMA), """
			CREATE TABLE IF NOT EXISTS %s.journal (
			    id bigint PRIMARY KEY,
			    changed_on timestamptz NOT NULL,
			    database_user text NOT NULL,
			    operating_system_user text,
			    command text NOT NULL,
			    change text NOT NULL,
			    subject text NOT NULL,
			    reason text,
			    undoes bigint,
			    redoes bigint,
			    rows integer NOT NULL,
			    rows_hash text NOT NULL,
			    content uuid NOT NULL,
			    previous_hash text NOT NULL,
			    hash text NOT NULL
			)""".formatted(SCHEMA), """
			CREATE TABLE IF NOT EXISTS %s.journal_rows (
			    content uuid,
			    position integer,
			    set_number integer NOT NULL,
			    table_name text NOT NULL,
			    operation text NOT NULL,
			    key_columns text[] NOT NULL,
			    before_columns text[] NOT NULL,
			    after_columns text[] NOT NULL,
			    rows integer NOT NULL,
			    tuples text NOT NULL,
			    PRIMARY KEY (content, position)
			)""".formatted(SCHEMA), """
			CREATE TABLE IF NOT EXISTS %s.journal_chain (
			    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
			    last_id bigint NOT NULL,
			    last_hash text NOT NULL,
			    anchor_id bigint NOT NULL,
			    anchor_hash text NOT NULL
			)""".formatted(SCHEMA), """
			INSERT INTO %s.journal_chain (last_id, last_hash, anchor_id, anchor_hash)
			VALUES (0, '', 0, '') ON CONFLICT DO NOTHING""".formatted(SCHEMA));

	/** Where COPY writes entries, and in which order it takes their columns. */
	static final String COPY_JOURNAL = SCHEMA
			+ ".journal (id, changed_on, database_user, operating_system_user, command, change, subject, reason,"
			+ " undoes, redoes, rows, rows_hash, content, previous_hash, hash)";

	/** Where COPY writes rows of entries, and in which order it takes their columns. */
	static final String COPY_ROWS = SCHEMA
			+ ".journal_rows (content, position, set_number, table_name, operation, key_columns, before_columns,"
			+ " after_columns, rows, tuples)";

	/** Made when the first batch that can be resumed makes a change. */
	static final String CREATE_BATCH_STATE = """
			CREATE TABLE IF NOT EXISTS %s.batch_state (
			    name text PRIMARY KEY,
			    steps integer NOT NULL,
			    digest text NOT NULL,
			    variables text[] NOT NULL,
			    variable_values text[] NOT NULL,
			    updated_on timestamptz NOT NULL
			)""".formatted(SCHEMA);

	static final Table<?> BATCH_STATE = table("batch_state");

	static final Field<String> NAME = DSL.field(in("batch_state", "name"), SQLDataType.CLOB);

	static final Field<Integer> STEPS = DSL.field(in("batch_state", "steps"), SQLDataType.INTEGER);

	static final Field<String> DIGEST = DSL.field(in("batch_state", "digest"), SQLDataType.CLOB);

	static final Field<String[]> VARIABLES = DSL.field(in("batch_state", "variables"), SQLDataType.CLOB.array());

	static final Field<String[]> VALUES = DSL.field(in("batch_state", "variable_values"), SQLDataType.CLOB.array());

	static final Field<OffsetDateTime> UPDATED_ON = DSL.field(in("batch_state", "updated_on"),
			SQLDataType.TIMESTAMPWITHTIMEZONE);

	static final Table<?> JOURNAL = table("journal");

	static final Field<Long> ID = DSL.field(in("journal", "id"), SQLDataType.BIGINT);

	static final Field<OffsetDateTime> CHANGED_ON = DSL.field(in("journal", "changed_on"),
			SQLDataType.TIMESTAMPWITHTIMEZONE);

	static final Field<String> DATABASE_USER = DSL.field(in("journal", "database_user"), SQLDataType.CLOB);

	static final Field<String> OPERATING_SYSTEM_USER = DSL.field(in("journal", "operating_system_user"),
			SQLDataType.CLOB);

	static final Field<String> COMMAND = DSL.field(in("journal", "command"), SQLDataType.CLOB);

	static final Field<String> CHANGE = DSL.field(in("journal", "change"), SQLDataType.CLOB);

	static final Field<String> SUBJECT = DSL.field(in("journal", "subject"), SQLDataType.CLOB);

	static final Field<String> REASON = DSL.field(in("journal", "reason"), SQLDataType.CLOB);

	static final Field<Long> UNDOES = DSL.field(in("journal", "undoes"), SQLDataType.BIGINT);

	static final Field<Long> REDOES = DSL.field(in("journal", "redoes"), SQLDataType.BIGINT);

	static final Field<Integer> ROWS = DSL.field(in("journal", "rows"), SQLDataType.INTEGER);

	static final Field<String> ROWS_HASH = DSL.field(in("journal", "rows_hash"), SQLDataType.CLOB);

	static final Field<UUID> CONTENT = DSL.field(in("journal", "content"), SQLDataType.UUID);

	static final Field<String> PREVIOUS_HASH = DSL.field(in("journal", "previous_hash"), SQLDataType.CLOB);

	static final Field<String> HASH = DSL.field(in("journal", "hash"), SQLDataType.CLOB);

	static final Table<?> JOURNAL_ROWS = table("journal_rows");

	static final Field<UUID> ROWS_CONTENT = DSL.field(in("journal_rows", "content"), SQLDataType.UUID);

	static final Field<Integer> POSITION = DSL.field(in("journal_rows", "position"), SQLDataType.INTEGER);

	static final Field<Integer> SET_NUMBER = DSL.field(in("journal_rows", "set_number"), SQLDataType.INTEGER);

	static final Field<String> TABLE_NAME = DSL.field(in("journal_rows", "table_name"), SQLDataType.CLOB);

	static final Field<String> OPERATION = DSL.field(in("journal_rows", "operation"), SQLDataType.CLOB);

	static final Field<String[]> KEY_COLUMNS = DSL.field(in("journal_rows", "key_columns"), SQLDataType.CLOB.array());

	static final Field<String[]> BEFORE_COLUMNS = DSL.field(in("journal_rows", "before_columns"),
			SQLDataType.CLOB.array());

	static final Field<String[]> AFTER_COLUMNS = DSL.field(in("journal_rows", "after_columns"),
			SQLDataType.CLOB.array());

	static final Field<Integer> COUNT = DSL.field(in("journal_rows", "rows"), SQLDataType.INTEGER);

	static final Field<String> TUPLES = DSL.field(in("journal_rows", "tuples"), SQLDataType.CLOB);

	static final Table<?> CHAIN = table("journal_chain");

	static final Field<Long> LAST_ID = DSL.field(in("journal_chain", "last_id"), SQLDataType.BIGINT);

	static final Field<String> LAST_HASH = DSL.field(in("journal_chain", "last_hash"), SQLDataType.CLOB);

	static final Field<Long> ANCHOR_ID = DSL.field(in("journal_chain", "anchor_id"), SQLDataType.BIGINT);

	static final Field<String> ANCHOR_HASH = DSL.field(in("journal_chain", "anchor_hash"), SQLDataType.CLOB);

	private JournalTables() {
	}

	/**
	 * A table with its schema, which is left out of all other names: conda-store's tables
	 * are found by the search_path.
	 */
	private static Table<?> table(String name) {
		return DSL.table("{0}", DSL.name(SCHEMA, name));
	}

	/** Names without the schema: every table is alone in its statements. */
	private static Name in(String table, String column) {
		return DSL.name(table, column);
	}

}
