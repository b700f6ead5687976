package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** N2. */
final class NamespaceMetadataIsObject implements Invariant {

	/** Nobody tells NULL from the JSON value null. */
	private static final Field<String> TYPE = DSL
		.coalesce(DSL.function("json_typeof", SQLDataType.CLOB, NAMESPACE.METADATA_), DSL.inline("null"));

	private static final Condition BROKEN = TYPE.ne(DSL.inline("object"));

	private static final Condition UNREADABLE = TYPE.notIn(DSL.inline("object"), DSL.inline("null"));

	private final boolean orNull;

	/** As conda-store writes it. */
	NamespaceMetadataIsObject() {
		this(false);
	}

	/**
	 * As strictly as releases read it.
	 * @param orNull whether NULL will do
	 */
	NamespaceMetadataIsObject(boolean orNull) {
		this.orNull = orNull;
	}

	@Override
	public String id() {
		return "N2";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the metadata of a namespace is a JSON object" + (this.orNull ? ", or NULL" : "");
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The column came with revision 6, in the middle of 2023, and the upgrade left it NULL in the
				namespaces that were there already. New namespaces get {} from the application, not from the
				database: whatever inserts rows by itself may forget it.
				""", """
				Releases 2024.11.2 and 2025.1.1 answer every request that lists a namespace with NULL with an error;
				older and later ones take it. What is neither NULL nor an object is refused by all of them.
				""", """
				The metadata becomes {}. What it held before is kept in the journal, and undo brings it back.
				Nothing in conda-store acts on metadata, so nothing else changes.
				""", """
				Do not delete the namespace to be rid of it: its environments go with it.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(NAMESPACE.METADATA_);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(NAMESPACE)
			.where(this.orNull ? UNREADABLE : BROKEN)
			.namespace(NAMESPACE.NAME)
			.detail("its metadata is %s", DSL.left(text(NAMESPACE.METADATA_), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the metadata becomes {}", NAMESPACE, NamespaceMetadataIsObject::plan);
	}

	private static void plan(Planning planning) {
		planning.update(NAMESPACE, BROKEN, Assignments.set(NAMESPACE.METADATA_, JSON.json("{}")));
	}

}
