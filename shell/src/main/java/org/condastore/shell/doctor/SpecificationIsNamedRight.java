package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** P1. */
final class SpecificationIsNamedRight implements Invariant {

	private static final Condition WRONG_HASH = ViolationQuery.notHexadecimal(SPECIFICATION.SHA256, 64);

	/** The server cannot take texts out of a document that holds such characters. */
	private static final Condition UNREADABLE = text(SPECIFICATION.SPEC).contains(DSL.inline("\\u"))
		.and(text(SPECIFICATION.SPEC).likeRegex("\\\\u(0000|[dD][89a-fA-F])"));

	private static final Field<Boolean> NAMED = DSL
		.when(UNREADABLE,
				DSL.field(DSL.position(text(SPECIFICATION.SPEC),
						DSL.concat(DSL.inline("\"name\": \""), SPECIFICATION.NAME, DSL.inline("\"")))
					.gt(0)))
		.otherwise(DSL.coalesce(DSL
			.field(DSL.function("json_extract_path_text", SQLDataType.CLOB, SPECIFICATION.SPEC, DSL.inline("name"))
				.eq(SPECIFICATION.NAME)), DSL.inline(false)));

	@Override
	public String id() {
		return "P1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a specification has the name that is written in it, and a hash of 64 hexadecimal digits";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store stores a specification once, with its name and its hash, and never changes it. Somebody
				has changed the document, the name or the hash by hand.
				""", """
				Name and hash are part of the address of each build's files, and of its link on the disk. Whoever
				builds the specification again gets an environment of the other name; and a name that is not the
				environment's keeps a build from being made the current one.
				""", """
				Put back what was there, from a backup or the journal: row set specification ID. The keys of a
				build's artifacts, as build show tells them, hold the name and the beginning of the hash as they
				were.
				""", """
				Do not write a new hash for a specification that was built: the addresses of all its builds change,
				and their files are lost to conda-store.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(SPECIFICATION)
			.where(WRONG_HASH.or(DSL.condition(NAMED).not()))
			.detail(DSL.when(WRONG_HASH, clause("%s: its hash is %s", SPECIFICATION.NAME, SPECIFICATION.SHA256))
				.otherwise(clause("it is called %s, and the name in it is another one", SPECIFICATION.NAME))));
	}

	@Override
	public Repair repair() {
		return new Repair.None("name and hash are part of the addresses of files: put back what was there");
	}

}
