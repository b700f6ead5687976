package org.condastore.schema.lint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is looked for in a script: how bad it is, why on a database that
 * conda-store is using, and what to write instead.
 */
public enum LintRule {

	/** CREATE INDEX on a table with rows. */
	INDEX_NOT_CONCURRENT(Severity.ERROR,
			"CREATE INDEX keeps conda-store from writing to the table until the index is built",
			"CREATE INDEX CONCURRENTLY IF NOT EXISTS, in a script without other statements", IndexRules::notConcurrent),

	/** DROP INDEX without CONCURRENTLY. */
	DROP_INDEX_NOT_CONCURRENT(Severity.INFORMATION,
			"DROP INDEX is quick, but waits for the queries that run, and new ones wait for it",
			"DROP INDEX CONCURRENTLY IF EXISTS; in a U script DROP INDEX does", IndexRules::dropped),

	/** REINDEX without CONCURRENTLY. */
	REINDEX_NOT_CONCURRENT(Severity.ERROR, "REINDEX keeps conda-store from writing until the index is built anew",
			"REINDEX CONCURRENTLY, outside of a script", IndexRules::rebuilt),

	/** A unique constraint or primary key that builds its index. */
	INDEX_BY_CONSTRAINT(Severity.ERROR,
			"the constraint builds its index under a lock that stops every query of the table",
			"CREATE UNIQUE INDEX CONCURRENTLY in one script, ADD CONSTRAINT ... USING INDEX in the next",
			IndexRules::byConstraint),

	/** Something done concurrently beside something that could be rolled back. */
	MIXED_TRANSACTION(Severity.ERROR,
			"CONCURRENTLY keeps the whole script out of a transaction, so a failure leaves this statement half of a change",
			"put what is done CONCURRENTLY into a script of its own", IndexRules::mixed),

	/** A concurrent statement without IF [NOT] EXISTS. */
	CONCURRENT_NOT_REPEATABLE(Severity.WARNING,
			"a script outside of a transaction that was broken off fails when it is run again",
			"name the index, and add IF NOT EXISTS, or IF EXISTS when it is dropped", IndexRules::cannotBeRepeated),

	/** A foreign key that is checked while it is added. */
	FOREIGN_KEY_AT_ONCE(Severity.ERROR,
			"a foreign key that is checked while it is added keeps conda-store from writing to both tables",
			"ADD FOREIGN KEY ... NOT VALID in one script, VALIDATE CONSTRAINT in the next",
			ConstraintRules::foreignKey),

	/** A check that is tested on all rows while it is added. */
	CHECK_AT_ONCE(Severity.ERROR, "a check that is tested while it is added stops every query of the table meanwhile",
			"ADD CHECK ... NOT VALID in one script, VALIDATE CONSTRAINT in the next", ConstraintRules::check),

	/** NOT VALID and VALIDATE in one transaction. */
	VALIDATED_AT_ONCE(Severity.WARNING,
			"validated in the transaction that added it, the constraint is tested under the lock that adding it took",
			"VALIDATE CONSTRAINT in a script of its own", ConstraintRules::validatedAtOnce),

	/** SET NOT NULL without a validated check before it. */
	NOT_NULL_UNCHECKED(Severity.WARNING,
			"SET NOT NULL reads the whole table under a lock that stops every query, unless a valid check says the same",
			"ADD CHECK (... IS NOT NULL) NOT VALID in one script; VALIDATE CONSTRAINT and then SET NOT NULL in the next",
			ConstraintRules::notNull),

	/** A check on the status of builds. */
	STATUS_CHECK(Severity.ERROR, "newer releases of conda-store know more statuses, and would fail to write them",
			"leave the values of build.status to conda-store", ConstraintRules::status),

	/** ADD COLUMN NOT NULL without a default. */
	COLUMN_WITHOUT_DEFAULT(Severity.ERROR,
			"the column cannot be added to a table with rows, and conda-store, which does not know it, cannot insert",
			"add it with a constant DEFAULT, or without NOT NULL", ColumnRules::withoutDefault),

	/** ADD COLUMN with a value of its own for every row. */
	COLUMN_REWRITES(Severity.ERROR,
			"a column with a value of its own for every row rewrites the table, and every query waits meanwhile",
			"add it without a default, set the default, and fill in old rows in batches", ColumnRules::rewriting),

	/** ALTER COLUMN TYPE that is not known to keep the values. */
	TYPE_CHANGE(Severity.ERROR, "the new type rewrites the table and its indexes, and every query waits meanwhile",
			"only a longer varchar, or varchar to text, is quick; else add a column of the new type",
			ColumnRules::type),

	/** A column of conda-store's becomes jsonb. */
	JSON_TO_JSONB(Severity.ERROR,
			"jsonb forgets the order and repetition of keys, so what conda-store stored is no longer what was submitted",
			"leave the column json, and cast where a query needs jsonb", ColumnRules::json),

	/** A time of conda-store's gets a zone. */
	TIMESTAMP_TO_TIMESTAMPTZ(Severity.ERROR,
			"conda-store compares its times with times without zone, and fails with a TypeError on others",
			"leave it a timestamp, which is in UTC", ColumnRules::timeZone),

	/** CREATE TABLE without a primary key. */
	TABLE_WITHOUT_KEY(Severity.WARNING,
			"rows of a table without a primary key cannot be told apart, nor updated under logical replication",
			"add a primary key, such as id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY", ColumnRules::withoutKey),

	/** A serial column. */
	SERIAL(Severity.INFORMATION,
			"the sequence of a serial column has rights of its own and is easily bypassed; conda-store itself uses serial",
			"GENERATED ALWAYS AS IDENTITY", ColumnRules::serial),

	/** A column that is padded with blanks. */
	PADDED_TEXT(Severity.WARNING, "char(n) is padded with blanks, which Python compares and SQL does not",
			"text or varchar", ColumnRules::padded),

	/** A new column with a time zone. */
	TIMESTAMPTZ_COLUMN(Severity.INFORMATION,
			"conda-store's times are in UTC without zone, and compared with them the zone of the session counts",
			"timestamp, filled with now() AT TIME ZONE 'UTC'", ColumnRules::newTimeZone),

	/** Several ALTER TABLE that could be one. */
	REPEATED_ALTER(Severity.INFORMATION, "every ALTER TABLE waits for its lock anew, and may read the table anew",
			"one ALTER TABLE with several actions", ColumnRules::repeated),

	/** A table or column of conda-store's goes. */
	CONDA_STORE_DROPPED(Severity.ERROR, "conda-store's server and workers fail without it, and its data is lost",
			"leave conda-store's tables and columns where they are", DataRules::ownDropped),

	/** A table or column of conda-store's is renamed. */
	CONDA_STORE_RENAMED(Severity.ERROR, "conda-store's server and workers look for the old name and fail",
			"make a view or a generated column with the other name", DataRules::ownRenamed),

	/** Another table goes. */
	DROP_TABLE(Severity.WARNING, "its rows are lost, and a U script cannot bring them back",
			"rename it first, and drop it some releases later", DataRules::droppedTable),

	/** Another column goes. */
	DROP_COLUMN(Severity.WARNING, "its values are lost, and a U script cannot bring them back",
			"stop using it first, and drop it some releases later", DataRules::droppedColumn),

	/** All rows of a table go. */
	TRUNCATE(Severity.ERROR, "all rows are lost, and every query of the table waits", "DELETE with a WHERE, in batches",
			DataRules::truncated),

	/** CASCADE. */
	CASCADE(Severity.WARNING, "CASCADE takes along what the script does not name, views of the operator's among it",
			"drop what depends on it by name", DataRules::cascade),

	/** UPDATE or DELETE without WHERE. */
	EVERY_ROW(Severity.ERROR, "without WHERE every row is changed, and conda-store waits for all of them",
			"add a WHERE, and change many rows in batches", DataRules::everyRow),

	/** Rows change in a transaction that holds strong locks. */
	DATA_WITH_DEFINITION(Severity.WARNING,
			"while rows are changed, the locks of the ALTER or DROP TABLE in the same transaction stop every query",
			"change rows in a script of its own", DataRules::withDefinition),

	/** LOCK TABLE. */
	LOCK_TABLE(Severity.ERROR, "conda-store waits for the lock until the whole script has ended",
			"leave locking to the statements", ScriptRules::lock),

	/** VACUUM FULL, CLUSTER and other ways to write a table anew. */
	TABLE_REWRITE(Severity.ERROR, "the table is written anew, every query of it waits, and the disk holds it twice",
			"VACUUM without FULL, outside of a script", ScriptRules::rewrite),

	/** BEGIN, COMMIT and the like. */
	TRANSACTION_CONTROL(Severity.ERROR, "the script runs in the transaction of the shell, which this ends or nests",
			"leave it out", ScriptRules::transaction),

	/** SET for longer than the transaction. */
	SESSION_SETTING(Severity.WARNING, "the setting outlives the script, in a session that goes on to other scripts",
			"SET LOCAL", ScriptRules::session),

	/** A name with a schema. */
	SCHEMA_NAME(Severity.ERROR, "conda-store's tables are in another schema at the next site",
			"leave the schema out; the search path is set", ScriptRules::schemaName),

	/** conda_store_shell. */
	SHELL_SCHEMA(Severity.ERROR, "the schema conda_store_shell is the shell's own: its history is in it",
			"keep your tables elsewhere", ScriptRules::shellSchema),

	/** alembic_version, where the revision does not change. */
	ALEMBIC_VERSION(Severity.ERROR, "conda-store's server refuses to start on a revision that it does not know",
			"leave alembic_version alone; schema stamp writes it", ScriptRules::alembic),

	/** ALTER TYPE ... ADD VALUE. */
	ENUM_VALUE(Severity.WARNING, "a value that was added to an enum type cannot be taken out again by the U script",
			"varchar without a check, as conda-store does", ScriptRules::enumValue),

	/** A value used in the transaction that adds it. */
	ENUM_VALUE_USED(Severity.ERROR, "PostgreSQL refuses a value of an enum in the transaction that adds it",
			"use it in a later script", ScriptRules::enumValueUsed),

	/** Code that cannot be looked into. */
	UNCHECKED_CODE(Severity.WARNING,
			"what DO, CALL or EXECUTE do is not looked into, and may be any of the other dangers", "plain statements",
			ScriptRules::code),

	/** A trigger on a table of conda-store's. */
	CONDA_STORE_TRIGGER(Severity.WARNING, "the trigger runs in every write of conda-store's, which fails if it does",
			"read the changes from outside", ScriptRules::trigger),

	/** A string, name or comment without an end. */
	UNREADABLE(Severity.ERROR, "a string, a quoted name or a comment does not end", "end it", ScriptRules::unreadable),

	/** A file that migrate would refuse. */
	FILE_NAME(Severity.ERROR, "migrate stops at a file of this name",
			"V<version>__<description>.sql, and rollbacks/U<version>__<description>.sql", LintRule::notInStatements),

	/** A V script without a U script. */
	ROLLBACK_MISSING(Severity.WARNING, "without a U script of the same version there is no way back",
			"write rollbacks/U<version>__<description>.sql", LintRule::notInStatements),

	/** A wrong {@code lint:ignore}. */
	LINT_IGNORE(Severity.WARNING, "lint:ignore silences nothing here",
			"-- lint:ignore RULE reason, on the line before the statement", LintRule::notInStatements);

	private final Severity severity;

	private final String why;

	private final String saferWay;

	// All of them are methods without state.
	@SuppressWarnings("ImmutableEnumChecker")
	private final Finder finder;

	LintRule(Severity severity, String why, String saferWay, Finder finder) {
		this.severity = severity;
		this.why = why;
		this.saferWay = saferWay;
		this.finder = finder;
	}

	/** What a {@code lint:ignore} calls it: lower case with hyphens. */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** How bad it is at most. */
	public Severity severity() {
		return this.severity;
	}

	/** Why it is dangerous while conda-store is running. */
	public String why() {
		return this.why;
	}

	/** What to write instead. */
	public String saferWay() {
		return this.saferWay;
	}

	static Optional<LintRule> withId(String id) {
		return Stream.of(values()).filter((rule) -> rule.id().equals(id)).findFirst();
	}

	List<LintFinding> in(LintedStatement statement) {
		Findings findings = new Findings(this);
		this.finder.find(statement, findings);
		return findings.found();
	}

	private static void notInStatements(LintedStatement statement, Findings findings) {
		// What is wrong with the file as a whole, Lint finds.
	}

	/** Finds in a statement what a rule objects to. */
	interface Finder {

		void find(LintedStatement statement, Findings findings);

	}

}
